from datetime import datetime, timedelta

from django.db.models import QuerySet

from zana.kernel import clock
from zana.practice.models import Actor, World


def list_worlds() -> QuerySet[World]:
    return World.objects.order_by("-id")


def people_of(world: World) -> QuerySet[Actor]:
    return world.actors.filter(kind=Actor.PERSON)


def actors_run_by(person: Actor, kind: str) -> QuerySet[Actor]:
    """The pages or X accounts this person works for."""
    return Actor.objects.filter(kind=kind, roles__person=person).order_by("id")


def crowd_of(world: World) -> list[Actor]:
    return list(world.actors.filter(kind=Actor.CROWD))


def token_time(world: World) -> datetime:
    """The clock by which tokens age in this world: real time plus what was skipped by hand."""
    return clock.now() + timedelta(seconds=world.skipped_seconds)
