"""What the audience has done so far, computed from the seed each time it is asked."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F

from zana.practice.models import Actor, Item, Stir
from zana.practice.queries.prepared import Columns
from zana.practice.rules import audience

NOBODY = audience.Attention(0, 0, (), 0, 0, 0)
NETWORK_OF = {
    Actor.PAGE: Item.FACEBOOK, Actor.INSTAGRAM: Item.INSTAGRAM, Actor.X_ACCOUNT: Item.X, Actor.CROWD: Item.X,
}  # fmt: skip


class LightStir(NamedTuple):
    """A Stir without its row: an account's every post is looked at each time it posts."""

    key: str
    followers: int
    hour: int
    form: str
    described: bool
    own_language: bool
    language: str
    topic: str
    manner: dict[str, Any]
    boost: int
    boost_after: float


def stimulus_of(stir: Stir | LightStir, network: str, manner: dict[str, object]) -> audience.Stimulus:
    return audience.Stimulus(
        key=stir.key,
        network=network,
        followers=stir.followers,
        hour=stir.hour,
        form=stir.form,
        described=stir.described,
        own_language=stir.own_language,
        liveliness=float(str((stir.manner or manner).get("liveliness", 1.0))),
        topic=stir.topic,
        english=stir.language == "en" and not stir.own_language,
        boost=float(stir.boost),
        boost_after=stir.boost_after,
    )


def is_met(item: Item) -> bool:
    """Is it known already what the audience needs to know of it?"""
    return bool(Item.stir.related.is_cached(item))


def meet_audience(items: list[Item]) -> dict[int, bool]:
    """What the audience needs to know of many posts, with one query."""
    found = {stir.item_id: stir for stir in Stir.objects.filter(item__in=[item.pk for item in items])}
    for item in items:
        Item.stir.related.set_cached_value(item, found.get(item.pk))
    return dict.fromkeys(found, True)


def attention_of(item: Item, at: datetime | None = None) -> audience.Attention:
    """Counts for a post up to `at` (default: now in its world). A comment gets none."""
    stir = getattr(item, "stir", None)
    if stir is None or item.state != Item.PUBLISHED:
        return NOBODY
    elapsed = item.world.timeline.elapsed(item.created_at, at or item.world.now())
    return audience.attention(item.world.seed, stimulus_of(stir, item.network, item.world.manner), elapsed)


def attention_between(item: Item, since: datetime, until: datetime) -> audience.Attention:
    """What came within a period."""
    before, after = attention_of(item, since), attention_of(item, until)
    earlier = dict(before.reactions)
    return audience.Attention(
        reach=after.reach - before.reach,
        views=after.views - before.views,
        reactions=tuple((kind, count - earlier.get(kind, 0)) for kind, count in after.reactions),
        shares=after.shares - before.shares,
        clicks=after.clicks - before.clicks,
        follows=after.follows - before.follows,
        keeps=after.keeps - before.keeps,
        unfollows=after.unfollows - before.unfollows,
        paid_reach=after.paid_reach - before.paid_reach,
        paid_views=after.paid_views - before.paid_views,
    )


def followers_of(actor: Actor, at: datetime | None = None) -> int:
    """Followers of a page, an Instagram or an X account."""
    return follower_curve(actor)(at or actor.world.now())


def follower_curve(actor: Actor) -> Callable[[datetime], int]:
    """Followers at any moment, with one query for all moments."""
    return count_followers(actor, posts_of(actor))


# A post as the audience met it, since when, and the same moment in the audience's time.
Met = tuple[audience.Stimulus, datetime, float]
ON_WALL = Columns(
    lambda wall: Stir.objects.filter(item__wall=wall).order_by("id"),
    *LightStir._fields, "item__created_at", "item__removed_at", "item__state",
    wall=int,
)  # fmt: skip
ON_WALL.alike = ("manner",)


def posts_of(actor: Actor) -> list[Met]:
    """Every standing post of an account."""
    return _standing(actor, ON_WALL.read(wall=actor.pk))


def place_next_post(actor: Actor) -> tuple[int, int]:
    """The how manieth post of an account the next one is, and how many follow it now."""
    rows = ON_WALL.read(wall=actor.pk)
    return len(rows), count_followers(actor, _standing(actor, rows))(actor.world.now())


def _standing(actor: Actor, rows: list[list[Any]]) -> list[Met]:
    world, network, timeline = actor.world, NETWORK_OF[actor.kind], actor.world.timeline
    return [
        (stimulus_of(LightStir(*stir), network, world.manner), began, timeline.audience(began))
        for *stir, began, removed, state in rows
        if removed is None and state == Item.PUBLISHED
    ]


def count_followers(actor: Actor, posts: list[Met]) -> Callable[[datetime], int]:
    """As `follower_curve`, for posts that are at hand."""
    world, network = actor.world, NETWORK_OF[actor.kind]
    timeline, key = world.timeline, audience_key(actor)
    opened = timeline.audience(actor.joined_at)

    def count(moment: datetime) -> int:
        now = timeline.audience(moment)
        gained = (_net(world.seed, post, now - heard) for post, since, heard in posts if since <= moment)
        return audience.followers(
            world.seed, key, network, actor.followers_at_start, max(now - opened, 0.0), gained
        )  # fmt: skip

    return count


def follower_curves(accounts: Sequence[Actor]) -> dict[int, Callable[[datetime], int]]:
    """By primary key, for many accounts of one world with one query."""
    own = Stir.objects.filter(item__wall__in=accounts, item__removed_at=None, item__state=Item.PUBLISHED)
    met: dict[int, list[Met]] = {actor.pk: [] for actor in accounts}
    networks = {actor.pk: NETWORK_OF[actor.kind] for actor in accounts}
    for stir in own.annotate(began_at=F("item__created_at"), wall=F("item__wall")):
        world = accounts[0].world
        stimulus = stimulus_of(stir, networks[stir.wall], world.manner)
        met[stir.wall].append((stimulus, stir.began_at, world.timeline.audience(stir.began_at)))
    return {actor.pk: count_followers(actor, met[actor.pk]) for actor in accounts}


def _net(seed: int, post: audience.Stimulus, elapsed: float) -> int:
    come, gone = audience.moves(seed, post, elapsed)
    return come - gone


def audience_key(actor: Actor) -> str:
    """Names the account within its world, the same in every world grown from the same seed."""
    return f"{actor.kind}:{actor.handle or actor.name}"


def day_ends(since: datetime, until: datetime) -> list[datetime]:
    """The ends of whole days after `since`, up to `until`: one value of a daily series each."""
    days = int((until - since).total_seconds() // 86_400)
    return [since + timedelta(days=number + 1) for number in range(days)]
