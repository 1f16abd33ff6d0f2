"""What comes first and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Literal
from zoneinfo import ZoneInfo

Box = Literal["now", "month", "leadership", "accepted"]

BOXES: tuple[Box, ...] = ("now", "month", "leadership", "accepted")
_GRACE = {5: timedelta(hours=72), 4: timedelta(days=14), 3: timedelta(days=30), 2: timedelta(days=60)}
NEXT_REVIEW = timedelta(days=365)
_QUARTER_HOUR = 15
_NEEDS_A_DECISION = 60  # minutes: from an hour on somebody must free the time


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What raises or lowers the chance that it happens. Each is a reason to be kept with the rank."""

    incident_within_a_year: bool = False
    seen_in_cohort: bool = False
    exposed: bool = False
    compensated: bool = False


def due_on(severity: int, opened_at: datetime, zone: ZoneInfo) -> date:
    """Severity 5 in 72 hours, 4 in 14 days, 3 in 30, 2 in 60, 1 at the next review, as a day where they live."""
    return (opened_at + _GRACE.get(severity, NEXT_REVIEW)).astimezone(zone).date()


def likelihood(circumstances: Circumstances) -> int:
    """1 to 5, from 2."""
    raised = circumstances.incident_within_a_year + circumstances.seen_in_cohort + circumstances.exposed
    return max(1, min(5, 2 + raised - circumstances.compensated))


def priority(severity: int, minutes: int, circumstances: Circumstances | None = None) -> float:
    """Risk over the root of the quarters of an hour it takes: first what is grave and quick."""
    risk = severity * likelihood(circumstances or Circumstances())
    return risk / sqrt(max(minutes, 1) / _QUARTER_HOUR)


def choose_box(severity: int, minutes: int, *, accepted: bool = False) -> Box:
    if accepted:
        return "accepted"
    if severity >= 4 and minutes <= _QUARTER_HOUR:
        return "now"
    return "leadership" if minutes >= _NEEDS_A_DECISION else "month"
