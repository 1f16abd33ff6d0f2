"""Trainings are held, and it is kept who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from zana.kernel import clock, once
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.learning import curriculum
from zana.learning.actions.coaching import plan_follow_up
from zana.learning.models import Attendance, Plan, Training
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.people.log import record
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.roles import LEAD, TRAINER, require
from zana.people.turns import take_turn


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
    key: str = "",
) -> Training:
    """A joint training of the programme. Without `units` it holds every unit of the joint topics.

    `key` is the once-key of the page: the form sent twice is one training.
    """
    require(by, "trainings.edit", programme=programme)
    refuse_stranger(trainer, programme)
    if minutes <= 0:
        raise Refusal(say("A training lasts at least a minute."))
    unknown = sorted(set(units) - set(curriculum.units()))
    if unknown:
        raise Refusal(say("There is no unit {unit}.", unit=unknown[0]))
    ref, known = once.claim(Training.objects.filter(programme=programme), f"training {programme.ref}", key)
    if known is not None:
        return known
    training = Training.objects.create(
        ref=ref,
        programme=programme,
        kind=JOINT,
        title=" ".join(title.split()),
        held_on=held_on,
        number=next_number(programme, held_on),
        minutes=minutes,
        units=list(units) or _list_joint_units(),
        trainer=trainer,
    )
    record(by, "training.created", programme=programme, thing=f"training:{training.ref}")
    return training


def date_day(*, by: Person, plan: Plan, programme: Programme, held_on: date, trainer: Person | None) -> Training:
    """The training of a confirmed plan, made or moved. Part of an action that has asked who may, in its transaction."""
    training = plan.training or Training(programme=programme, kind=INDIVIDUAL, title=str(plan.organisation))
    if plan.training is not None and has_begun(plan.training):
        raise Refusal(say("This day was held already. Its date stays."))
    training.held_on, training.trainer = held_on, trainer
    training.units, training.minutes = plan.units, plan.day["minutes"] or 1
    training.save()
    plan.training = training
    plan.save(update_fields=["training"])
    plan_follow_up(training, plan.organisation)
    record(by, "training.scheduled", organisation=plan.organisation, thing=f"training:{training.ref}")
    return training


def has_begun(training: Training) -> bool:
    """Somebody has begun to hold it, or has noted who came."""
    return training.held_units.exists() or training.attendances.exists()


@dataclass(frozen=True, slots=True)
class Presence:
    """A person was there so many minutes, for this organisation; 0 is "was not there"."""

    person: Person
    organisation: Organisation
    minutes: int


def record_attendance(
    *, by: Person, training: Training, organisation: Organisation, person: Person, minutes: int
) -> Attendance:
    """One person; see `record_attendances`."""
    presences = [Presence(person, organisation, minutes)]
    return record_attendances(by=by, training=training, presences=presences)[0]


@transaction.atomic
def record_attendances(*, by: Person, training: Training, presences: Sequence[Presence]) -> list[Attendance]:
    """The whole sheet at once. Said again, it corrects what was said before; who is not named stays as she was.

    Trainers are never counted among those who learn: only members of an enrolled organisation are. A training with
    half days is noted half day by half day (`actions.presence`); this is for a day that has none.
    """
    require(by, "trainings.edit", programme=training.programme)
    training = lock_training(training)
    if training.blocks.exists():
        raise Refusal(say("This training has half days: note who was there for each of them."))
    if training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    if training.held_on > clock.today():
        raise Refusal(say("This training is still to come."))
    refuse_false_presences(training, presences)
    return store_attendances(by, training, presences)


def store_attendances(by: Person, training: Training, presences: Sequence[Presence]) -> list[Attendance]:
    """Within the caller's transaction, once everything has been asked."""
    rows = [
        Attendance(
            organisation=one.organisation,
            training=training,
            person=one.person,
            minutes=one.minutes,
            marked_by=by,
            marked_at=clock.now(),
        )
        for one in presences
    ]
    noted = Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["training", "person"],
        update_fields=["minutes", "marked_by", "marked_at"],
    )
    for organisation in {one.organisation.pk: one.organisation for one in presences}.values():
        record(by, "attendance.recorded", organisation=organisation, thing=f"training:{training.ref}")
    return noted


def refuse_false_presences(training: Training, presences: Sequence[Presence]) -> None:
    people = [one.person for one in presences]
    enrolled = set(Enrolment.live.filter(programme=training.programme).values_list("organisation", flat=True))
    members = set(Membership.live.filter(person__in=people, programme=None).values_list("person_id", "organisation_id"))
    kept = Attendance.objects.across_organisations().filter(training=training, person__in=people)
    counted = dict(kept.values_list("person_id", "organisation_id"))
    teaching = set(
        Membership.live.filter(programme=training.programme, role__in=[LEAD, TRAINER], person__in=people).values_list(
            "person_id", flat=True
        )
    )
    for one in presences:
        names = {"person": one.person.name, "organisation": one.organisation.name}
        if one.organisation.pk not in enrolled:
            raise Refusal(say("{organisation} does not take part in this programme.", **names))
        if not 0 <= one.minutes <= training.minutes:
            raise Refusal(say("Minutes lie between 0 and {planned}.", planned=training.minutes))
        # Who has left since stays correctable: she was there.
        was_counted = counted.get(one.person.pk) == one.organisation.pk
        if (one.person.pk, one.organisation.pk) not in members and not was_counted:
            raise Refusal(say("{person} does not belong to {organisation}.", **names))
        if one.person.pk in teaching:
            raise Refusal(say("{person} is a trainer of this programme and is not counted as a learner.", **names))
        if counted.get(one.person.pk, one.organisation.pk) != one.organisation.pk:
            raise Refusal(say("{person} was counted for another organisation already.", **names))


def open_joint(by: Person, training: Training, own_day: Saying) -> Training:
    """The joint training, locked, if it still takes place. `own_day` is said of a day that has its own way."""
    require(by, "trainings.edit", programme=training.programme)
    training = Training.objects.select_for_update().get(pk=training.pk)
    if training.kind != JOINT:
        raise Refusal(own_day)
    if training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    return training


def lock_training(training: Training) -> Training:
    """One sheet at a time: what is written last is the sum of all half days, also of one that is just being marked."""
    return Training.objects.select_for_update(of=("self",)).select_related("programme").get(pk=training.pk)


def next_number(programme: Programme, day: date) -> int:
    """The second joint training of a day gets its own number. The programme's row keeps two from getting the same."""
    take_turn(programme)
    same_day = Training.objects.filter(programme=programme, kind=JOINT, held_on=day)
    return int(same_day.aggregate(most=Max("number"))["most"] or 0) + 1


def _list_joint_units() -> list[str]:
    topics = curriculum.topics()
    return [unit.id for unit in curriculum.units().values() if topics[unit.topic].setting == "joint"]


def refuse_outsider(organisation: Organisation, programme: Programme) -> None:
    if not Enrolment.live.filter(organisation=organisation, programme=programme).exists():
        raise Refusal(say("{organisation} does not take part in this programme.", organisation=organisation.name))


def refuse_stranger(trainer: Person | None, programme: Programme) -> None:
    if trainer is None:
        return
    if not Membership.live.filter(person=trainer, programme=programme, role=TRAINER).exists():
        raise Refusal(say("{person} is not a trainer of this programme.", person=trainer.name))
