"""The individual day is held: units begin and end, are noted, left out, and findings are put right on the spot."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Q

from zana.audits.actions.looking import answer_control
from zana.audits.models import Evidence
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions.proving import settle_tasks
from zana.learning.actions.trainings import has_begun, refuse_stranger
from zana.learning.models import DayUnit, Plan, Task, Training
from zana.learning.models.plans import CONFIRMED
from zana.learning.models.tasks import DROPPED, OPEN
from zana.learning.models.trainings import HALF
from zana.learning.rules.coaching import plan_due
from zana.learning.rules.running import SKIPS
from zana.people.log import record
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import require
from zana.people.turns import take_turn

_LONGEST_NOTE = 1000
_WAYS = ("observe", "attest")


@transaction.atomic
def start_unit(*, by: Person, organisation: Organisation, training: Training, unit: str) -> DayUnit:
    """One tap. Whatever ran until now ends with it; begun again, it goes on from its first beginning."""
    row = _open(by, organisation, training, unit)
    now = clock.now()
    DayUnit.objects.of(organisation).filter(
        training=training, started_at__isnull=False, ended_at=None, skipped=""
    ).exclude(unit=unit).update(ended_at=now)
    row.started_at, row.ended_at = row.started_at or now, None
    if row.skipped:
        row.skipped, row.started_at = "", now
        Task.objects.of(organisation).filter(unit=unit, state=OPEN).update(state=DROPPED, ended_at=now)
    row.save()
    record(by, "unit.started", organisation=organisation, thing=f"unit:{unit}")
    return row


@transaction.atomic
def end_unit(*, by: Person, organisation: Organisation, training: Training, unit: str) -> DayUnit:
    """The second tap; tapped twice, the first one counts."""
    row = _open(by, organisation, training, unit)
    if row.started_at is None:
        raise Refusal(say("This part has not begun yet."))
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save()
        record(by, "unit.ended", organisation=organisation, thing=f"unit:{unit}")
        settle_tasks(by=by, organisation=organisation)
    return row


@transaction.atomic
def note_unit(*, by: Person, organisation: Organisation, training: Training, unit: str, note: str) -> DayUnit:
    """Sealed: it may speak of what was found."""
    row = _open(by, organisation, training, unit)
    row.sealed_note = note.strip()[:_LONGEST_NOTE]
    row.save()
    record(by, "unit.noted", organisation=organisation, thing=f"unit:{unit}")
    return row


@transaction.atomic
def skip_unit(
    *, by: Person, organisation: Organisation, training: Training, unit: str, why: str, note: str = ""
) -> Task:
    """Not on this day: it goes on the list for the job, behind what waits there."""
    row = _open(by, organisation, training, unit)
    if why not in SKIPS:
        raise Refusal(say("Say why it is left out."))
    if why == "other" and not note.strip():
        raise Refusal(say("Write a line about why it is left out."))
    row.skipped, row.sealed_note = why, note.strip()[:_LONGEST_NOTE] or row.sealed_note
    row.ended_at = row.started_at and clock.now()
    row.save()
    task = _queue(organisation, training, unit, why)
    record(by, "unit.skipped", organisation=organisation, thing=f"unit:{unit}", why=why)
    return task


def _queue(organisation: Organisation, training: Training, unit: str, why: str) -> Task:
    tasks = Task.objects.of(organisation).filter(state=OPEN)
    known = tasks.filter(unit=unit).first()
    plan = Plan.objects.of(organisation).filter(training=training).first() or Plan.objects.of(organisation).get(
        second_half=training
    )
    last = tasks.aggregate(last=Max("place"))["last"] or 0  # what was done before it leaves a gap
    place = known.place if known else last + 1
    task = known or Task(organisation=organisation, unit=unit, plan=plan, place=place)
    task.minutes, task.kept_why = curriculum.units()[unit].minutes, SKIPS[why].as_json()
    task.due_on = plan_due(training.held_on, place)
    task.save()
    return task


@transaction.atomic
def show_fixed(
    *,
    by: Person,
    organisation: Organisation,
    training: Training,
    unit: str,
    control: str,
    way: str,
    note: str = "",
    key: str = "",
) -> Evidence:
    """Put right during the day, straight into the audit: seen together is stronger than told.

    Whether it closes the finding is the audit's rule: as strong as what opened it, the gravest by another's eyes.
    """
    _open(by, organisation, training, unit)
    if control not in curriculum.units()[unit].closes:
        raise Refusal(say("This part is not about that check."))
    if way not in _WAYS:
        raise Refusal(say("This cannot be known in that way. Choose how you know it."))
    evidence = answer_control(
        by=by, organisation=organisation, control=control, result="pass", way=way, note=note, key=key
    )
    settle_tasks(by=by, organisation=organisation)
    record(by, "finding.fixed_on_the_day", organisation=organisation, thing=f"control:{control}")
    return evidence


@transaction.atomic
def date_half_day(*, by: Person, plan: Plan, programme: Programme, held_on: date, trainer: Person) -> Training:
    """What must stay and found no room gets half a day of its own; a new date moves it."""
    organisation = plan.organisation
    require(by, "trainings.edit", programme=programme)
    refuse_stranger(trainer, programme)
    plan = Plan.objects.of(organisation).select_for_update(of=("self",)).select_related("second_half").get(pk=plan.pk)
    units = plan.day["second_half"]
    if plan.state != CONFIRMED or not units:
        raise Refusal(say("This plan needs no second half-day."))
    minutes = sum(curriculum.units()[unit].minutes for unit in units)
    if plan.second_half is not None and has_begun(plan.second_half):
        raise Refusal(say("This day was held already. Its date stays."))
    training = plan.second_half or Training(programme=programme, kind=HALF, title=str(organisation))
    training.held_on, training.trainer, training.units, training.minutes = held_on, trainer, units, minutes
    training.save()
    plan.second_half = training
    plan.save(update_fields=["second_half"])
    Task.objects.of(organisation).filter(unit__in=units, state=OPEN).update(due_on=held_on)
    record(by, "half_day.dated", organisation=organisation, thing=f"training:{training.ref}")
    return training


def _open(by: Person, organisation: Organisation, training: Training, unit: str) -> DayUnit:
    """The row of this unit, for whoever may hold the day, once the day has come."""
    require(by, "days.lead", organisation)
    take_turn(organisation)
    theirs = Plan.objects.of(organisation).filter(Q(training=training) | Q(second_half=training))
    if unit not in training.units or unit not in curriculum.units() or not theirs.exists():
        raise Refusal(say("This lesson is not part of the day."))
    if training.held_on > clock.today(ZoneInfo(organisation.zone)):
        raise Refusal(say("This day is still to come."))
    row = DayUnit.objects.of(organisation).filter(training=training, unit=unit).first()
    row = row or DayUnit(organisation=organisation, training=training, unit=unit)
    row.noted_by = by
    return row
