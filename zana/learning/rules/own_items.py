"""Questions somebody brings along: from a table or a GIFT text, each with two to six answers and one that is right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from zana.kernel.tables import Table, find_columns, fold
from zana.kernel.words import Saying, say

MOST_ITEMS = 100
FEWEST, MOST = 2, 6  # answers
LONGEST = 600
LETTERS = "abcdef"

COLUMNS: dict[str, tuple[str, ...]] = {
    "question": ("Question", "Pyetja", "Pitanje"),
    **{letter: (letter.upper(), f"Answer {letter}", f"Përgjigja {letter}", f"Odgovor {letter}") for letter in LETTERS},
    "right": ("Right", "Correct", "E sakta", "Saktë", "Tačno", "Tačan odgovor"),
    "explanation": ("Explanation", "Feedback", "Shpjegimi", "Objašnjenje"),
}


@dataclass(frozen=True, slots=True)
class OwnItem:
    """`right` is the place of the right answer, 0 first."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str = ""

    def as_json(self) -> dict[str, Any]:
        return dict(json.loads(json.dumps(asdict(self))))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> OwnItem:
        return cls(kept["question"], tuple(kept["options"]), kept["right"], kept["explanation"])


@dataclass(frozen=True, slots=True)
class Faulty:
    """A place in the file (a row of the table, a line of the text) and what is wrong there."""

    row: int
    words: Saying


def check_item(item: OwnItem) -> Saying | None:
    """What is wrong with it, or None."""
    if not item.question:
        return say("There is no question.")
    if not FEWEST <= len(item.options) <= MOST:
        limits = {"fewest": FEWEST, "most": MOST, "number": len(item.options)}
        return say("A question has {fewest} to {most} answers; this has {number}.", **limits)
    if not all(item.options) or len({fold(one) for one in item.options}) < len(item.options):
        return say("Two answers are the same, or one is empty.")
    if not 0 <= item.right < len(item.options):
        return say("Say which answer is right, once.")
    if max(map(len, (item.question, *item.options, item.explanation))) > LONGEST:
        return say("A text is longer than {most} letters.", most=LONGEST)
    return None


def read_rows(table: Table) -> tuple[list[OwnItem], list[Faulty]]:
    """One question a row: question, A, B, C ..., which is right (its letter or its words), why."""
    columns = find_columns(table, COLUMNS, ["question", "a", "b", "right"])
    items, faults = [], []
    for row, cells in table.rows:
        told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        options = [told.get(letter, "") for letter in LETTERS]
        while options and not options[-1]:
            options.pop()
        item = OwnItem(
            told["question"], tuple(options), _find_right(told["right"], options), told.get("explanation", "")
        )
        wrong = check_item(item)
        items.append(item)
        if wrong:
            faults.append(Faulty(row, wrong))
    return items, faults


def _find_right(told: str, options: list[str]) -> int:
    """By letter, or by the words of the answer."""
    mark = fold(told).rstrip(".)")
    if len(mark) == 1 and mark in LETTERS:
        return LETTERS.index(mark)
    found = [place for place, words in enumerate(options) if fold(words) == fold(told)]
    return found[0] if len(found) == 1 else -1
