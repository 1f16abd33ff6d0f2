"""How-to cards as a page shows them: in the reader's language, and with a word when they have grown old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zana.audits.cards import Card, cards_for
from zana.audits.controls import catalogue
from zana.kernel import clock
from zana.ui.words import language


@dataclass(frozen=True)
class ShownCard:
    id: str
    title: str
    steps: tuple[str, ...]
    otherwise: str
    checked_on: date
    is_old: bool
    helps: list[str]


def describe_card(card: Card) -> ShownCard:
    texts = card.words(language())
    return ShownCard(
        id=card.id,
        title=texts.title,
        steps=texts.steps,
        otherwise=texts.otherwise,
        checked_on=card.checked_on,
        is_old=card.has_expired(clock.today()),
        helps=[catalogue()[control].words(language()).title for control in card.controls],
    )


def list_cards(control: str) -> list[ShownCard]:
    return [describe_card(card) for card in cards_for(control)]
