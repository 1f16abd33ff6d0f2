"""What the audience has done so far, computed from the seed each time it is asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from zana.practice.models import Actor, Item, Stir
from zana.practice.rules import audience

NOBODY = audience.Attention(0, 0, (), 0, 0, 0)
NETWORK_OF = {
    Actor.PAGE: Item.FACEBOOK, Actor.INSTAGRAM: Item.INSTAGRAM, Actor.X_ACCOUNT: Item.X, Actor.CROWD: Item.X,
}  # fmt: skip


def stimulus_of(stir: Stir, network: str, manner: dict[str, object]) -> audience.Stimulus:
    return audience.Stimulus(
        key=stir.key,
        network=network,
        followers=stir.followers,
        hour=stir.hour,
        form=stir.form,
        described=stir.described,
        own_language=stir.own_language,
        liveliness=float(str(manner.get("liveliness", 1.0))),
    )


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
    )


def followers_of(actor: Actor, at: datetime | None = None) -> int:
    """Followers of a page or an X account."""
    return follower_curve(actor)(at or actor.world.now())


def follower_curve(actor: Actor) -> Callable[[datetime], int]:
    """Followers at any moment, with one query for all moments."""
    world, network = actor.world, NETWORK_OF[actor.kind]
    timeline = world.timeline
    own = Stir.objects.filter(item__wall=actor, item__removed_at=None, item__state=Item.PUBLISHED)
    posts = [(stimulus_of(stir, network, world.manner), stir.began_at) for stir in own.annotate(
        began_at=F("item__created_at")
    )]  # fmt: skip

    def count(moment: datetime) -> int:
        gained = (
            audience.follows(world.seed, post, timeline.elapsed(began, moment))
            for post, began in posts
            if began <= moment
        )
        age = max(timeline.elapsed(actor.joined_at, moment), 0.0)
        return audience.followers(world.seed, audience_key(actor), network, actor.followers_at_start, age, gained)

    return count


def audience_key(actor: Actor) -> str:
    """Names the account within its world, the same in every world grown from the same seed."""
    return f"{actor.kind}:{actor.handle or actor.name}"


def day_ends(since: datetime, until: datetime) -> list[datetime]:
    """The ends of whole days after `since`, up to `until`: one value of a daily series each."""
    days = int((until - since).total_seconds() // 86_400)
    return [since + timedelta(days=number + 1) for number in range(days)]
