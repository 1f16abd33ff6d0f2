"""What a drill is worth: 100 points by dimension, red lines, and the need that follows. Plain values.

Safety first 30, right order 20, time 15, evidence kept 15, communication 15, log entry 5. A dimension gives as much of
its points as acts of it were done; the order as many as pairs of acts followed each other rightly; the time as many as
acts were done at all, less one for every full minute that any of them came late. Specific points are added, five taken
for each wrong turn that can be undone; the sum stays between 0 and 100. A red line is not passed whatever the points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from zana.learning.drills.forms import Act, Bonus, Drill

SAFETY, ORDER, TIME, EVIDENCE, COMMUNICATION, LOG = "safety", "order", "time", "evidence", "communication", "log"
WORTH = {SAFETY: 30, ORDER: 20, TIME: 15, EVIDENCE: 15, COMMUNICATION: 15, LOG: 5}
PASSED_AT, WRONG_TURN = 70, 5

Minutes = Mapping[str, float]  # act, wrong turn or inject -> minutes after the start


@dataclass(frozen=True, slots=True)
class Score:
    """`dimensions` before rounding, `specific` and `wrong_turns` in points; `red`: the first red line, or ""."""

    dimensions: Mapping[str, Fraction]
    specific: int
    wrong_turns: int
    red: str = ""

    @property
    def points(self) -> int:
        whole = sum(self.dimensions.values(), Fraction(self.specific - self.wrong_turns))
        return max(0, min(100, round(whole)))

    @property
    def passed(self) -> bool:
        return not self.red and self.points >= PASSED_AT


def score_drill(drill: Drill, done: Minutes, came: Minutes) -> Score:
    """`done`: when each act or wrong turn was; `came`: when each inject came (by its own plan if it is missing)."""
    wrongs = [one for one in drill.wrongs if one.id in done]
    reds = sorted((done[one.id], one.id) for one in wrongs if one.red)
    turns = sum(not one.red for one in wrongs)
    shares = {one: _share_done(drill, one, done) for one in (SAFETY, EVIDENCE, COMMUNICATION, LOG)}
    parts = {**shares, ORDER: _share_ordered(drill, done)}
    dimensions = {name: WORTH[name] * share for name, share in parts.items()}
    dimensions[TIME] = _time_points(drill, done, came)
    specific = sum(bonus.points for bonus in drill.bonuses if is_earned(drill, bonus, done, came))
    return Score(dimensions, specific, WRONG_TURN * turns, reds[0][1] if reds else "")


def minutes_late(drill: Drill, act: Act, done: Minutes, came: Minutes) -> int:
    """Full minutes after its time was over; 0 for what was done before anything asked for it, or never."""
    if act.id not in done:
        return 0
    return max(0, floor(done[act.id] - _asked_at(drill, act.id, came) - act.within))


def is_earned(drill: Drill, bonus: Bonus, done: Minutes, came: Minutes) -> bool:
    if bonus.act not in done or bonus.never in done:
        return False
    in_time = not bonus.within or done[bonus.act] <= _asked_at(drill, bonus.act, came) + bonus.within
    return in_time and (bonus.before not in done or done[bonus.act] <= done[bonus.before])


def find_unlocked(drill: Drill, done: Minutes, came: Minutes, now: float) -> list[str]:
    """Injects that come at once: what one that has come asked for is all done. One may unlock the next."""
    at = {one.id: came.get(one.id, float(one.t)) for one in drill.injects}
    here = {name for name, minute in at.items() if minute <= now}
    for one in drill.injects:  # in their order, so that a chain is followed to its end
        if one.id in here and all(act in done for act in one.expects):
            here.update(one.unlocks)
    return [one.id for one in drill.injects if one.id in here and at[one.id] > now]


def lock_down_minutes(drill: Drill, done: Minutes, came: Minutes) -> int | None:
    """From what asks for it to its last act; None where it is not complete or the drill has none."""
    if not drill.lock_down or any(act not in done for act in drill.lock_down):
        return None
    asked = min(_asked_at(drill, act, came) for act in drill.lock_down)
    return max(0, floor(max(done[act] for act in drill.lock_down) - asked))


def count_lock_downs(minutes: list[int], at_most: int) -> tuple[int, int] | None:
    """(minutes, people) as the audit asks: of two within `at_most` the slower, else the fastest alone."""
    ordered = sorted(minutes)
    if not ordered:
        return None
    if len(ordered) > 1 and ordered[1] <= at_most:
        return ordered[1], sum(one <= at_most for one in ordered)
    return ordered[0], 1


def _asked_at(drill: Drill, act: str, came: Minutes) -> float:
    return min(came.get(one.id, float(one.t)) for one in drill.asks(act))


def _share_done(drill: Drill, dimension: str, done: Minutes) -> Fraction:
    acts = [act for act in drill.acts if act.dimension == dimension]
    return Fraction(sum(act.id in done for act in acts), len(acts))


def _share_ordered(drill: Drill, done: Minutes) -> Fraction:
    pairs = [(act.id, first) for act in drill.acts for first in act.after]
    right = sum(act in done and first in done and done[first] <= done[act] for act, first in pairs)
    return Fraction(right, len(pairs))


def _time_points(drill: Drill, done: Minutes, came: Minutes) -> Fraction:
    share = Fraction(sum(act.id in done for act in drill.acts), len(drill.acts))
    late = sum(minutes_late(drill, act, done, came) for act in drill.acts)
    return max(Fraction(0), WORTH[TIME] * share - late)


# --- what follows for learning


def pretest_points(points: int, *, passed: bool) -> int:
    """Out of 100, as a test before the training. Who crossed a red line does not know it, whatever the points."""
    return points if passed else min(points, PASSED_AT - 1)


FULL, SHORT, CARD, HELPER = "full", "short", "card", "helper"
BANDS = ((Fraction(60, 100), FULL), (Fraction(35, 100), SHORT), (Fraction(15, 100), CARD))
_WEIGHTS = (Fraction(50, 100), Fraction(35, 100), Fraction(15, 100))


def need_of_person(
    gap: Fraction | None, pretest_score: Fraction | None, self_confidence: Fraction | None
) -> Fraction | None:
    """0 to 1: what she needs in a topic. What is not known drops out and the rest weighs more; None = nothing known."""
    lacks = (gap, *(None if known is None else 1 - known for known in (pretest_score, self_confidence)))
    parts = [(weight, lack) for weight, lack in zip(_WEIGHTS, lacks, strict=True) if lack is not None]
    if not parts:
        return None
    return sum((weight * lack for weight, lack in parts), Fraction(0)) / sum(weight for weight, _ in parts)


def band_of(need: Fraction) -> str:
    """full module with coached practice, short module with one drill, reading card, or helper for others."""
    return next((name for least, name in BANDS if need >= least), HELPER)
