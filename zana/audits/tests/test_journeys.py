"""Whole ways through the room, each as people tap them on a phone. Nothing is found by its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import find_barriers, is_too_wide
from zana.audits import actions
from zana.audits.controls import catalogue
from zana.audits.models import Audit, Evidence, Finding, Incident, Report
from zana.kernel.tests.pdf import pdf_text
from zana.studio.tests.pictures import SECRET, make_jpeg
from zana.ui.words import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

GRAVE = [control.id for control in catalogue().values() if control.severity == 5]
ANSWERS = {"SEC-14": "fail", "VIS-31": "unknown"}  # all others are in place


def begin(page: Page) -> None:
    page.locator("label:has([name=told])").click()
    page.locator(".dock button").click()
    page.wait_for_url("**/ask/*/")


def asked(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[1]


def tap(page: Page, result: str) -> None:
    page.locator(f"label:has([name=result][value={result}])").click()
    page.locator("[data-saved] p").wait_for()


def go_on(page: Page) -> None:
    here = page.url
    page.locator("[data-go]").click()
    page.wait_for_url(lambda url: url != here)


def answer_all(page: Page) -> list[str]:
    """From the question that is open to the last, each saved by its tap."""
    answered = []
    while "/ask/" in page.url:
        answered.append(asked(page))
        tap(page, ANSWERS.get(answered[-1], "pass"))
        go_on(page)
    return answered


def faults(page: Page) -> list[str]:
    return [*find_barriers(page), *(["too wide"] if is_too_wide(page) else [])]


def take(page: Page, link: str) -> bytes:
    with page.expect_download() as coming:
        page.locator(link).first.click()
    return Path(coming.value.path()).read_bytes()


def letters(text: str) -> str:
    """Words may break anywhere on paper."""
    return "".join(text.split()).replace("\u00ad", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_minimum_audit_from_consent_to_the_paper(cast, client, open_page, language):
    """In Albanian all 28 by taps; in the others 24 are answered before, by the same action."""
    client.force_login(cast.trainer)
    page = open_page(f"/o/{cast.org_a.ref}/audit/begin/", language=language, client=client)
    found = faults(page)
    begin(page)
    found += faults(page)
    before = [] if language == "sq" else [c for c in GRAVE if c not in (*ANSWERS, GRAVE[0], GRAVE[-1])]
    for control in before:
        actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result="pass")
    page.reload()

    answered = answer_all(page)
    found += faults(page)
    page.goto(f"/o/{cast.org_a.ref}/audit/reports/")
    page.locator("form[action$='/finish/'] button").click()
    page.locator("form[action$='/make/'] button").click()
    page.wait_for_url(re.compile(r"/reports/[\w-]{22}/$"))
    found += faults(page)
    paper = take(page, "a[href$='/as/pdf/']")

    audit, report = Audit.objects.of(cast.org_a).get(), Report.objects.of(cast.org_a).get()
    finding = Finding.objects.of(cast.org_a).get()
    assert found == []
    assert sorted(answered + before) == sorted(GRAVE)
    assert sorted(Evidence.objects.of(cast.org_a).values_list("control", flat=True)) == sorted(GRAVE)
    assert (audit.consented_by, audit.closed_at is None) == (cast.director_a, False)
    assert (finding.control, report.language, report.content) == ("SEC-14", language, paper)
    assert letters(catalogue()["SEC-14"].words(language).title) in letters(pdf_text(paper))


def test_a_lost_link_and_then_another_device(cast, client, open_page):
    """The phone loses its link at the third question; its owner goes on at the laptop from the fourth."""
    client.force_login(cast.communicator_a)
    overview = f"/o/{cast.org_a.ref}/audit/"
    phone = open_page(f"{overview}begin/", client=client)
    begin(phone)
    for _ in range(2):
        tap(phone, "pass")
        go_on(phone)
    third = asked(phone)

    phone.context.set_offline(True)
    tap(phone, "fail")
    lost = Evidence.objects.of(cast.org_a).count()
    phone.context.set_offline(False)
    phone.locator("[data-go][data-done]").wait_for()
    laptop = open_page(overview, width=1280, client=client)
    laptop.locator("main a[href*='/ask/'].primary").click()
    fourth = asked(laptop)
    tap(laptop, "pass")
    go_on(phone)
    phone.goto(overview)
    phone.locator("main a[href*='/ask/'].primary").click()

    told = Evidence.objects.of(cast.org_a).order_by("pk").values_list("control", "result")
    assert lost == 2
    assert list(told)[2:] == [(third, "fail"), (fourth, "pass")]
    assert asked(phone) not in [control for control, _ in told]
    assert phone.locator("progress").get_attribute("value") == "4"
    assert phone.evaluate("sessionStorage.length") == 0


def test_an_incident_from_its_sign_to_its_log(cast, client, open_page, tmp_path):
    """The auditor hears of an unknown session; the moves are ticked, proof is kept, and it is closed and told."""
    client.force_login(cast.trainer)
    page = open_page(f"/o/{cast.org_a.ref}/audit/ask/SEC-18/", scheme="dark", client=client)
    tap(page, "fail")
    go_on(page)
    found = faults(page)
    page.goto(f"/o/{cast.org_a.ref}/audit/ask/CTL-02/")
    stopped = page.url

    page.locator("form[action$='/start/'] button").click()
    found += faults(page)
    page.locator("form[action$='/tick/'] button").first.click()
    page.locator("#proof ~ details summary").click()
    screenshot = tmp_path / "screen.jpg"
    screenshot.write_bytes(make_jpeg())
    page.set_input_files("input[name=file]", str(screenshot))
    page.locator("[name=address]").fill("https://facebook.example/settings?tab=security")
    page.locator("[name=note]").fill("A tablet in another town")
    page.locator("form[action$='/keep/'] button").click()
    page.locator("#proof ~ ul li").nth(1).wait_for()
    found += faults(page)
    page.locator("a[href$='/close/']").click()
    for name in ("happened", "lost", "told", "following"):
        page.locator(f"[name={name}]").fill(f"What is {name}.")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/incidents/[\w-]{22}/$"))
    found += faults(page)

    incident = Incident.objects.of(cast.org_a).get()
    kept = list(incident.keepsakes.all())
    assert found == []
    assert stopped.endswith(f"/incidents/{incident.ref}/")
    assert (incident.state, incident.sign, incident.ending["told"]) == ("closed", "SEC-18", "What is told.")
    assert [one.kind for one in kept] == ["address", "picture"]
    assert (SECRET in make_jpeg(), SECRET in kept[1].content) == (True, False)
    assert [note.verb for note in incident.log.all()] == ["suspected", "started", "done", "kept", "kept", "closed"]
    page.goto(f"/o/{cast.org_a.ref}/audit/")
    page.locator("main a[href*='/ask/'].primary").click()
    assert asked(page) != "SEC-18"
