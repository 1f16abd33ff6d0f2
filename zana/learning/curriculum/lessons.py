"""The lessons themselves: `lessons/<unit>/<language>.txt`, one idea a screen, written as plainly as they are read.

# A heading begins a screen            an idea
#> A heading                           an example from an organisation's day
#! A heading                           what to do now; the last screen, and only that
A paragraph; a blank line ends it. **Bold** is for the one word that matters.
- a list          1. steps
=== trainer                            below it: notes for whoever gives the unit, in the same form
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from zana.kernel.shelf import ShelfError

LESSONS = Path(__file__).parent / "lessons"
LANGUAGES = ("en", "sq", "sr")
MOST_WORDS = 130  # on one screen of an old phone, without scrolling twice
FEWEST_SCREENS, MOST_SCREENS = 4, 12

ScreenKind = Literal["idea", "example", "now"]
BlockKind = Literal["text", "list", "steps"]
MARKS: dict[str, ScreenKind] = {"#": "idea", "#>": "example", "#!": "now"}
HEADING = re.compile(r"(#[>!]?) (\S.*)")
ITEM = re.compile(r"(-|\d+\.) (\S.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """`lines` holds one paragraph, or the items of a list."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    kind: ScreenKind
    heading: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> int:
        return sum(len(line.split()) for block in self.blocks for line in block.lines)


@dataclass(frozen=True, slots=True)
class Lesson:
    screens: tuple[Screen, ...]
    trainer: tuple[Screen, ...]

    @property
    def shape(self) -> tuple[ScreenKind, ...]:
        """The same in every language, or one reader gets less than another."""
        return tuple(screen.kind for screen in self.screens)


@cache
def lesson_of(unit: str, language: str) -> Lesson | None:
    """None while the lesson is not written. Raises ShelfError, with the file and what is wrong in it."""
    path = LESSONS / unit / f"{language}.txt"
    if not path.exists():
        return None
    try:
        return read_lesson(path.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise ShelfError(f"{path}: {wrong}") from wrong


def read_lesson(written: str) -> Lesson:
    """Raises ValueError for a lesson that is no lesson: without an example, without something to do, too long."""
    told, _, trainer = written.partition("\n=== trainer\n")
    screens = _read_screens(told)
    if not FEWEST_SCREENS <= len(screens) <= MOST_SCREENS:
        raise ValueError(f"{len(screens)} screens; a lesson has {FEWEST_SCREENS} to {MOST_SCREENS}")
    kinds = [screen.kind for screen in screens]
    if "example" not in kinds:
        raise ValueError("no example (#>)")
    if kinds.count("now") != 1 or kinds[-1] != "now":
        raise ValueError("the last screen, and only that, says what to do now (#!)")
    long = [screen.heading for screen in screens if screen.words > MOST_WORDS]
    if long:
        raise ValueError(f"more than {MOST_WORDS} words on one screen: {long[0]}")
    return Lesson(tuple(screens), tuple(_read_screens(trainer)) if trainer.strip() else ())


def _read_screens(written: str) -> list[Screen]:
    screens: list[Screen] = []
    heading: tuple[ScreenKind, str] | None = None
    body: list[str] = []
    for line in [*written.strip().splitlines(), "# end"]:
        begins = HEADING.fullmatch(line)
        if begins is None:
            body.append(line)
            continue
        if heading is not None:
            screens.append(Screen(*heading, _read_blocks(body)))
        elif any(body):
            raise ValueError("something stands before the first heading")
        heading, body = (MARKS[begins[1]], begins[2]), []
    return screens


def _read_blocks(lines: list[str]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines).strip()):
        items = [ITEM.fullmatch(line) for line in paragraph.splitlines()]
        if not paragraph:
            continue
        if all(items):
            kind: BlockKind = "list" if paragraph.startswith("-") else "steps"
            blocks.append(Block(kind, tuple(item[2] for item in items if item)))
        elif any(items):
            raise ValueError(f"a list needs a blank line before it: {paragraph[:60]}")
        else:
            blocks.append(Block("text", (" ".join(paragraph.splitlines()),)))
    if not blocks:
        raise ValueError("a screen without words")
    return tuple(blocks)
