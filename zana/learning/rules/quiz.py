"""Which form comes first, in which order things are asked, and what an answered quiz says.

Everything is drawn from the seed that is stored with the run, so that anybody can draw it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zana.learning.rules.feedback import FOLLOW_UP_AFTER

FORMS = ("A", "B")
LETTERS = ("a", "b", "c")


def draw_form(seed: str, topic: str, *, is_after: bool) -> str:
    """Half of the people get A first; whoever had one form before gets the other after."""
    first = _draw(seed, "form", topic) % 2
    return FORMS[1 - first if is_after else first]


def shuffle(seed: str, name: str, things: Iterable[str]) -> list[str]:
    """The same seed gives the same order."""
    return sorted(things, key=lambda thing: (_draw(seed, name, thing), thing))


def score(items: Sequence[str], answers: Mapping[str, str], right: Mapping[str, str]) -> int:
    """Per cent of the items answered rightly, rounded down; what was not answered is not right."""
    if not items:
        return 0
    return 100 * sum(answers.get(item) == right.get(item, "?") for item in items) // len(items)


def know_together(scores: Iterable[int]) -> int | None:
    """A topic counts as known by an organisation as far as the one knows it who knows it least."""
    return min(scores, default=None)


def asks_again(given_on: date, today: date) -> bool:
    """What she dares is asked once more when she is asked what she used, so long after she said it the last time."""
    return today >= given_on + FOLLOW_UP_AFTER


def _draw(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:8], "big")
