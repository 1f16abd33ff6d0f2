"""The half days of a joint training, where it takes place, and that it does not take place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions.trainings import next_number, open_joint, refuse_stranger
from zana.learning.models import Attendance, Block, Meeting, Training
from zana.learning.rules.agenda import moment, propose
from zana.people.log import record
from zana.people.models import Person

LONGEST_HALF_DAY = 8 * 60


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A half day as it is written down: on the clock of the place."""

    day: date
    starts: time
    ends: time
    breaks: int = 0
    units: Sequence[str] = ()
    trainer: Person | None = None


@transaction.atomic
def set_block(*, by: Person, training: Training, plan: BlockPlan, block: Block | None = None) -> Block:
    """A new half day, or `block` said anew. What is learnt and for how long is then the sum of the half days."""
    training = _open(by, training)
    _refuse_noted(training, block)
    refuse_stranger(plan.trainer, training.programme)
    _refuse_unknown(plan.units)
    block = block or Block(training=training)
    block.starts_at, block.ends_at = _at(plan.day, plan.starts), _at(plan.day, plan.ends)
    block.breaks, block.units, block.trainer = plan.breaks, list(plan.units), plan.trainer
    _refuse_bad_hours(training, block)
    block.save()
    _sum_up(training)
    record(by, "agenda.changed", programme=training.programme, thing=f"training:{training.ref}")
    return block


@transaction.atomic
def remove_block(*, by: Person, block: Block) -> None:
    training = _open(by, block.training)
    _refuse_noted(training, block)
    block.delete()
    _sum_up(training)
    record(by, "agenda.changed", programme=training.programme, thing=f"training:{training.ref}")


@transaction.atomic
def propose_agenda(*, by: Person, training: Training) -> list[Block]:
    """All its units in half days from nine o'clock on; only while there is no agenda yet."""
    training = _open(by, training)
    _refuse_noted(training, None)
    if training.blocks.exists():
        raise Refusal(say("There is an agenda already. Change its half days one by one."))
    known = curriculum.units()
    units = [(unit, known[unit].minutes) for unit in training.units if unit in known]
    if not units:
        raise Refusal(say("This training holds no lessons that could be laid into half days."))
    blocks = [
        Block.objects.create(
            training=training,
            starts_at=half.starts_at,
            ends_at=half.ends_at,
            breaks=half.breaks,
            units=list(half.units),
            trainer=training.trainer,
        )
        for half in propose(units, training.held_on, clock.HOUSE_ZONE)
    ]
    _sum_up(training)
    record(by, "agenda.changed", programme=training.programme, thing=f"training:{training.ref}")
    return blocks


@transaction.atomic
def set_place(*, by: Person, training: Training, place: str, is_open: bool) -> Meeting:
    training = _open(by, training)
    meeting, _ = Meeting.objects.get_or_create(training=training)
    meeting.place, meeting.is_place_open = " ".join(place.split()), is_open
    meeting.save()
    record(by, "agenda.changed", programme=training.programme, thing=f"training:{training.ref}")
    return meeting


def _open(by: Person, training: Training) -> Training:
    return open_joint(by, training, say("An organisation's own day has its agenda in the plan."))


def _refuse_noted(training: Training, block: Block | None) -> None:
    """What people were marked for does not change afterwards; only a further half day may be added."""
    if block is not None:
        if block.marks.all().exists():
            raise Refusal(say("Attendance is noted for this half day; its hours stay as they are."))
    elif not training.blocks.exists() and Attendance.objects.across_organisations().filter(training=training).exists():
        raise Refusal(say("Attendance is noted for the whole day already; it stays without half days."))


def _refuse_unknown(units: Sequence[str]) -> None:
    unknown = sorted(set(units) - set(curriculum.units()))
    if unknown:
        raise Refusal(say("There is no unit {unit}.", unit=unknown[0]))


def _at(day: date, at: time) -> datetime:
    found = moment(day, at, clock.HOUSE_ZONE)
    if found is None:
        raise Refusal(say("On this night the clocks go forward: this hour does not exist. Choose another."))
    return found


def _refuse_bad_hours(training: Training, block: Block) -> None:
    if block.ends_at <= block.starts_at:
        raise Refusal(say("The half day ends before it begins."))
    if not 0 < block.minutes <= LONGEST_HALF_DAY:
        raise Refusal(say("Between the breaks there is at least a minute and at most a working day."))
    others = training.blocks.exclude(pk=block.pk).filter(starts_at__lt=block.ends_at, ends_at__gt=block.starts_at)
    if others.exists():
        raise Refusal(say("At this time there is another half day."))


def _sum_up(training: Training) -> None:
    """The day, the minutes and the units of a training with an agenda are those of its half days."""
    blocks = list(training.blocks.all())
    if not blocks:
        return
    training.minutes = sum(block.minutes for block in blocks)
    training.units = list(dict.fromkeys(unit for block in blocks for unit in block.units)) or training.units
    day = clock.day_of(blocks[0].starts_at)
    if day != training.held_on:
        training.number, training.held_on = next_number(training.programme, day), day
    training.save()
