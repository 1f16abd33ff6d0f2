"""Before a world is read it catches up with its clock."""

from datetime import datetime

from django.db.models import Min

from zana.practice.actions.posts import publish_scheduled
from zana.practice.actions.stir import stir_audience
from zana.practice.models import Item, Stir, World


def catch_up(*, world: World) -> None:
    """Cheap while nothing is due: the world carries the moment of the next event."""
    if world.wakes_at is None or world.wakes_at > world.now():
        return
    publish_scheduled(world=world)
    stir_audience(world=world)
    # Somebody may have posted meanwhile and set an earlier moment: then that one stays.
    World.objects.filter(pk=world.pk, wakes_at=world.wakes_at).update(wakes_at=_next_event(world))


def _next_event(world: World) -> datetime | None:
    voice = Stir.objects.filter(item__world=world, item__removed_at=None).aggregate(at=Min("next_voice_at"))["at"]
    post = world.items.filter(state=Item.SCHEDULED, removed_at=None).aggregate(at=Min("due_at"))["at"]
    return min((moment for moment in (voice, post) if moment is not None), default=None)
