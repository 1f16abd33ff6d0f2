"""What an organisation sees of its own numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from zana.impact.models import Import
from zana.impact.queries.facts import FOLLOWERS
from zana.kernel import clock
from zana.networks.metrics import METRICS
from zana.networks.models import Account, Reading
from zana.networks.queries import list_accounts
from zana.people.models import Organisation
from zana.ui import charts
from zana.ui.words import language

WEEKS = 26


@dataclass(frozen=True)
class Curve:
    """Followers of one account by week; `chart` is None without any reading."""

    account: Account
    latest: int | None
    chart: charts.Chart | None


def list_curves(organisation: Organisation) -> list[Curve]:
    """Two queries for any number of accounts."""
    accounts = list_accounts(organisation)
    weeks = _weekly(organisation, [account.pk for account in accounts])
    return [_draw(account, weeks.get(account.pk, {})) for account in accounts]


def list_imports(organisation: Organisation) -> list[Import]:
    return list(Import.objects.of(organisation).select_related("source__account", "made_by")[:50])


def _weekly(organisation: Organisation, accounts: Collection[int]) -> dict[int, dict[date, int]]:
    """{account: {Monday: the last reading of that week}}"""
    since = clock.now() - timedelta(weeks=WEEKS)
    found = Reading.objects.of(organisation).filter(
        account_id__in=accounts, metric=FOLLOWERS, remote_post=None, taken_at__gte=since
    )
    weeks: dict[int, dict[date, int]] = defaultdict(dict)
    for account, taken_at, value in found.order_by("taken_at", "pk").values_list("account_id", "taken_at", "value"):
        day = clock.day_of(taken_at)
        weeks[account][day - timedelta(days=day.weekday())] = value
    return weeks


def _draw(account: Account, weeks: dict[date, int]) -> Curve:
    """A week nobody measured is a gap in the line."""
    if not weeks:
        return Curve(account, None, None)
    first, last = min(weeks), max(weeks)
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    name = METRICS[FOLLOWERS].in_words(language()).name
    drawn = charts.draw_lines(
        [date_format(monday, "j N") for monday in mondays],
        [charts.Series(name, [weeks.get(monday) for monday in mondays])],
    )
    return Curve(account, weeks[last], drawn)
