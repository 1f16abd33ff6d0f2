"""What pages, reports and rounds ask of the street."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.conf import settings
from django.db.models import QuerySet

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.metrics import METRICS, Metric
from zana.networks.models import Account, ProfileSnapshot, Reading, RemotePost
from zana.networks.models.accounts import CONNECTED, LEFT
from zana.networks.port import App, Network
from zana.networks.registry import NETWORKS
from zana.people.models import Organisation

NEWEST_POSTS = 25
YOUNG = timedelta(days=60)
POST_METRICS = ("post_reach", "post_views", "post_reactions", "post_comments", "post_shares", "post_clicks")

Key = tuple[int, int | None, str, date | None, date | None]


@dataclass(frozen=True)
class Offer:
    """One way to connect: a network, for rehearsal, for real, or by hand."""

    network: Network
    practice: bool
    by_hand: bool = False


@dataclass(frozen=True)
class Point:
    """One number on a chart; `reading` is the row behind it."""

    on: date
    value: int
    reading: Reading


@dataclass(frozen=True)
class Standing:
    """How an account stands, in a word, a kind of `ui.states` and what to do."""

    kind: str
    word: Saying
    todo: Saying | None = None


def app_of(network: Network, *, practice: bool) -> App | None:
    """Our keys at a network and its addresses; None where the house has none. Rehearsal differs by address only.
    Where people sign in with a password made for it, no keys of ours are needed."""
    if practice:
        if not settings.ZANA_PRACTICE_URL or not network.practice_path:
            return None
        return App(
            client_id=settings.ZANA_PRACTICE_APP_ID,
            client_secret=settings.ZANA_PRACTICE_APP_SECRET,
            api_base=f"{settings.ZANA_PRACTICE_URL}{network.practice_path}",
            # The person's browser sees the same practice network under our own address.
            dialog_base=f"{settings.ZANA_BASE_URL}/practice{network.practice_path}",
        )
    if network.signs_in is not None:
        return App("", "", network.api_base, network.dialog_base)
    name, secret = (getattr(settings, setting, "") for setting in network.key_settings or ("", ""))
    return App(name, secret, network.api_base, network.dialog_base) if name else None


def website_of(network: Network, *, practice: bool) -> str:
    """Where people see the network in their browser; practice is part of our own house there."""
    return f"/practice{network.practice_path}" if practice else network.website


def show_to_people(address: str) -> str:
    """The practice network is reached by our programs at one address and by people under ours."""
    inside = settings.ZANA_PRACTICE_URL
    if inside and address.startswith(f"{inside}/"):
        return f"/practice{address.removeprefix(inside)}"
    return address


def list_offers() -> list[Offer]:
    """What this house can connect: rehearsal first, then the real networks with keys, then by hand."""
    connecting = [network for network in NETWORKS.values() if network.keeps is not None]
    return [
        *(Offer(network, practice=True) for network in connecting if app_of(network, practice=True)),
        *(Offer(network, practice=False) for network in connecting if app_of(network, practice=False)),
        *(Offer(network, practice=False, by_hand=True) for network in NETWORKS.values()),
    ]


def list_accounts(organisation: Organisation) -> list[Account]:
    """All but the ones that were left."""
    return list(Account.objects.of(organisation).exclude(state=LEFT))


def describe_standing(account: Account) -> Standing:
    if account.state == LEFT:
        return Standing("unk", say("disconnected"))
    if account.by_hand:
        return Standing("info", say("by hand"), say("Publish on the phone, then paste the link."))
    if account.state != CONNECTED:
        return Standing("stop", say("connect again"), account.trouble_words)
    return Standing("ok", say("connected"))


def posts_to_read(account: Account) -> list[RemotePost]:
    """Young posts whose id we know, newest first."""
    posts = RemotePost.objects.of(account.organisation).filter(account=account, remote_id__isnull=False, gone_at=None)
    return list(posts.filter(published_at__gte=clock.now() - YOUNG)[:NEWEST_POSTS])


def list_posts(account: Account) -> QuerySet[RemotePost]:
    """Newest first."""
    return RemotePost.objects.of(account.organisation).filter(account=account)


def first_and_last_snapshot(account: Account) -> list[ProfileSnapshot]:
    """Before and after; one where nothing has changed yet."""
    snapshots = ProfileSnapshot.objects.of(account.organisation).filter(account=account)
    first, last = snapshots.order_by("taken_at", "pk").first(), snapshots.first()
    return [one for one in (first, last if last != first else None) if one is not None]


def list_history(
    organisation: Organisation, accounts: Collection[int], metrics: Collection[str]
) -> defaultdict[Key, list[tuple[datetime, int]]]:
    """{what was measured: [(taken_at, value), oldest first]}"""
    rows = Reading.objects.of(organisation).filter(account_id__in=accounts, metric__in=metrics)
    history: defaultdict[Key, list[tuple[datetime, int]]] = defaultdict(list)
    fields = ("account_id", "remote_post_id", "metric", "period_start", "period_end", "taken_at", "value")
    for *key, taken_at, value in rows.order_by("taken_at", "pk").values_list(*fields):
        history[cast(Key, tuple(key))].append((taken_at, value))
    return history


def list_points(account: Account, metric: str, *, since: date | None = None) -> list[Point]:
    """An account's metric day by day, the newest reading of a day winning."""
    rows = Reading.objects.of(account.organisation).filter(account=account, metric=metric, remote_post=None)
    days: dict[date, Reading] = {}
    for reading in rows.order_by("taken_at", "pk"):
        days[reading.period_end or reading.taken_at.date()] = reading
    return [Point(day, days[day].value, days[day]) for day in sorted(days) if since is None or day >= since]


def metrics_with_points(account: Account) -> list[Metric]:
    """The account's own metrics that have at least one reading."""
    names = Reading.objects.of(account.organisation).filter(account=account, remote_post=None)
    return [METRICS[name] for name in sorted(set(names.order_by().values_list("metric", flat=True))) if name in METRICS]


def latest_of_posts(account: Account, posts: Collection[RemotePost]) -> dict[int, dict[str, Reading]]:
    """{post: {metric: newest reading}}"""
    rows = Reading.objects.of(account.organisation).filter(account=account, remote_post__in=posts)
    found: dict[int, dict[str, Reading]] = {post.pk: {} for post in posts}
    for reading in rows.order_by("taken_at", "pk"):
        found[cast(int, reading.remote_post_id)][reading.metric] = reading
    return found
