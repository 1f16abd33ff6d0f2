"""Making a world, its people and its clock."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from zana.kernel import clock
from zana.practice.models import Actor, Role, Session, World
from zana.practice.rules import beginnings, ids
from zana.practice.rules.draws import draw_choice
from zana.practice.rules.lines import SPEAKERS
from zana.practice.rules.worldtime import begin

OWNER_TASKS = ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MANAGE", "MESSAGING", "MODERATE"]
PERSON_FIRST, PAGE_FIRST = 6, 1
FIVE_YEARS = 5 * 365 * 86_400_000  # milliseconds


def create_world(
    *,
    name: str,
    seed: int = 27,
    language: str = "sq",
    speed: float = 1.0,
    began_at: datetime | None = None,
    manner: dict[str, Any] | None = None,
    unlisted: bool = False,
) -> World:
    """A new world with its crowd, for `speed` see `rules.worldtime`.

    Its calendar starts at `began_at` (default: now); who wants a history begins in the past and moves the clock up
    to now.
    """
    start = began_at or clock.now()
    with transaction.atomic(using="practice"):
        world = World.objects.create(
            name=name, seed=seed, language=language, manner=manner or {}, began_at=start, unlisted=unlisted,
            timeline_pieces=begin(start, speed).written(), skipped_seconds=(start - clock.now()).total_seconds(),
        )  # fmt: skip
        Actor.objects.bulk_create(_make_crowd(world))
    return world


def send_away(*, people: Iterable[Actor]) -> None:
    """Of the crowd, before anybody has spoken: a rehearsal has another of this name."""
    Actor.objects.filter(pk__in=[one.pk for one in people], kind=Actor.CROWD).delete()


def create_person(*, world: World, name: str) -> Actor:
    """Somebody who takes part in the rehearsal; her login is as untidy as many are, see `rules.beginnings`."""
    now = world.now()
    apps = [
        {"name": app, "since": (now - timedelta(days=days)).isoformat(), "may": list(may)}
        for app, days, may in beginnings.OLD_APPS
    ]
    address = slugify(name).replace("-", ".") or "somebody"
    settings = {"email": f"{address}@prova.example", "phone": "+383 40 000 027", "two_step": "", "old_apps": apps}
    with transaction.atomic(using="practice"):
        number = ids.graph_id(PERSON_FIRST, _chance())
        person = _create_actor(world, Actor.PERSON, name, remote_id=number, settings=settings)
        Session.objects.bulk_create(_session(person, place, now) for place in beginnings.PLACES)
    return person


def _session(person: Actor, place: beginnings.Place, now: datetime) -> Session:
    return Session(
        person=person, device=place.device, agent=place.agent, place=place.place, address=place.address,
        began_at=now - timedelta(days=place.began), seen_at=now - timedelta(days=place.seen),
    )  # fmt: skip


def create_page(
    *, owner: Actor, name: str, handle: str = "", about: str = "", followers: int = 0, category: str = "Nonprofit"
) -> Actor:
    """A Facebook Page of `owner`, a person. `followers` is how many it begins with."""
    with transaction.atomic(using="practice"):
        page = _create_actor(
            owner.world, Actor.PAGE, name, remote_id=ids.graph_id(PAGE_FIRST, _chance()),
            handle=_free_handle(owner.world, Actor.PAGE, handle or slugify(name).replace("-", ".")),
            about=about, followers_at_start=followers, profile={"category": category},
        )  # fmt: skip
        add_role(actor=page, person=owner)
    return page


def create_x_account(*, owner: Actor, name: str, handle: str = "", about: str = "", followers: int = 0) -> Actor:
    """An X account of `owner`, a person."""
    world = owner.world
    chance = secrets.randbelow(ids.SNOWFLAKE_RANDOM)
    with transaction.atomic(using="practice"):
        account = _create_actor(
            world, Actor.X_ACCOUNT, name, remote_id=ids.snowflake(world.now(), chance),
            handle=_free_handle(world, Actor.X_ACCOUNT, (handle or slugify(name).replace("-", "_"))[:15]),
            about=about, followers_at_start=followers,
        )  # fmt: skip
        add_role(actor=account, person=owner)
    return account


def create_instagram_account(
    *, owner: Actor, name: str, handle: str = "", page: Actor | None = None, about: str = "", followers: int = 0
) -> Actor:
    """A professional Instagram account of `owner`, a person; with `page` it is reached through that Page as well."""
    world = owner.world
    with transaction.atomic(using="practice"):
        account = _create_actor(
            world, Actor.INSTAGRAM, name, remote_id=ids.instagram_account_id(_chance()),
            handle=_free_handle(world, Actor.INSTAGRAM, (handle or slugify(name).replace("-", "."))[:30]),
            about=about, followers_at_start=followers, linked_page=page,
        )  # fmt: skip
        add_role(actor=account, person=owner)
    return account


def add_role(*, actor: Actor, person: Actor, tasks: list[str] | None = None) -> Role:
    """`person` may now act for `actor`; asked again it changes the tasks."""
    role, _ = Role.objects.update_or_create(
        actor=actor, person=person, defaults={"tasks": OWNER_TASKS if tasks is None else tasks}
    )
    return role


def change_page(*, page: Actor, about: Any, website: Any, more: dict[str, Any]) -> Actor:
    """New words in a profile; what is None stays."""
    page.about = page.about if about is None else str(about)
    page.website = page.website if website is None else str(website)
    page.profile = {**page.profile, **more}
    page.save(update_fields=["about", "website", "profile"])
    return page


def move_clock(*, world: World, seconds: float) -> World:
    """Skip ahead: the calendar and the audience's time jump, tokens age with them."""
    with transaction.atomic(using="practice"):
        world = World.objects.select_for_update().get(pk=world.pk)
        world.timeline_pieces = world.timeline.skipping(world.now(), seconds).written()
        world.skipped_seconds += seconds
        world.save()
    return world


