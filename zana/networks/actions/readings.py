"""Numbers come in: over the API in rounds, or from a file. Nothing is stored without its source."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.actions.snapshots import Looks, fetch_looks, keep_snapshot
from zana.networks.actions.tokens import mark_reconnect, open_client
from zana.networks.client import HttpClient
from zana.networks.errors import CannotDo, Reconnect
from zana.networks.metrics import METRICS
from zana.networks.models import Account, Reading, RemotePost, Source, Watch
from zana.networks.port import Measurement, Profile
from zana.networks.queries import list_history, posts_to_read
from zana.people.models import Person
from zana.people.roles import require

SAME_FOR = timedelta(hours=20)  # a state that did not change is noted once a day, not every round


@dataclass(frozen=True)
class NewReading:
    """`source_row` counts from 1 after the header of an imported file."""

    account: Account
    metric: str
    value: int
    remote_post: RemotePost | None = None
    period_start: date | None = None
    period_end: date | None = None
    taken_at: datetime | None = None
    source_row: int | None = None


@dataclass(frozen=True)
class Stored:
    stored: int
    unchanged: int


def store_readings(*, source: Source, rows: Iterable[NewReading]) -> Stored:
    """Stores what is new. The same number for the same thing and period is not stored twice; a different one is a
    correction and stands beside the old. A state is new when it changed or a day has passed."""
    wanted = list(rows)
    unknown = {row.metric for row in wanted} - METRICS.keys()
    if unknown:
        raise ValueError(f"no such metric: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        accounts = sorted({row.account.pk for row in wanted})
        locked = Account.objects.of(source.organisation).select_for_update().filter(pk__in=accounts)
        if len(locked) != len(accounts):
            raise ValueError("a reading of another organisation's account")
        fresh = _keep_new(wanted, source)
        Reading.objects.of(source.organisation).bulk_create([_make_reading(row, source) for row in fresh])
    return Stored(len(fresh), len(wanted) - len(fresh))


def take_readings(*, account: Account) -> Stored:
    """One round over the API: asks without a transaction, then stores all of it in one. Raises the five errors."""
    measures = account.description.measures
    if measures is None:
        raise CannotDo(say("{network} gives us no numbers.", network=account.description.label))
    try:
        client = open_client(account)
        posts = {str(post.remote_id): post for post in posts_to_read(account)}
        measured = measures.measure(client, account.remote_id, list(posts))
        profile = _see_profile(account, client)
    except Reconnect as shut:
        mark_reconnect(account, shut.saying)
        raise
    looks = fetch_looks(profile) if profile else Looks()
    return _store_round(account, measured, posts, profile, looks)


def read_soon(*, by: Person, account: Account) -> None:
    """A person does not want to wait for the next round."""
    require(by, "readings.see", account.organisation)
    Watch.objects.of(account.organisation).filter(account=account, next_attempt_at__isnull=False).update(
        next_attempt_at=clock.now()
    )


def _store_round(
    account: Account,
    measured: Iterable[Measurement],
    posts: dict[str, RemotePost],
    profile: Profile | None,
    looks: Looks,
) -> Stored:
    now = clock.now()
    with transaction.atomic():
        source = Source.objects.of(account.organisation).create(kind=Source.API, account=account, taken_at=now)
        stored = store_readings(
            source=source,
            rows=[
                NewReading(
                    account=account,
                    metric=one.metric,
                    value=one.value,
                    remote_post=posts[one.post] if one.post else None,
                    period_start=one.period_start,
                    period_end=one.period_end,
                )
                for one in measured
                if not one.post or one.post in posts
            ],
        )
        if profile is not None:
            keep_snapshot(account, profile, looks)
        Account.objects.of(account.organisation).filter(pk=account.pk).update(read_at=now)
    return stored


def _see_profile(account: Account, client: HttpClient) -> Profile | None:
    keeps = account.description.keeps
    return keeps.see_profile(client, account.remote_id) if keeps else None


def _make_reading(row: NewReading, source: Source) -> Reading:
    return Reading(
        organisation=source.organisation,
        source=source,
        source_row=row.source_row,
        account=row.account,
        remote_post=row.remote_post,
        metric=row.metric,
        value=row.value,
        period_start=row.period_start,
        period_end=row.period_end,
        taken_at=row.taken_at or source.taken_at,
    )


def _keep_new(rows: Iterable[NewReading], source: Source) -> list[NewReading]:
    rows = list(rows)
    history = list_history(source.organisation, {row.account.pk for row in rows}, {row.metric for row in rows})
    fresh = []
    for row in rows:
        taken_at = row.taken_at or source.taken_at
        post = row.remote_post.pk if row.remote_post else None
        known = history[row.account.pk, post, row.metric, row.period_start, row.period_end]
        if _is_new(row, taken_at, known):
            fresh.append(row)
            insort(known, (taken_at, row.value))
    return fresh


def _is_new(row: NewReading, taken_at: datetime, known: list[tuple[datetime, int]]) -> bool:
    """`known` are the numbers there are for the same thing, oldest first."""
    earlier = known if row.period_end is not None else [one for one in known if one[0] <= taken_at]
    if not earlier or earlier[-1][1] != row.value:
        return True
    return row.period_end is None and taken_at - earlier[-1][0] >= SAME_FOR
