"""What somebody says beside a draft, and how suggested words find their place in a text that may have moved on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zana.kernel.states import Graph
from zana.kernel.words import Saying, say

OPEN, TAKEN, LEFT = "open", "taken", "left"
REMARK = Graph("remark", OPEN, {OPEN: [TAKEN, LEFT], TAKEN: [], LEFT: []}, final={TAKEN, LEFT})

# state -> (kind of the chip, words)
STATE_WORDS: Mapping[str, tuple[str, Saying]] = {
    OPEN: ("ask", say("for you to decide")),
    TAKEN: ("ok", say("taken over")),
    LEFT: ("unk", say("left as it was")),
}

_COVER = "\ue000"  # stands for a covered place while a text is cut; nobody types it
_PASSAGE = re.compile(r"[^\n]+?(?:[.!?…]+[\"”“»'’)]*(?=\s)|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the draft. None among its parts is a covered place; then nobody can say it otherwise."""

    parts: tuple[str | None, ...]
    place: int  # in the text, in signs

    @property
    def text(self) -> str:
        return "".join(part or "" for part in self.parts)

    @property
    def is_covered(self) -> bool:
        return None in self.parts


def split_passages(parts: Sequence[str | None]) -> list[Passage]:
    """Sentence by sentence, each exactly as it stands in the text."""
    whole = "".join(_COVER if part is None else part for part in parts)
    return [
        Passage(_open(found.group().strip()), found.start() + _lead(found.group()))
        for found in _PASSAGE.finditer(whole)
        if found.group().strip()
    ]


def _lead(words: str) -> int:
    return len(words) - len(words.lstrip())


def _open(words: str) -> tuple[str | None, ...]:
    first, *others = words.split(_COVER)
    return (first, *(part for other in others for part in (None, other)))


def put_words(text: str, passage: str, suggestion: str, near: int) -> str | None:
    """The text with `suggestion` where `passage` stood nearest to `near`; None when it stands there no more."""
    places = [found.start() for found in re.finditer(re.escape(passage), text)] if passage else []
    if not places:
        return None
    start = min(places, key=lambda place: (abs(place - near), place))
    return text[:start] + suggestion + text[start + len(passage) :]
