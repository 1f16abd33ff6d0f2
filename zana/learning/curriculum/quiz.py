"""Quiz items on a shelf: `quiz/<topic>.toml`, in pairs. `J1-2A` asks in form A what `J1-2B` asks in form B.

One form is given before a training and the other after it, so that nobody is asked the same twice and the
difference still means something.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from zana.kernel.shelf import ShelfError, load_shelf
from zana.learning import curriculum

QUIZ = Path(__file__).parent / "quiz"
FEWEST_PAIRS = 3
LONGEST_EXPLANATION = 200  # read on a phone, under the answer

Form = Literal["A", "B"]
Letter = Literal["a", "b", "c"]
FORMS: tuple[Form, Form] = ("A", "B")


@dataclass(frozen=True, slots=True)
class Wording:
    question: str
    options: tuple[str, str, str]
    explanation: str

    def __post_init__(self) -> None:
        if not all(text.strip() for text in (self.question, *self.options, self.explanation)):
            raise ValueError(f"something is left empty: {self.question}")
        if len(set(self.options)) != len(self.options):
            raise ValueError(f"two options are the same: {self.question}")
        if len(self.explanation) > LONGEST_EXPLANATION:
            raise ValueError(f"the explanation is longer than {LONGEST_EXPLANATION} characters: {self.question}")


@dataclass(frozen=True, slots=True)
class Item:
    """`valid_until` stands where the unit's does and the answer ages with it."""

    id: str
    unit: str
    right: Letter
    texts: Mapping[str, Wording]
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.id[-1:] not in FORMS:
            raise ValueError(f"{self.id}: the id ends with its form, A or B")
        if set(self.texts) != set(curriculum.LANGUAGES):
            raise ValueError(f"{self.id}: it stands in {', '.join(sorted(self.texts))}")

    @property
    def form(self) -> str:
        return self.id[-1]

    @property
    def pair(self) -> str:
        return self.id[:-1]


@dataclass(frozen=True, slots=True)
class Quiz:
    """All items of one topic."""

    id: str
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        twice = [name for name, count in Counter(item.id for item in self.items).items() if count > 1]
        if twice:
            raise ValueError(f"{twice[0]} stands there twice")
        for item in self.items:
            if item.unit.partition(".")[0] != self.id or item.pair.partition("-")[0] != self.id:
                raise ValueError(f"{item.id} on {item.unit} is not about {self.id}")
        pairs = _pair_up(self.items)
        if len(pairs) < FEWEST_PAIRS:
            raise ValueError(f"{len(pairs)} pairs; a topic has at least {FEWEST_PAIRS}")


@cache
def quizzes() -> dict[str, Quiz]:
    """Topic -> quiz, in framework order. Raises ShelfError, with the file and what is wrong in it."""
    shelf = load_shelf(QUIZ, Quiz)
    for quiz in shelf.values():
        for item in quiz.items:
            _check_unit(item)
    return {topic: shelf[topic] for topic in curriculum.topics() if topic in shelf}


def pick_items(topic: str, form: Form, on: date) -> list[Item]:
    """What is asked that day. A pair retires together, or the two forms would no longer weigh the same."""
    items = quizzes()[topic].items
    aged = {item.pair for item in items if item.valid_until is not None and item.valid_until < on}
    return [item for item in items if item.form == form and item.pair not in aged]


def _pair_up(items: tuple[Item, ...]) -> dict[str, list[Item]]:
    pairs: dict[str, list[Item]] = {}
    for item in items:
        pairs.setdefault(item.pair, []).append(item)
    for pair, both in pairs.items():
        if sorted(item.form for item in both) != list(FORMS) or len({item.unit for item in both}) != 1:
            raise ValueError(f"{pair}: a pair is one item in form A and one in form B, on the same unit")
    return pairs


def _check_unit(item: Item) -> None:
    unit = curriculum.units().get(item.unit)
    path = QUIZ / f"{item.id.partition('-')[0]}.toml"
    if unit is None:
        raise ShelfError(f"{path}: {item.id}: there is no unit {item.unit}")
    if item.valid_until is not None and (unit.valid_until is None or item.valid_until > unit.valid_until):
        raise ShelfError(f"{path}: {item.id}: it cannot be valid for longer than its unit, or age where that does not")
