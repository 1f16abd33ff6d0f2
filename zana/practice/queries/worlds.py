from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zana.practice.models import Actor, Role, World
from zana.practice.queries.prepared import Prepared

BY_NUMBER = Prepared(
    Actor, lambda world, number: Actor.objects.filter(world=world, remote_id=number).order_by(), world=int, number=str
)

ACCOUNTS = (Actor.PAGE, Actor.INSTAGRAM, Actor.X_ACCOUNT)


def find_by_number(world: World, number: str) -> Actor | None:
    """Whoever has this remote id in that world."""
    actor = BY_NUMBER.first(world=world.pk, number=number)
    if actor is not None:
        actor.world = world
    return actor


def list_worlds() -> QuerySet[World]:
    return World.objects.order_by("-id")


def listed_worlds(known: Iterable[str] = ()) -> QuerySet[World]:
    """Those anybody may choose from, and those whose ref she knows already."""
    return list_worlds().filter(Q(unlisted=False) | Q(ref__in=list(known)))


def people_of(world: World) -> QuerySet[Actor]:
    return world.actors.filter(kind=Actor.PERSON)


def actors_run_by(person: Actor, kind: str) -> QuerySet[Actor]:
    """The pages or X accounts this person works for."""
    return Actor.objects.filter(kind=kind, roles__person=person).order_by("id")


def crowd_of(world: World) -> list[Actor]:
    return list(world.actors.filter(kind=Actor.CROWD))


def accounts_of(person: Actor) -> list[Actor]:
    """Every account this person works for, in the order they were opened."""
    return list(Actor.objects.filter(roles__person=person).select_related("world").order_by("id"))


def roles_of(account: Actor) -> QuerySet[Role]:
    return account.roles.select_related("person")


def accounts_named(world: World, words: str) -> QuerySet[Actor]:
    """Pages, Instagram and X accounts with these words in their name or short name, as a search finds them."""
    named = Q(name__icontains=words) | Q(handle__icontains=words.removeprefix("@"))
    return world.actors.filter(named, kind__in=ACCOUNTS).select_related("avatar").order_by("name", "id")


def accounts_with_people(world: World) -> QuerySet[Actor]:
    return world.actors.filter(kind__in=ACCOUNTS).prefetch_related("roles__person").order_by("name", "id")
