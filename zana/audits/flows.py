"""First moves when something happens: one file per kind in `incidents/<kind>.toml`, read once per process.

A control that is a `sign` of a kind starts it when it is found missing; `controls` are those the kind is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from zana.audits.controls import catalogue
from zana.kernel.shelf import load_shelf

Call = Literal["director", "auditor", "police", "lawyer", "support", "bank", "helpline_tech", "operator"]
INCIDENTS = Path(__file__).parent / "incidents"


@dataclass(frozen=True)
class Text:
    """The same in the three languages; an empty one is refused."""

    en: str
    sq: str
    sr: str

    def __post_init__(self) -> None:
        if empty := [code for code in ("en", "sq", "sr") if not getattr(self, code).strip()]:
            raise ValueError(f"{empty[0]} is empty")

    def words(self, language: str) -> str:
        return cast(str, getattr(self, language, self.en))


@dataclass(frozen=True)
class Move(Text):
    """One thing to do, in its place in the order. `id` is what the log remembers."""

    id: str


@dataclass(frozen=True)
class Flow:
    id: str
    signs: tuple[str, ...]
    controls: tuple[str, ...]
    call: tuple[Call, ...]
    title: Text
    lead: Text
    moves: tuple[Move, ...]
    never: tuple[Text, ...]
    keeps_files: bool = True  # intimate pictures are kept by nobody, also not as proof

    def __post_init__(self) -> None:
        if unknown := sorted({*self.signs, *self.controls} - catalogue().keys()):
            raise ValueError(f"there is no control {unknown[0]}")
        if not (self.moves and self.never and self.call and self.controls):
            raise ValueError("moves, never, call and controls must not be empty")
        if len({move.id for move in self.moves}) < len(self.moves):
            raise ValueError("two moves have the same id")

    @property
    def stops_the_audit(self) -> bool:
        """Somebody may be inside at this moment: looking on calmly would be wrong."""
        return bool(self.signs)

    def move(self, move: str) -> Move | None:
        return next((known for known in self.moves if known.id == move), None)


@cache
def flows() -> dict[str, Flow]:
    """All kinds; those that may be happening inside an account first."""
    found = load_shelf(INCIDENTS, Flow)
    return dict(sorted(found.items(), key=lambda item: (not item[1].signs, item[0])))


@cache
def flow_of_sign() -> dict[str, str]:
    """Which kind a control is a sign of. One sign for two kinds is a mistake."""
    pairs = [(sign, flow.id) for flow in flows().values() for sign in flow.signs]
    if len(dict(pairs)) < len(pairs):
        raise ValueError("one control is a sign of two kinds of incident")
    return dict(pairs)
