"""A lesson as it is read: screens of plain blocks, their bold words marked, nothing of them HTML."""

import re
from dataclasses import dataclass
from datetime import date

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.curriculum.lessons import Block, Screen, lesson_of
from zana.learning.models import LessonDoubt, LessonRead
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.people.models import Enrolment, Organisation, Person, Programme
from zana.ui.words import language

_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line."""

    words: str
    is_bold: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    kind: str  # text, list, steps
    lines: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownScreen:
    number: int
    kind: str  # idea, example, now
    heading: str
    blocks: tuple[ShownBlock, ...]
    before: int | None  # number of the neighbour
    after: int | None


@dataclass(frozen=True, slots=True)
class LessonPage:
    unit: str
    title: str
    topic: str
    minutes: int
    screens: tuple[ShownScreen, ...]
    trainer: tuple[ShownScreen, ...]
    valid_until: date | None
    is_over: bool


def split_bold(line: str) -> tuple[Part, ...]:
    """`a **b** c` as its parts; a star that pairs with none stays a star."""
    parts = [Part(words, bool(place % 2)) for place, words in enumerate(_BOLD.split(line))]
    return tuple(part for part in parts if part.words)


def show_screens(screens: tuple[Screen, ...]) -> tuple[ShownScreen, ...]:
    last = len(screens)
    return tuple(
        ShownScreen(
            number=number,
            kind=screen.kind,
            heading=screen.heading.replace("**", ""),
            blocks=tuple(_show_block(block) for block in screen.blocks),
            before=number - 1 if number > 1 else None,
            after=number + 1 if number < last else None,
        )
        for number, screen in enumerate(screens, 1)
    )


def _show_block(block: Block) -> ShownBlock:
    return ShownBlock(block.kind, tuple(split_bold(line) for line in block.lines))


def describe_lesson(unit_id: str) -> LessonPage | None:
    """In the language of the page. None where there is no such unit, or its lesson is not written yet."""
    unit = curriculum.units().get(unit_id)
    lesson = lesson_of(unit_id, language()) if unit else None
    if unit is None or lesson is None:
        return None
    return LessonPage(
        unit=unit.id,
        title=title_of_unit(unit.id),
        topic=title_of_topic(unit.topic),
        minutes=unit.minutes,
        screens=show_screens(lesson.screens),
        trainer=show_screens(lesson.trainer),
        valid_until=unit.valid_until,
        is_over=unit.valid_until is not None and unit.valid_until < clock.today(),
    )


def read_by(person: Person, organisation: Organisation) -> dict[str, date]:
    """Unit -> the day she read it."""
    rows = LessonRead.objects.of(organisation).filter(person=person)
    return {row.unit: clock.day_of(row.read_at) for row in rows}


@dataclass(frozen=True, slots=True)
class DoubtLine:
    doubt: LessonDoubt
    title: str
    heading: str  # of the screen she means


def list_doubts(programme: Programme) -> list[DoubtLine]:
    """What looked different to people of this programme's organisations and nobody has settled yet."""
    organisations = Enrolment.live.filter(programme=programme).values("organisation")
    rows = LessonDoubt.objects.across_organisations().filter(organisation__in=organisations, settled_at=None)
    return [
        DoubtLine(doubt, title_of_unit(doubt.unit), _find_heading(doubt))
        for doubt in rows.select_related("organisation", "person")
    ]


def find_doubt(programme: Programme, ref: str) -> LessonDoubt | None:
    organisations = Enrolment.live.filter(programme=programme).values("organisation")
    rows = LessonDoubt.objects.across_organisations().filter(organisation__in=organisations, ref=ref)
    return rows.select_related("organisation").first()


def _find_heading(doubt: LessonDoubt) -> str:
    lesson = lesson_of(doubt.unit, doubt.language) if doubt.unit in curriculum.units() else None
    if lesson is None or not 1 <= doubt.screen <= len(lesson.screens):
        return ""
    return lesson.screens[doubt.screen - 1].heading
