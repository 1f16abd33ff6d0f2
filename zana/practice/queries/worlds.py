from django.db.models import QuerySet

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
