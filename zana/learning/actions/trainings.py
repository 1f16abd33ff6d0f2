"""Trainings are held, and it is kept who was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.models import Attendance, Plan, Training
from zana.learning.models.plans import CONFIRMED
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.people.log import record
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.roles import TRAINER, require


@transaction.atomic
def create_training(
    *,
    by: Person,
    programme: Programme,
    title: str,
    held_on: date,
    minutes: int,
    units: Sequence[str] = (),
    trainer: Person | None = None,
) -> Training:
    """A joint training of the programme. Without `units` it holds every unit of the joint topics."""
    require(by, "trainings.edit", programme=programme)
    _refuse_stranger(trainer, programme)
    if minutes <= 0:
        raise Refusal(say("A training lasts at least a minute."))
    unknown = sorted(set(units) - set(curriculum.units()))
    if unknown:
        raise Refusal(say("There is no unit {unit}.", unit=unknown[0]))
    training = Training.objects.create(
        programme=programme,
        kind=JOINT,
        title=" ".join(title.split()),
        held_on=held_on,
        minutes=minutes,
        units=list(units) or _list_joint_units(),
        trainer=trainer,
    )
    record(by, "training.created", programme=programme, thing=f"training:{training.ref}")
    return training


@transaction.atomic
def schedule_day(
    *, by: Person, plan: Plan, programme: Programme, held_on: date, trainer: Person | None = None
) -> Training:
    """The organisation's own day gets its date. Only a confirmed plan can be held; a new date replaces the old one."""
    require(by, "plans.compose", plan.organisation)
    require(by, "trainings.edit", programme=programme)
    _refuse_stranger(trainer, programme)
    _refuse_outsider(plan.organisation, programme)
    plan = Plan.objects.of(plan.organisation).select_for_update().get(pk=plan.pk)
    if plan.state != CONFIRMED:
        raise Refusal(say("Confirm the plan before it gets a date."))
    training = plan.training or Training(
        programme=programme, kind=INDIVIDUAL, title=str(plan.organisation), minutes=plan.day["minutes"]
    )
    training.held_on, training.trainer, training.units = held_on, trainer or by, plan.units
    training.save()
    plan.training = training
    plan.save(update_fields=["training"])
    record(by, "training.scheduled", organisation=plan.organisation, thing=f"training:{training.ref}")
    return training


@transaction.atomic
def record_attendance(
    *, by: Person, training: Training, organisation: Organisation, person: Person, minutes: int
) -> Attendance:
    """Said again, it corrects what was said before. Trainers are never counted among those who learn."""
    require(by, "trainings.edit", programme=training.programme)
    _refuse_outsider(organisation, training.programme)
    if not 0 <= minutes <= training.minutes:
        raise Refusal(say("Minutes lie between 0 and {planned}.", planned=training.minutes))
    if training.held_on > clock.today():
        raise Refusal(say("This training is still to come."))
    if not Membership.live.filter(person=person, organisation=organisation).exists():
        raise Refusal(
            say("{person} does not belong to {organisation}.", person=person.name, organisation=organisation.name)
        )
    elsewhere = Attendance.objects.across_organisations().filter(training=training, person=person)
    if elsewhere.exclude(organisation=organisation).exists():
        raise Refusal(say("{person} was counted for another organisation already.", person=person.name))
    attendance, _created = Attendance.objects.of(organisation).update_or_create(
        training=training,
        person=person,
        defaults={
            "minutes": minutes,
            "marked_by": by,
            "marked_at": clock.now(),
            "organisation": organisation,
        },
    )
    record(by, "attendance.recorded", organisation=organisation, thing=f"training:{training.ref}", minutes=minutes)
    return attendance


def _list_joint_units() -> list[str]:
    topics = curriculum.topics()
    return [unit.id for unit in curriculum.units().values() if topics[unit.topic].setting == "joint"]


def _refuse_outsider(organisation: Organisation, programme: Programme) -> None:
    if not Enrolment.live.filter(organisation=organisation, programme=programme).exists():
        raise Refusal(say("{organisation} does not take part in this programme.", organisation=organisation.name))


def _refuse_stranger(trainer: Person | None, programme: Programme) -> None:
    is_trainer = Membership.live.filter(person=trainer, programme=programme, role=TRAINER).exists()
    if trainer is not None and not is_trainer:
        raise Refusal(say("{person} is not a trainer of this programme.", person=trainer.name))
