"""What quizzes and sheets show of many people together: who knows more than before, and which question is at fault.

Pure functions on plain values. Three things keep one person's answers hers:
- nothing is said of fewer than five people or of fewer than three organisations;
- only whole months count, and a month that adds too few waits for the next: the difference of two looks at the page
  is never one woman's answer;
- how many got better, stayed or got worse goes through `release`, like every count of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, median_low
from typing import Protocol, TypeVar

from zana.kernel.words import Saying, say
from zana.learning.rules.feedback import is_enough
from zana.people.release import PERCENT_FROM, Cell, Released, release_list

RANGE_FROM = 5  # organisations: below, a range would claim to know what nobody can
DRAWS = 2_000
SEED = 27
NORMAL = 1.959964  # the 97.5th percentile

FEW_SOLVE, NEARLY_ALL_SOLVE = 20, 95  # per cent
UNRELATED_BELOW, RELATION_FROM = 0.1, 30  # correlation with the rest of the quiz, and answers it takes to say so

TOO_HARD = say("Hardly anybody solves it. Is it asked clearly, and is it taught?")
TOO_EASY = say("Nearly everybody solves it. It tells nobody anything.")
ASKEW = say("Who knows the rest solves it no more often than others. Is the right answer right?")


class Dated(Protocol):
    """Something of one person that came in one month; `organisation` is any name of it."""

    @property
    def organisation(self) -> str: ...
    @property
    def month(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Pair:
    """One person before and after: per cent right, or 1 to 5."""

    organisation: str
    month: date  # the first of the month in which the second of the two came
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer from 1 to 5, looking back or twelve weeks later."""

    organisation: str
    month: date
    answer: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of them; each shown or hidden."""

    better: Released
    same: Released
    worse: Released


@dataclass(frozen=True, slots=True)
class Change:
    """Per cent right before and after, and the change in points with a range that holds it in 19 of 20 cases.

    `after` is told as what `before` and `points` make, so that three numbers on a page add up. `low` and `high` are
    None where fewer than `RANGE_FROM` organisations answered.
    """

    people: int
    organisations: int
    before: int
    after: int
    points: int
    low: int | None
    high: int | None
    moved: Moved

    @property
    def is_clear(self) -> bool:
        """Whether the range lies on one side of nothing."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Daring:
    """Middle answers from 1 to 5 to one sentence; `hindsight` (how they see today what was before) and `later`
    (twelve weeks after) are None where too few have answered."""

    people: int
    before: int
    after: int
    moved: Moved
    hindsight: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """One answer to one question. `rest`: which share of the other questions of that quiz she solved."""

    organisation: str
    month: date
    is_right: bool
    rest: float


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def keep_whole_months(rows: Sequence[Row], today: date) -> list[Row]:
    """Those of months that are over, in steps of at least five people from three organisations."""
    kept: list[Row] = []
    waiting: list[Row] = []
    for month in sorted({row.month for row in rows if row.month < first_of_month(today)}):
        waiting += [row for row in rows if row.month == month]
        if _are_enough(waiting):
            kept, waiting = kept + waiting, []
    return kept


def weigh_change(pairs: Sequence[Pair]) -> Change | None:
    """None where it would tell of too few."""
    if not _are_enough(pairs):
        return None
    places = len({pair.organisation for pair in pairs})
    low, high = find_range(pairs) if places >= RANGE_FROM else (None, None)
    before = round(fmean(pair.before for pair in pairs))
    points = round(fmean(pair.after - pair.before for pair in pairs))
    return Change(len(pairs), places, before, before + points, points, low, high, count_moved(pairs))


def weigh_daring(pairs: Sequence[Pair], hindsight: Sequence[Said] = (), later: Sequence[Said] = ()) -> Daring | None:
    """None where it would tell of too few. Middles, never means: the steps from 1 to 5 are no measure of length."""
    if not _are_enough(pairs):
        return None
    before, after = (median_low(getattr(pair, side) for pair in pairs) for side in ("before", "after"))
    return Daring(len(pairs), before, after, count_moved(pairs), _find_middle(hindsight), _find_middle(later))


