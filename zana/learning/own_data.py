"""What learning keeps about one person: told when she asks for it, forgotten when she wants to be."""

from __future__ import annotations

from typing import Any

from zana.kernel import clock
from zana.learning.actions.drill_watch import end_run
from zana.learning.drills import drills
from zana.learning.models import Attempt, CalendarFeed, Certificate, DrillRun, DrillStep, Invitee, Seat
from zana.learning.models.drills import LEFT, OPEN
from zana.people.erasure import NOBODY, register_erasure
from zana.people.export import register_export
from zana.people.models import Person


def register_own_data() -> None:
    register_export("certificates", tell_certificates)
    register_export("drills", tell_drills)
    register_export("exercises", tell_exercises)
    register_export("invitations", tell_invitations)
    register_erasure("certificates", forget_certificates)
    register_erasure("drills", forget_drills)
    register_erasure("exercises", forget_exercises)
    register_erasure("invitations", forget_invitations)


def tell_certificates(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "serial": one.serial, "kind": one.kind, **one.kept, "name_is_public": one.is_name_public,
            "issued_at": one.issued_at.isoformat(), "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
        }
        for one in Certificate.objects.across_organisations().filter(person=person).order_by("pk")
    ]  # fmt: skip


def forget_certificates(person: Person) -> None:
    """The number stays, so that a paper in somebody's hand is still found genuine; it names nobody any more."""
    for one in Certificate.objects.across_organisations().filter(person=person):
        one.kept, one.is_name_public = {**one.kept, "name": NOBODY}, False
        one.save(update_fields=["kept", "is_name_public"])


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


def forget_invitations(person: Person) -> None:
    """To what is still to come she is not invited any more; of the rest, what she needed goes. Her calendar closes."""
    rows = Invitee.objects.across_organisations().filter(person=person)
    rows.filter(training__held_on__gte=clock.today()).delete()
    rows.update(sealed_needs="")
    CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now())


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


def forget_drills(person: Person) -> None:
    """What waits for her ends. Words and feelings go; that somebody passed stays counted."""
    runs = DrillRun.objects.across_organisations().filter(person=person)
    for run in runs.filter(state__in=OPEN).select_related("sitting", "organisation"):
        end_run(run, LEFT)
    runs.update(feeling="")
    DrillStep.objects.across_organisations().filter(run__person=person).update(note="")


def tell_exercises(person: Person) -> list[dict[str, Any]]:
    rows = Attempt.objects.across_organisations().filter(person=person)
    return [{"exercise": one.exercise, "at": one.looked_at.isoformat(), "passed": one.passed} for one in rows]


def forget_exercises(person: Person) -> None:
    for model in (Attempt, Seat):
        model.objects.across_organisations().filter(person=person).delete()