def set_speed(*, world: World, speed: float) -> World:
    """From now on the audience's time runs `speed` times as fast as the calendar; nothing jumps."""
    with transaction.atomic(using="practice"):
        world = World.objects.select_for_update().get(pk=world.pk)
        world.timeline_pieces = world.timeline.running(world.now(), speed).written()
        world.wakes = world.audience_now()  # a scheduled post has another audience time now
        world.save()
    return world


def reset_world(*, world: World) -> None:
    """Everything said in this world and every fault is gone; people, pages and access stay."""
    with transaction.atomic(using="practice"):
        world.pictures.all().delete()
        world.items.all().delete()
        world.talks.all().delete()
        world.traces.all().delete()
        world.faults.all().delete()
        world.cues.all().delete()


def _create_actor(world: World, kind: str, name: str, **fields: Any) -> Actor:
    return Actor.objects.create(world=world, kind=kind, name=name, joined_at=world.now(), **fields)


def _make_crowd(world: World) -> list[Actor]:
    return [
        Actor(
            world=world, kind=Actor.CROWD, name=name, handle=slugify(name).replace("-", "_"),
            remote_id=ids.snowflake(_birth(world.began_at), secrets.randbelow(ids.SNOWFLAKE_RANDOM)),
            followers_at_start=20 + draw_choice(world.seed, 400, "crowd", name), joined_at=world.began_at,
        )
        for name in SPEAKERS
    ]  # fmt: skip


def _birth(moment: datetime) -> datetime:
    """One of the crowd was there before the world began; nearly nobody has been born in the same millisecond."""
    return moment - timedelta(milliseconds=secrets.randbelow(FIVE_YEARS))


def _free_handle(world: World, kind: str, wanted: str) -> str:
    taken = set(world.actors.filter(kind=kind, handle__startswith=wanted).values_list("handle", flat=True))
    number, handle = 2, wanted or kind
    while handle in taken:
        handle, number = f"{wanted}{number}", number + 1
    return handle


def _chance() -> int:
    return secrets.randbelow(ids.DIGITS)
