"""A joint training as its pages show it: to who prepares and holds it, and to who is invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.models import (
    Attendance,
    Block,
    Certificate,
    CheckIn,
    Correction,
    Invitee,
    Mark,
    Meeting,
    Scan,
    Training,
)
from zana.learning.models.joint import NO, OPEN, YES
from zana.learning.queries.sessions import list_sheet
from zana.learning.queries.wording import title_of_unit
from zana.learning.rules.needs import NEEDS
from zana.learning.rules.presence import Stay, rate
from zana.people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half day with its units by name; `marked` people stand in its list, `waiting` said that they are here."""

    block: Block
    units: tuple[str, ...]
    marked: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """How many said what; `needs` are counts only: who needs what is for the organiser."""

    invited: int
    yes: int
    no: int
    open: int
    needs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A row of a half day's sheet. `stay` is None while nobody has noted her; `came_at` when she checked in.

    `is_unseen`: she checked in, and the trainer did not see her in the room.
    """

    person: Person
    organisation: Organisation
    stay: Stay | None
    came_at: datetime | None
    is_unseen: bool = False


@dataclass(frozen=True, slots=True)
class WholeLine:
    """A person over a whole training: one stay for each half day, her minutes, and their share of the planned ones."""

    person: Person
    organisation: Organisation
    stays: tuple[Stay | None, ...]
    minutes: int | None
    share: int | None


def list_half_days(training: Training) -> list[HalfDay]:
    marks = Mark.objects.across_organisations().filter(block__training=training)
    marked = dict(marks.values_list("block").annotate(count=Count("pk")))
    said = CheckIn.objects.across_organisations().filter(block__training=training, settled_at=None)
    waiting = dict(said.values_list("block").annotate(count=Count("pk")))
    return [
        HalfDay(block, _titles(block), marked.get(block.pk, 0), waiting.get(block.pk, 0))
        for block in training.blocks.select_related("trainer")
    ]


def list_agenda(training: Training) -> list[HalfDay]:
    """The half days for who is invited: no counts."""
    return [HalfDay(block, _titles(block)) for block in training.blocks.select_related("trainer")]


def _titles(block: Block) -> tuple[str, ...]:
    return tuple(title_of_unit(unit) for unit in block.units)


def count_answers(training: Training) -> Answers:
    rows = list(Invitee.objects.across_organisations().filter(training=training))
    said = Counter(row.answer for row in rows)
    needs = Counter(kind for row in rows for kind in row.needs)
    others = sum(1 for row in rows if row.needs_words)
    counts = [(kind, needs[kind]) for kind in NEEDS if needs[kind]]
    return Answers(len(rows), said[YES], said[NO], said[OPEN], (*counts, *([("words", others)] if others else [])))


def count_uninvited(training: Training) -> int:
    """Who may come and has not been asked."""
    asked = Invitee.objects.across_organisations().filter(training=training)
    return len({line.person.pk for line in list_sheet(training)} - set(asked.values_list("person_id", flat=True)))


def find_block(training: Training, ref: str) -> Block | None:
    return training.blocks.filter(ref=ref).select_related("training__programme", "trainer").first()


def list_block(block: Block) -> list[BlockLine]:
    """Who may come, and who was marked and has left her organisation since."""
    marks = {
        mark.person_id: mark
        for mark in Mark.objects.across_organisations().filter(block=block).select_related("person", "organisation")
    }
    came = {one.person_id: one for one in CheckIn.objects.across_organisations().filter(block=block)}
    people = [(line.person, line.organisation) for line in list_sheet(block.training)]
    here = {person.pk for person, _ in people}
    people += [(mark.person, mark.organisation) for pk, mark in marks.items() if pk not in here]
    return [_line_of(*one, marks.get(one[0].pk), came.get(one[0].pk)) for one in people]


def _line_of(person: Person, organisation: Organisation, mark: Mark | None, came: CheckIn | None) -> BlockLine:
    is_unseen = mark is None and came is not None and came.settled_at is not None
    return BlockLine(person, organisation, mark.stay if mark else None, came.at if came else None, is_unseen)


def list_waiting_check_ins(block: Block) -> list[CheckIn]:
    rows = CheckIn.objects.across_organisations().filter(block=block, settled_at=None)
    return list(rows.select_related("person", "organisation"))


def list_corrections(block: Block) -> list[Correction]:
    rows = Correction.objects.across_organisations().filter(block=block)
    return list(rows.select_related("person", "by"))


def list_whole(training: Training) -> list[WholeLine]:
    """Everybody, never a page of them: each half day, minutes, and the share of all planned minutes."""
    blocks = list(training.blocks.all())
    stays: dict[tuple[int, int], Stay] = {}
    people = {line.person.pk: (line.person, line.organisation) for line in list_sheet(training)}
    noted: dict[int, int] = {}
    for row in training.attendances.all().select_related("person", "organisation"):
        people.setdefault(row.person_id, (row.person, row.organisation))
        noted[row.person_id] = row.minutes
    for mark in Mark.objects.across_organisations().filter(block__in=blocks):
        stays[mark.person_id, mark.block_id] = mark.stay
    return [
        WholeLine(
            person,
            organisation,
            tuple(stays.get((pk, block.pk)) for block in blocks),
            noted.get(pk),
            rate([noted[pk]], [training.minutes]) if pk in noted else None,
        )
        for pk, (person, organisation) in people.items()
    ]


def list_over(trainings: Iterable[int]) -> QuerySet[Training]:
    """Of these, those whose day has gone by and whose last half day has ended."""
    running = Block.objects.filter(ends_at__gt=clock.now()).values("training")
    return Training.objects.filter(pk__in=trainings, held_on__lt=clock.today()).exclude(pk__in=running)


def list_scans(training: Training) -> list[Scan]:
    return list(training.scans.select_related("by").defer("content"))


def meeting_of(training: Training) -> Meeting | None:
    return Meeting.objects.filter(training=training).first()


# --- for who is invited


@dataclass(frozen=True, slots=True)
class Mine:
    """A training of hers: what she answered (None: nobody invited her in writing), when she was there, her paper."""

    training: Training
    answer: str | None
    certificate: Certificate | None
    minutes: int | None  # None: nobody has noted who was there

    @property
    def is_invited(self) -> bool:
        return self.answer is not None


def my_trainings(person: Person, organisation: Organisation) -> list[Mine]:
    """What she is invited to for this organisation and where she was; the next one first, then the past."""
    rows = Invitee.objects.of(organisation).filter(person=person).select_related("training__trainer")
    there = Attendance.objects.of(organisation).filter(person=person).select_related("training__trainer")
    certificates = Certificate.objects.of(organisation).filter(person=person, training__isnull=False)
    by_training = {one.training_id: one for one in certificates}
    answers, noted = {row.training: row.answer for row in rows}, {row.training: row.minutes for row in there}
    mine = [
        Mine(training, answers.get(training), by_training.get(training.pk), noted.get(training))
        for training in answers | noted
    ]
    return sorted(mine, key=lambda one: one.training.held_on, reverse=True)


def my_invitation(person: Person, organisation: Organisation, ref: str) -> Invitee | None:
    rows = Invitee.objects.of(organisation).filter(person=person, training__ref=ref)
    return rows.select_related("training__trainer").first()


def joint_topics(training: Training) -> list[str]:
    """The topics whose quiz belongs to this training."""
    units = curriculum.units()
    return list(dict.fromkeys(units[unit].topic for unit in training.units if unit in units))
