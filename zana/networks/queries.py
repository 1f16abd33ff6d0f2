"""What pages, reports and rounds ask of the street."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from django.conf import settings
from django.db.models import QuerySet, Sum

from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.metrics import METRICS, Metric
from zana.networks.models import Account, Budget, ProfileSnapshot, Reading, RemotePost, Spend
from zana.networks.models.accounts import CONNECTED, LEFT
from zana.networks.port import App, Network
from zana.networks.registry import ENTRIES, NETWORKS
from zana.networks.rules import (
    Look,
    compare_looks,
    find_fault_in_media_address,
    guess_month,
    is_nearly_spent,
    write_dollars,
)
from zana.people.models import Organisation

NEWEST_POSTS = 25
YOUNG = timedelta(days=60)
RHYTHM = timedelta(days=90)
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
            code_base=f"{settings.ZANA_PRACTICE_URL}{network.practice_path}",
        )
    if network.signs_in is not None:
        return App("", "", network.api_base, network.dialog_base)
    name, secret = (getattr(settings, setting, "") for setting in network.key_settings or ("", ""))
    return App(name, secret, network.api_base, network.dialog_base, network.code_base) if name else None


def website_of(network: Network, *, practice: bool) -> str:
    """Where people see the network in their browser; practice is part of our own house there."""
    return f"/practice{network.practice_website or network.practice_path}" if practice else network.website


def show_to_people(address: str) -> str:
    """The practice network is reached by our programs at one address and by people under ours."""
    inside = settings.ZANA_PRACTICE_URL
    if inside and address.startswith(f"{inside}/"):
        return f"/practice{address.removeprefix(inside)}"
    return address


def list_offers() -> list[Offer]:
    """What this house can connect: rehearsal first, then the real networks with keys, then by hand."""
    connecting = [network for network in ENTRIES.values() if network.keeps is not None]
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
    if account.trouble_words is not None:
        return Standing("warn", say("connect again soon"), account.trouble_words)
    return Standing("ok", say("connected"))


def posts_to_read(account: Account) -> list[RemotePost]:
    """Young posts whose id we know, newest first."""
    posts = RemotePost.objects.of(account.organisation).filter(account=account, remote_id__isnull=False, gone_at=None)
    return list(posts.filter(published_at__gte=clock.now() - YOUNG)[:NEWEST_POSTS])


def list_posts(account: Account) -> QuerySet[RemotePost]:
    """Newest first."""
    return RemotePost.objects.of(account.organisation).filter(account=account)


@dataclass(frozen=True)
class BeforeAfter:
    """A profile when it was first seen and as it was last seen. `changes`: {part: words}; empty where it stayed."""

    before: ProfileSnapshot
    after: ProfileSnapshot
    changes: dict[str, Saying]

    @property
    def is_one_day(self) -> bool:
        return self.before.pk == self.after.pk


def see_before_and_after(account: Account, *, since: datetime | None = None) -> BeforeAfter | None:
    """None before anybody looked. `since`: what stood at that moment is "before", for a training or a programme."""
    snapshots = ProfileSnapshot.objects.of(account.organisation).filter(account=account)
    snapshots = snapshots.select_related("picture", "cover").defer("picture__small", "cover__small")
    after = snapshots.first()
    if after is None:
        return None
    before = snapshots.filter(taken_at__lte=since).first() if since else None
    before = before or snapshots.order_by("taken_at", "pk").first() or after
    return BeforeAfter(before, after, compare_looks(look_of(before), look_of(after)))


def look_of(snapshot: ProfileSnapshot) -> Look:
    cover = snapshot.cover.sha256 if snapshot.cover else None
    return Look(snapshot.name, snapshot.bio, snapshot.link, snapshot.picture_sha256, cover)


@dataclass(frozen=True)
class Meter:
    """What one network took this month, and what it may take."""

    budget: Budget
    spent: Decimal
    posts: int

    @property
    def kind(self) -> str:
        if self.spent >= self.budget.ceiling:
            return "stop"
        return "warn" if is_nearly_spent(self.spent, self.budget.ceiling) else "ok"

    @property
    def words(self) -> Saying:
        return say(
            "{spent} of {ceiling} this month",
            spent=write_dollars(self.spent),
            ceiling=write_dollars(self.budget.ceiling),
        )


def this_month() -> date:
    return clock.today().replace(day=1)


def spent_in(budget: Budget, month: date) -> Decimal:
    rows = _spends(budget, month).aggregate(sum=Sum("dollars"))
    return rows["sum"] or Decimal(0)


def read_meter(account: Account) -> Meter | None:
    """None where posts cost nothing, or go by hand."""
    if account.description.price is None or account.by_hand:
        return None
    budgets = Budget.objects.of(account.organisation)
    found = budgets.filter(network=account.network, practice=account.is_practice).first()
    if found is None:
        found = Budget(organisation=account.organisation, network=account.network, practice=account.is_practice)
        return Meter(found, Decimal(0), 0)
    return Meter(found, spent_in(found, this_month()), _spends(found, this_month()).count())


def _spends(budget: Budget, month: date) -> QuerySet[Spend]:
    return Spend.objects.of(budget.organisation).filter(budget=budget, month=month, returned_at=None)


def has_agreed(organisation: Organisation, network: Network, *, practice: bool) -> bool:
    """Whether somebody here was told the price of this network and said yes."""
    rows = Budget.objects.of(organisation).filter(network=network.key, practice=practice)
    return network.price is None or rows.filter(agreed_at__isnull=False).exists()


@dataclass(frozen=True)
class Estimate:
    """What a month would cost at her own rhythm. `posts` 0: nothing is known of it yet."""

    post: str
    with_link: str
    posts: int
    month: str


def estimate_month(organisation: Organisation, network: Network) -> Estimate | None:
    """From what stands out there already, on any of her networks; the busiest one is the measure."""
    if network.price is None:
        return None
    posts = RemotePost.objects.of(organisation).filter(published_at__gte=clock.now() - RHYTHM)
    by_account: defaultdict[int, list[str]] = defaultdict(list)
    for account, text in posts.order_by("-published_at").values_list("account_id", "text")[:1000]:
        by_account[account].append(text)
    texts = max(by_account.values(), key=len, default=[])
    count, cost = guess_month(network.price, texts, RHYTHM // timedelta(days=30))
    return Estimate(
        write_dollars(Decimal(network.price.post)), write_dollars(Decimal(network.price.with_link)), count,
        write_dollars(cost),
    )  # fmt: skip


def find_fault_in_media(account: Account) -> Saying | None:
    """Why pictures will not arrive there; None where they will, or where nobody has to fetch them."""
    if account.by_hand or account.is_practice or not account.description.needs_address:
        return None
    return find_fault_in_media_address(settings.ZANA_MEDIA_URL)


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
