"""When a date counts as missed, when a mentor calls, when a day is looked back on, and which level is proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

REVIEW_WEEKS = (4, 12, 26)
NEXT_DATE = timedelta(days=14)  # a missed date is followed by another
CALL_AFTER = 2  # missed dates
BETWEEN_TASKS = timedelta(days=14)
CALL_AGAIN = timedelta(days=7)  # until somebody has called
REVIEW_AHEAD = timedelta(days=7)  # so that an hour can be agreed on
REVIEW_AGAIN = timedelta(days=14)
REVIEW_FADES = timedelta(weeks=8)  # by then the next one comes, or nobody will hold it
_DAYTIME = range(7, 20)
HIGHEST = 4
_HOLDS = ("pass", "na")


def plan_reviews(held_on: date) -> dict[int, date]:
    """Weeks after the individual day -> the day it is looked back on."""
    return {weeks: held_on + timedelta(weeks=weeks) for weeks in REVIEW_WEEKS}


def is_review_near(due_on: date, today: date) -> bool:
    """From a week before its day until it is too old to be told of."""
    return due_on - REVIEW_AHEAD <= today <= due_on + REVIEW_FADES


def is_time_again(told_on: date | None, today: date, pause: timedelta) -> bool:
    return told_on is None or today - told_on >= pause


def is_daytime(hour: int) -> bool:
    """Nobody is woken by what has time."""
    return hour in _DAYTIME


def plan_due(held_on: date, place: int) -> date:
    """One unit in two weeks, in the order of the queue."""
    return held_on + place * BETWEEN_TASKS


def count_missed(due_on: date | None, today: date) -> int:
    """How many dates have gone by: the day itself, and the second one two weeks later. Due today is not missed."""
    if due_on is None or due_on >= today:
        return 0
    return 1 if due_on + NEXT_DATE >= today else CALL_AFTER


def next_date(due_on: date, today: date) -> date:
    """The date that counts now: the first one, or after it the second."""
    return due_on if due_on >= today else due_on + NEXT_DATE


def needs_call(due_on: date | None, today: date, talked_on: date | None) -> bool:
    """Two dates are missed and nobody has talked with them since the second."""
    if due_on is None or count_missed(due_on, today) < CALL_AFTER:
        return False
    return talked_on is None or talked_on <= due_on + NEXT_DATE


@dataclass(frozen=True, slots=True)
class Climb:
    """Of one topic: the middle level as it was first agreed and as it is now, and how many organisations moved."""

    organisations: int
    first: int
    now: int
    up: int
    down: int

    @property
    def stayed(self) -> int:
        return self.organisations - self.up - self.down


def count_climb(levels: Sequence[Sequence[int]]) -> Climb | None:
    """`levels`: of each organisation everything that was agreed, the oldest first. None where nothing was.

    Middles, never means: a level is a place on a ladder and no quantity.
    """
    known = [one for one in levels if one]
    if not known:
        return None
    up, down = (sum(sign * one[-1] > sign * one[0] for one in known) for sign in (1, -1))
    first, now = (median_low(one[place] for one in known) for place in (0, -1))
    return Climb(len(known), first, now, up, down)


@dataclass(frozen=True, slots=True)
class Proven:
    """The level that controls prove. `is_exact`: the next one is disproven, or there is none."""

    level: int
    is_exact: bool


def prove_level(checked: Mapping[str, Sequence[str]], results: Mapping[str, str]) -> Proven:
    """Up the ladder as long as everything that a level asks was looked at and holds. Unknown is no failure."""
    for level in range(1, HIGHEST + 1):
        found = [results.get(control, "unknown") for control in checked.get(str(level), ())]
        if not found or "unknown" in found:
            if any(result in ("fail", "partial") for result in found):
                return Proven(level - 1, True)
            return Proven(level - 1, False)
        if not all(result in _HOLDS for result in found):
            return Proven(level - 1, True)
    return Proven(HIGHEST, True)
