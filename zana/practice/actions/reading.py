"""Before a world is read it catches up with its clock."""

from django.db.models import Min

from zana.practice.actions.cues import play_due
from zana.practice.actions.posts import publish_scheduled
from zana.practice.actions.stir import stir_audience
from zana.practice.models import Item, Stir, World


def catch_up(*, world: World) -> None:
    """Cheap while nothing is due: the world carries the moment of the next event."""
    if world.wakes is None or world.wakes > world.audience_now():
        return
    publish_scheduled(world=world)
    play_due(world=world)
    stir_audience(world=world)
    # Somebody may have posted meanwhile and set an earlier moment: then that one stays.
    World.objects.filter(pk=world.pk, wakes=world.wakes).update(wakes=_next_event(world))


def _next_event(world: World) -> float | None:
    voice = Stir.objects.filter(item__world=world, item__removed_at=None).aggregate(at=Min("next_voice"))["at"]
    due = world.items.filter(state=Item.SCHEDULED, removed_at=None).aggregate(at=Min("due_at"))["at"]
    cue = world.cues.filter(played_at=None).aggregate(at=Min("due_at"))["at"]
    soon = [world.timeline.audience(moment) for moment in (due, cue) if moment is not None]
    return min([*soon, *([voice] if voice is not None else [])], default=None)
