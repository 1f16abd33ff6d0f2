"""A person takes her seat in the practice network, begins an exercise, and lets it be looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.proving import settle_tasks
from zana.learning.exercises import EXERCISES, Exercise
from zana.learning.exercises.facts import Account
from zana.learning.models import Attempt, Seat
from zana.learning.queries.exercises import find_seat, read_done
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.people.turns import take_turn
from zana.practice.actions.injects import copy_account, play_inject
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import create_person, create_world
from zana.practice.models import Actor, World
from zana.practice.queries.items import posts_on
from zana.practice.queries.schooling import find_participant
from zana.practice.queries.worlds import accounts_of, list_worlds
from zana.ui.words import words_in

# Invented, so that no page of the exercise names anybody.
NAMES = ("Arta", "Besa", "Vesa", "Lule", "Drita", "Mimoza", "Era", "Hana", "Teuta", "Jelena", "Milica", "Rina")

# Who has nobody beside her in the programme still has somebody to share an account with.
COLLEAGUES = ("Liri Prova", "Ana Prova")

# What happens when she begins -> how much of it is still open in an account, so that it does not pile up.
OPEN: dict[str, Callable[[Account], int]] = {
    "question": lambda account: account.questions[0] - account.questions[1],
    "hostile": lambda account: account.hateful[0] - account.hateful[1],
    "copy": lambda account: account.fakes[0] - account.fakes[1],
}


@transaction.atomic
def take_seat(*, by: Person, organisation: Organisation) -> tuple[Seat, Actor]:
    """Who she is in the organisation's own world; both are made at the first time, or when the world is gone."""
    require(by, "exercises.do", organisation)
    take_turn(organisation)
    seat = find_seat(by, organisation)
    actor = find_participant(seat.world, seat.actor) if seat else None
    if seat is not None and actor is not None:
        return seat, actor
    seats = list(Seat.objects.of(organisation).exclude(person=by))
    world = list_worlds().filter(ref__in=[one.world for one in seats]).first()
    if world is None:
        world = _open_world(organisation)
    taken = {one.name for one in seats}
    name = next((f"{first} Prova" for first in NAMES if f"{first} Prova" not in taken), f"Prova {len(seats) + 1}")
    actor = create_person(world=world, name=name)
    seat, _ = Seat.objects.of(organisation).update_or_create(
        person=by,
        defaults={"organisation": organisation, "world": world.ref, "actor": actor.remote_id, "name": name},
    )
    record(by, "seat.taken", organisation=organisation, thing=f"person:{by.ref}")
    return seat, actor


def _open_world(organisation: Organisation) -> World:
    """In no list: what somebody tries out, and gets wrong, is between her, her colleagues and the trainer."""
    name = words_in(organisation.language, say("Exercise"))
    world = create_world(name=name, language=organisation.language, seed=organisation.pk, unlisted=True)
    for colleague in COLLEAGUES:
        create_person(world=world, name=colleague)
    return world


def begin_exercise(*, by: Person, organisation: Organisation, exercise: str) -> Seat:
    """Her seat is ready; and where something must happen to her first, it happens now, once."""
    told = _find(exercise)
    seat, actor = take_seat(by=by, organisation=organisation)
    if told.prepares:
        catch_up(world=actor.world)
        _let_happen(told, actor)
    record(by, "exercise.begun", organisation=organisation, thing=f"exercise:{exercise}")
    return seat


def _let_happen(exercise: Exercise, actor: Actor) -> None:
    accounts = [one for one in accounts_of(actor) if one.kind != Actor.PERSON]
    if not accounts:
        raise Refusal(say("First create an account in the exercise, then begin here."))
    if any(OPEN[exercise.prepares](account) for account in read_done(actor).accounts):
        return
    if exercise.prepares == "copy":
        copy_account(account=accounts[0])
    elif exercise.prepares == "hostile":
        play_inject(account=_find_spoken(accounts), kind="hostile")
    else:
        play_inject(account=accounts[0], kind=exercise.prepares)


def _find_spoken(accounts: list[Actor]) -> Actor:
    """The first that has said something: a comment needs a post to stand under."""
    for account in accounts:
        if posts_on(account).filter(reply_to=None).exists():
            return account
    raise Refusal(say("First write a post in the exercise, then begin here."))


@transaction.atomic
def look_now(*, by: Person, organisation: Organisation, exercise: str) -> Attempt:
    """Graded from what stands in the practice network at this moment; every look is kept."""
    told = _find(exercise)
    _seat, actor = take_seat(by=by, organisation=organisation)
    catch_up(world=actor.world)
    actor.refresh_from_db()
    missing = told.grades(read_done(actor))
    attempt = Attempt.objects.of(organisation).create(
        person=by, exercise=exercise, passed=not missing, kept_missing=[one.as_json() for one in missing]
    )
    if attempt.passed:
        settle_tasks(by=by, organisation=organisation)
    record(by, "exercise.looked_at", organisation=organisation, thing=f"exercise:{exercise}", passed=attempt.passed)
    return attempt


def _find(exercise: str) -> Exercise:
    if exercise not in EXERCISES:
        raise Refusal(say("There is no such exercise."))
    return EXERCISES[exercise]
