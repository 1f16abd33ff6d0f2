"""How-to cards as a page shows them: in the reader's language, and with a word when they have grown old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zana.audits.cards import Card, cards_for
from zana.audits.controls import catalogue
from zana.audits.models import RegisterLine
from zana.audits.probing.reporting import real_accounts
from zana.kernel import clock
from zana.people.models import Organisation
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


def list_cards(control: str, organisation: Organisation) -> list[ShownCard]:
    """Those of the networks they are on. Where we know of none of these, all: somebody asks because she has it."""
    found, here = cards_for(control), networks_of(organisation) if cards_for(control) else frozenset()
    return [describe_card(card) for card in [card for card in found if card.network in here] or found]


def networks_of(organisation: Organisation) -> frozenset[str]:
    """By the accounts they connected and those on their list; what was rehearsed only is none."""
    listed = RegisterLine.objects.of(organisation).filter(register="accounts")
    return frozenset(account.network for account in real_accounts(organisation)) | {
        str(line.said.get("kind")) for line in listed
    }
