"""Before a world is read it catches up with its clock."""

from zana.practice.actions.posts import publish_scheduled
from zana.practice.actions.stir import stir_audience
from zana.practice.models import World


def catch_up(*, world: World) -> None:
    publish_scheduled(world=world)
    stir_audience(world=world)