def count_moved(pairs: Sequence[Pair]) -> Moved:
    better, same, worse = (
        [pair for pair in pairs if (pair.after > pair.before) - (pair.after < pair.before) == sign]
        for sign in (1, 0, -1)
    )
    cells = {"better": _count(better), "same": _count(same), "worse": _count(worse)}
    released = release_list(cells)
    return Moved(released["better"], released["same"], released["worse"])


def find_range(pairs: Sequence[Pair]) -> tuple[int, int]:
    """The mean change, in 19 of 20 cases, in whole points. Same pairs, same range.

    Drawn over organisations, not people: who sits in one office is not independent. The plain percentiles are too
    narrow for few organisations: of 3,000 programmes with a known change they held it in 83 % with 5 organisations and
    in 93 % with 27. Widened by sqrt(G / (G - 1)) and by what Student's t is wider than the normal, they hold it in 94
    to 95 % from 5 to 27.
    """
    import numpy as np  # slow import, and 25 MB that no other page needs

    places = sorted({pair.organisation for pair in pairs})
    gains = {place: [pair.after - pair.before for pair in pairs if pair.organisation == place] for place in places}
    sums = np.array([sum(gains[place]) for place in places])
    sizes = np.array([len(gains[place]) for place in places])
    drawn = np.random.default_rng(SEED).integers(0, len(places), (DRAWS, len(places)))
    middle = sums.sum() / sizes.sum()
    ends = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), (0.025, 0.975))
    low, high = middle + (ends - middle) * _widen(len(places))
    return round(float(low)), round(float(high))


def find_faults(answers: Sequence[Solved]) -> list[Saying]:
    """What may be wrong with a question, as far as its answers can tell."""
    if len(answers) < PERCENT_FROM or not _are_enough(answers):
        return []
    share = 100 * sum(one.is_right for one in answers) / len(answers)
    faults = [TOO_HARD] * (share < FEW_SOLVE) + [TOO_EASY] * (share > NEARLY_ALL_SOLVE)
    relation = relate([float(one.is_right) for one in answers], [one.rest for one in answers])
    if len(answers) >= RELATION_FROM and relation is not None and relation < UNRELATED_BELOW:
        faults.append(ASKEW)
    return faults


def relate(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one of them never varies."""
    first, second = fmean(one), fmean(other)
    spread = sqrt(sum((x - first) ** 2 for x in one) * sum((y - second) ** 2 for y in other))
    together = sum((x - first) * (y - second) for x, y in zip(one, other, strict=True))
    return together / spread if spread > 1e-12 else None


def list_solved(organisation: str, month: date, right: Mapping[str, bool]) -> dict[str, Solved]:
    """Of one answered quiz, each question beside the rest of it. A quiz of one question has no rest."""
    others = len(right) - 1
    if others < 1:
        return {}
    whole = sum(right.values())
    return {
        item: Solved(organisation, month, is_right, (whole - is_right) / others) for item, is_right in right.items()
    }


def _find_middle(said: Sequence[Said]) -> int | None:
    return median_low(one.answer for one in said) if _are_enough(said) else None


def _widen(places: int) -> float:
    """Student's t with `places - 1` degrees of freedom by its expansion (Abramowitz and Stegun 26.7.5), over the
    normal, and the small-sample factor."""
    z, free = NORMAL, places - 1
    student = (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )
    return student / z * sqrt(places / free)


def _are_enough(rows: Sequence[Dated]) -> bool:
    return is_enough(len(rows), len({row.organisation for row in rows}))


def _count(pairs: Sequence[Pair]) -> Cell:
    return Cell(len(pairs), frozenset(pair.organisation for pair in pairs))
