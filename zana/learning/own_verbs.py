"""What learning tells and forgets with verbs of its own: certificates, invitations, drills, seats, days to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from zana.kernel import clock
from zana.learning.actions.drill_watch import end_run
from zana.learning.drills import drills
from zana.learning.models import (
    Attempt,
    Block,
    Booking,
    CalendarFeed,
    Certificate,
    DrillRun,
    FeedbackSheet,
    HelpReminder,
    HelpRequest,
    Invitee,
    SafeguardingNote,
    Seat,
    TrainerFacts,
    Training,
)
from zana.learning.models.bookings import PROPOSED
from zana.learning.models.drills import LEFT, OPEN
from zana.learning.queries.drill_signs import find_worlds
from zana.learning.rules.helping import SETTLED
from zana.people.mentions import NOBODY
from zana.people.models import Person
from zana.practice.actions.leaving import remove_person, remove_world
from zana.practice.queries.schooling import find_participant

# --- telling


def tell_certificates(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "serial": one.serial, "kind": one.kind, **one.kept, "name_is_public": one.is_name_public,
            "issued_at": one.issued_at.isoformat(), "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
            "revoked_why": one.revoked_why,
        }
        for one in Certificate.objects.across_organisations().filter(person=person).order_by("pk")
    ]  # fmt: skip


def tell_invitations(person: Person) -> list[dict[str, Any]]:
    rows = Invitee.objects.across_organisations().filter(person=person).select_related("training").order_by("pk")
    return [
        {
            "training": one.training.name, "day": one.training.held_on.isoformat(), "answer": one.answer,
            "answered_at": one.answered_at and one.answered_at.isoformat(), "needs": one.needs,
            "needs_words": one.needs_words,
        }
        for one in rows
    ]  # fmt: skip


def tell_drills(person: Person) -> list[dict[str, Any]]:
    rows = DrillRun.objects.across_organisations().filter(person=person).select_related("sitting")
    return [
        {
            "drill": one.sitting.drill, "title": drills()[one.sitting.drill].title["en"], "state": one.state,
            "planned_on": one.sitting.planned_on.isoformat(), "points": one.points, "passed": one.passed,
            "feeling": one.feeling,
            "steps": [
                {"act": step.act, "minute": round(step.minute, 1), "seen_by": step.seen_by, "note": step.note}
                for step in one.steps.all()
            ],
        }
        for one in rows.prefetch_related("steps")
    ]  # fmt: skip


def tell_exercises(person: Person) -> list[dict[str, Any]]:
    rows = Attempt.objects.across_organisations().filter(person=person)
    return [{"exercise": one.exercise, "at": one.looked_at.isoformat(), "passed": one.passed} for one in rows]


def tell_feedback(person: Person) -> list[dict[str, Any]]:
    """That she was asked and whether she answered is all that leads to her."""
    rows = FeedbackSheet.objects.across_organisations().filter(person=person).select_related("wave__training")
    return [
        {
            "of": one.wave.training.name if one.wave.training else one.wave.kind, "submitted": one.is_given,
            "answers": "Kept apart from your name, so that nobody, not even we, can find yours again.",
        }
        for one in rows.order_by("wave")
    ]  # fmt: skip


def tell_trainer_facts(person: Person) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(one, name) for name in ("languages", "specialities", "region", "weekdays", "away")},
            "days_a_week": one.days_a_week, "told_at": one.told_at.isoformat(),
            "too_close_to": [place.name for place in one.conflicts.all()],
        }
        for one in TrainerFacts.objects.filter(person=person).order_by("pk")
    ]  # fmt: skip


# --- forgetting


def forget_certificates(person: Person) -> None:
    """The number stays, so that a paper in somebody's hand is still found genuine; it names nobody any more."""
    for one in Certificate.objects.across_organisations().filter(person=person):
        one.kept, one.is_name_public = {**one.kept, "name": NOBODY}, False
        one.save(update_fields=["kept", "is_name_public"])


def forget_invitations(person: Person) -> None:
    """To what is still to come she is not invited any more; of the rest, what she needed goes. Her calendar closes."""
    rows = Invitee.objects.across_organisations().filter(person=person)
    rows.filter(training__held_on__gte=clock.today()).delete()
    rows.update(sealed_needs="")
    CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now())


def forget_drills(person: Person) -> None:
    """What waits for her ends, and the worlds she rehearsed in go. Feelings go; that somebody passed stays counted."""
    runs = DrillRun.objects.across_organisations().filter(person=person)
    for run in runs.filter(state__in=OPEN).select_related("sitting", "organisation"):
        end_run(run, LEFT)
    for world in find_worlds(runs).values():
        remove_world(world=world)
    runs.update(feeling="", world="", actor="")


def forget_exercises(person: Person) -> None:
    """Her seat in the practice network with the accounts that were hers alone, and every look at what she did there."""
    for seat in Seat.objects.across_organisations().filter(person=person):
        actor = find_participant(seat.world, seat.actor)
        if actor is not None:
            remove_person(person=actor)
        seat.delete()


def hand_back(person: Person) -> None:
    """What she was still to hold or to answer waits for somebody else; what she asked waits for nobody."""
    today = clock.today()
    Training.objects.filter(trainer=person, held_on__gte=today).update(trainer=None)
    Block.objects.filter(trainer=person, training__held_on__gte=today).update(trainer=None)
    ahead = Booking.objects.across_organisations().filter(Q(held_on=None) | Q(held_on__gte=today))
    ahead.filter(second=person).update(second=None)
    ahead.filter(trainer=person).update(state=PROPOSED, trainer=None, second=None)
    questions = HelpRequest.objects.across_organisations().exclude(state=SETTLED)
    questions.filter(trainer=person).update(trainer=None)
    HelpReminder.objects.across_organisations().filter(request__asked_by=person).update(next_attempt_at=None)
    questions.filter(asked_by=person).update(state=SETTLED, settled_at=clock.now())


def cut_off_notes(person: Person) -> None:
    """What made somebody uneasy may warn of one who harms others: it stays, as if it had been said without a name."""
    SafeguardingNote.objects.filter(person=person).update(person=None)


TELLING: dict[str, Callable[[Person], list[dict[str, Any]]]] = {
    "certificates": tell_certificates,
    "drills": tell_drills,
    "exercises": tell_exercises,
    "feedback_of_trainings": tell_feedback,
    "invitations": tell_invitations,
    "trainer_facts": tell_trainer_facts,
}
FORGETTING: dict[str, Callable[[Person], None]] = {
    "names on certificates": forget_certificates,
    "runs of drills": forget_drills,
    "seats in practice": forget_exercises,
    "what she needs": forget_invitations,
    "what is still to come": hand_back,
    "uneasy words": cut_off_notes,
}
