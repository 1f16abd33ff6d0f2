"""A number as a report keeps it: its value in a form that may leave the team, and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zana.impact.rules.facts import Row
from zana.kernel.words import Saying
from zana.people.release import PERCENT_FROM, Cell, Hidden, Share, Shown


@dataclass(frozen=True)
class Unknown:
    why: Saying


@dataclass(frozen=True)
class Change:
    """A sum over the same things at two times; `percent` only from ten upwards."""

    before: int
    now: int

    @property
    def percent(self) -> int | None:
        return round(100 * (self.now - self.before) / self.before) if self.before >= PERCENT_FROM else None


Value = Shown | Share | Change | Hidden | Unknown


@dataclass(frozen=True)
class Number:
    key: str
    value: Value
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if not self.rows and not isinstance(self.value, Unknown):
            raise ValueError(f"{self.key}: a number without a source")

    def as_json(self) -> dict[str, Any]:
        """How many rows are behind it is told only where the number itself is."""
        shown = value_as_json(self.value)
        rows = len(self.rows) if shown["state"] == "shown" else None
        return {"key": self.key, **shown, "rows": rows}


def value_as_json(value: Value) -> dict[str, Any]:
    """`state` is shown, hidden or unknown; the last two say why."""
    match value:
        case Hidden(reason):
            return {"state": "hidden", "why": reason.as_json()}
        case Unknown(why):
            return {"state": "unknown", "why": why.as_json()}
        case Share(part, whole, percent):
            return {"state": "shown", "part": part, "whole": whole, "percent": percent}
        case Change(before, now):
            return {"state": "shown", "before": before, "now": now, "percent": value.percent}
        case Shown(count):
            return {"state": "shown", "value": count}


def cell(rows: Iterable[Row]) -> Cell:
    """Rows as a count with the organisations they belong to."""
    listed = list(rows)
    return Cell(len(listed), frozenset(row.organisation for row in listed))
