"""Every page of the house as somebody who may open it: it stands, asks little of the database, and shuts nobody out.

The list of pages is the resolver's own: a route is a page with a sample, takes no GET, or is named in NO_PAGE.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import Max
from django.test import Client
from django.utils.html import escape
from playwright.sync_api import Browser, ViewportSize

from tests.browser import find_barriers, is_too_wide
from tests.cast import Cast
from tests.furniture import FAILED, furnish, furnish_more
from tests.routes import read_out
from tests.samples import Sample, Visitors, list_samples, rehearse_more
from zana.audits.controls import catalogue
from zana.kernel import clock
from zana.people.models import LogEntry

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

MOST_QUERIES = 20
AT_HOME = {"site:today": 15}  # where people arrive every day
WRONG_METHOD = 405
# Every look at findings stands in the log. These pages name checks, and say of nobody how they stand.
TELLS_OF_NOBODY = {"audits:card", "learning:unit"}
OPEN_TITLES = [escape(texts.title).encode() for control in FAILED for texts in catalogue()[control].texts.values()]
PHONE = ViewportSize(width=360, height=800)


@pytest.fixture
def _still():
    """The audience of a world speaks as time goes by; here it holds its breath."""
    with clock.frozen(clock.now()):
        yield


@pytest.fixture
def house(cast: Cast, _still) -> tuple[list[Sample], Visitors]:
    """Rows of every kind, and a sample of every page."""
    visitors = Visitors(cast)
    places = furnish(cast, cast.org_a, cast.director_a, cast.communicator_a)
    samples, missing = list_samples(cast, visitors, places)

    assert missing == []
    return samples, visitors


def open_page(client: Client, address: str) -> tuple[Any, int, int]:
    """The answer, how often it asked a database, and how many looks it logged; what opening changes is undone."""
    with transaction.atomic(), transaction.atomic(using="practice"):
        asked: list[str] = []
        newest = LogEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0

        def count(execute: Any, sql: str, *more: Any) -> Any:
            asked.append(sql)
            return execute(sql, *more)

        with connections["default"].execute_wrapper(count), connections["practice"].execute_wrapper(count):
            answer = client.get(address)
        read_out(answer)
        looks = LogEntry.objects.filter(pk__gt=newest, verb__endswith=".seen").count()
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="practice")
    return answer, len(asked), looks


def names_finding(answer: Any) -> bool:
    """Whether it says what is missing in one of the organisations, in whatever language."""
    return any(title in answer.content for title in OPEN_TITLES)


def find_pages(samples: list[Sample], visitors: Visitors) -> tuple[dict[Sample, int], list[str]]:
    """Every sample that takes GET with its number of queries, and what is wrong with any."""
    asked, faults = {}, []
    for sample in samples:
        answer, queries, looks = open_page(visitors.of(sample.visitor), sample.address)
        if answer.status_code == WRONG_METHOD:
            continue
        asked[sample] = queries
        shown = (answer.status_code, answer.headers["Content-Type"])
        if shown != (200, "text/html; charset=utf-8"):
            faults.append(f"{sample}: {shown} {answer.headers.get('Location', '')}")
        if b"---------" in answer.content:
            faults.append(f"{sample}: offers a row of dashes instead of a word for nobody")
        if queries > AT_HOME.get(sample.route, MOST_QUERIES):
            faults.append(f"{sample}: {queries} queries")
        if looks != 1 and names_finding(answer) and sample.route not in TELLS_OF_NOBODY:
            faults.append(f"{sample}: names a finding and logs {looks} looks")
    return asked, faults


def test_every_page_stands_and_asks_no_oftener_for_many_rows_than_for_few(cast, house):
    samples, visitors = house
    few, faults = find_pages(samples, visitors)

    furnish_more(cast)
    rehearse_more(visitors.stage)
    many, more_faults = find_pages(samples, visitors)

    faults += more_faults
    faults += [f"{one}: {few[one]} queries, then {many[one]}" for one in few if few[one] < many[one]]
    assert faults == [], "\n".join(faults)


@pytest.mark.once  # what a browser draws does not depend on where the rows lie, and 300 pages take minutes
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "practice"], transaction=True)
def test_every_page_fits_a_phone_and_shuts_nobody_out(cast, house, live_server, chromium: Browser):
    samples, visitors = house
    furnish_more(cast)
    pages, faults = find_pages(samples, visitors)
    one_each = {sample.address: sample for sample in pages}

    for visitor in sorted({sample.visitor for sample in one_each.values()}):
        context = chromium.new_context(viewport=PHONE, base_url=live_server.url, color_scheme="light")
        cookies = visitors.of(visitor).cookies
        context.add_cookies([{"name": key, "value": c.value, "url": live_server.url} for key, c in cookies.items()])
        page = context.new_page()
        for sample in one_each.values():
            if sample.visitor == visitor:
                answer = page.goto(sample.address)
                assert answer is not None
                faults += [f"{sample.route} as {visitor}: {barrier}" for barrier in find_barriers(page)]
                faults += [f"{sample.route} as {visitor}: wider than the phone"] if is_too_wide(page) else []
        context.close()

    assert faults == [], "\n".join(faults)
