"""A past for a world: what was posted before today, with everything the audience made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import move_clock
from zana.practice.models import Actor, Item, World
from zana.practice.queries.attention import NETWORK_OF


@dataclass(frozen=True)
class Scene:
    """At `moment` the owner of `wall` posted this."""

    moment: datetime
    wall: Actor
    draft: Draft


def live_through(*, world: World, scenes: Iterable[Scene], until: datetime) -> list[Item]:
    """Move a world that began in the past through its scenes, in their order, up to `until` (as a rule: now).

    A scene before the world's own time is posted at once.
    """
    posted = []
    for scene in sorted(scenes, key=lambda scene: scene.moment):
        world = _move_to(world, scene.moment)
        scene.wall.world = world
        posted.append(publish_post(wall=scene.wall, network=NETWORK_OF[scene.wall.kind], draft=scene.draft).pk)
    catch_up(world=_move_to(world, until))
    return list(Item.objects.filter(pk__in=posted).select_related("world", "wall").order_by("created_at", "id"))


def _move_to(world: World, moment: datetime) -> World:
    missing = (moment - world.now()).total_seconds()
    return move_clock(world=world, seconds=missing) if missing > 0 else world
