"""What comes first and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Literal
from zoneinfo import ZoneInfo

from zana.kernel.words import Saying, say

Box = Literal["now", "month", "leadership", "accepted"]

BOXES: tuple[Box, ...] = ("now", "month", "leadership", "accepted")
_GRACE = {5: timedelta(hours=72), 4: timedelta(days=14), 3: timedelta(days=30), 2: timedelta(days=60)}
NEXT_REVIEW = timedelta(days=365)
_QUARTER_HOUR = 15
_NEEDS_A_DECISION = 60  # minutes: from an hour on somebody must free the time


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What raises or lowers the chance that it happens. Each is a reason to be shown with the rank.

    `cohort` counts what others of the programme met, never who. The texts are the auditor's own words.
    """

    incidents: int = 0  # of that type, here, within a year
    cohort: int = 0  # of that type, elsewhere in the programme, within a quarter
    exposed: str = ""
    exposed_until: date | None = None
    compensated: str = ""
    compensated_by: str = ""

    @property
    def raised(self) -> int:
        return bool(self.incidents) + bool(self.cohort) + bool(self.exposed)


CALM = Circumstances()


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the rank up or down, and why. `is_guarded`: only for those who may see incidents."""

    step: int
    why: Saying
    is_guarded: bool = False


GUARDED = say("a reason that stays between the organisation and its auditor")


def explain(circumstances: Circumstances, *, for_insiders: bool = True) -> list[Reason]:
    """The reasons in the order in which they are counted; it always starts from 2."""
    told = []
    if circumstances.incidents:
        said = say("it happened to you within the last twelve months: {count} ×", count=circumstances.incidents)
        told.append(Reason(1, said, is_guarded=True))
    if circumstances.cohort:
        said = say("the same was seen in the programme within the last 90 days: {count} ×", count=circumstances.cohort)
        told.append(Reason(1, said))
    if circumstances.exposed and circumstances.exposed_until:
        until, why = circumstances.exposed_until, circumstances.exposed
        told.append(Reason(1, say("exposed until {day}: {reason}", day=until, reason=why)))
    if circumstances.compensated:
        by, why = circumstances.compensated_by, circumstances.compensated
        told.append(Reason(-1, say("{control} stands in for it and is in place: {reason}", control=by, reason=why)))
    if for_insiders:
        return told
    return [Reason(reason.step, GUARDED) if reason.is_guarded else reason for reason in told]


def due_on(severity: int, opened_at: datetime, zone: ZoneInfo) -> date:
    """Severity 5 in 72 hours, 4 in 14 days, 3 in 30, 2 in 60, 1 at the next review, as a day where they live."""
    return (opened_at + _GRACE.get(severity, NEXT_REVIEW)).astimezone(zone).date()


def likelihood(circumstances: Circumstances) -> int:
    """1 to 5, from 2."""
    return max(1, min(5, 2 + circumstances.raised - bool(circumstances.compensated)))


def priority(severity: int, minutes: int, circumstances: Circumstances = CALM) -> float:
    """Risk over the root of the quarters of an hour it takes: first what is grave and quick."""
    return severity * likelihood(circumstances) / sqrt(max(minutes, 1) / _QUARTER_HOUR)


def missed_dates(severity: int, due: date, today: date) -> int:
    """How many dates went by: its own, and after it one more each time the same span has passed again."""
    if today <= due:
        return 0
    return 1 + ((today - due).days - 1) // _GRACE.get(severity, NEXT_REVIEW).days


def choose_box(severity: int, minutes: int, *, accepted: bool = False) -> Box:
    if accepted:
        return "accepted"
    if severity >= 4 and minutes <= _QUARTER_HOUR:
        return "now"
    return "leadership" if minutes >= _NEEDS_A_DECISION else "month"
