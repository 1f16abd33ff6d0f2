"""How-to cards: one file per network and task, with the steps by which a control is set right in its menus.

Menus age. `checked_on` says when somebody last looked, `valid_until` how long that is believed; after that day a
card stays, and says that it may look different now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from zana.audits.controls import LANGUAGES, Language
from zana.kernel.shelf import load_shelf

CARDS = Path(__file__).parent
FEWEST_STEPS, MOST_STEPS = 3, 8


@dataclass(frozen=True)
class CardTexts:
    """`otherwise` is one sentence for her whose menus look different."""

    title: str
    steps: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True)
class Card:
    id: str
    network: Literal["facebook", "instagram", "x"]
    controls: tuple[str, ...]
    checked_on: date
    valid_until: date
    texts: dict[Language, CardTexts]

    def __post_init__(self) -> None:
        if not self.id.startswith(f"{self.network}-"):
            raise ValueError(f"the name of the file must begin with {self.network}-")
        if missing := [language for language in LANGUAGES if language not in self.texts]:
            raise ValueError(f"texts.{missing[0]} is missing")
        lengths = {len(texts.steps) for texts in self.texts.values()}
        if len(lengths) > 1:
            raise ValueError("a step is said in one language and not in another")
        if not FEWEST_STEPS <= lengths.pop() <= MOST_STEPS:
            raise ValueError(f"a card has {FEWEST_STEPS} to {MOST_STEPS} steps")
        if self.valid_until <= self.checked_on:
            raise ValueError("valid_until must be later than checked_on")

    def words(self, language: str) -> CardTexts:
        """In this language, or in English where the house speaks none of it."""
        return next((texts for code, texts in self.texts.items() if code == language), self.texts["en"])

    def has_expired(self, today: date) -> bool:
        return today > self.valid_until


@cache
def cards() -> dict[str, Card]:
    return load_shelf(CARDS, Card)


def cards_for(control: str) -> list[Card]:
    """In the order of the networks."""
    return [card for card in cards().values() if control in card.controls]
