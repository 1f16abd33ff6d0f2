"""Three numbers a domain, never one grade: score, coverage, confidence; and always the range around the score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from zana.kernel.words import Saying, say

Result = Literal["pass", "partial", "fail", "unknown", "na"]

VALUES: dict[str, float] = {"pass": 1.0, "partial": 0.5, "fail": 0.0}
LEAST_COVERAGE = 0.60
SEVEREST = 5


class Answer(NamedTuple):
    """What stands for one control. `worth` is strength times freshness of the evidence, 0 to 1."""

    severity: int
    result: Result
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class DomainScore:
    """Percentages 0 to 100 with one decimal, shares 0 to 1 with two; `score` is None under the least coverage."""

    score: float | None
    coverage: float
    confidence: float
    low: float
    high: float
    label: Saying
    kind: Literal["act_now", "not_known", "work_to_do", "in_hand"]
    unanswered: int
    unrounded_score: float | None

    @property
    def confidence_words(self) -> Saying:
        if self.confidence >= 0.75:
            return say("high")
        return say("medium") if self.confidence >= 0.5 else say("low")


def score_domain(answers: Iterable[tuple[int, Result, float]]) -> DomainScore:
    """N/A leaves every sum; unknown stays in what applies and in the range, and never counts as a fail.

    An answer is an `Answer` or as plain: a cohort has a million of them.
    """
    assessed = applicable = earned = worth = unanswered = 0.0
    severest_fails = False
    for severity, result, value_of_evidence in answers:
        value = VALUES.get(result)
        if value is None:
            if result != "na":
                applicable += severity
                unanswered += 1
            continue
        assessed += severity
        earned += severity * value
        worth += severity * value_of_evidence
        if result == "fail" and severity == SEVEREST:
            severest_fails = True
    applicable += assessed
    coverage = assessed / applicable if applicable else 0.0
    score = 100 * earned / assessed if assessed and coverage >= LEAST_COVERAGE else None
    kind = _judge(severest_fails, score)
    return DomainScore(
        score=None if score is None else round(score, 1),
        coverage=round(coverage, 2),
        confidence=round(worth / assessed, 2) if assessed else 0.0,
        low=round(100 * earned / applicable, 1) if applicable else 0.0,
        high=round(100 * (earned + applicable - assessed) / applicable, 1) if applicable else 100.0,
        label=LABELS[kind],
        kind=kind,
        unanswered=int(unanswered),
        unrounded_score=score,
    )


LABELS: dict[str, Saying] = {
    "act_now": say("act now"),
    "not_known": say("not known yet"),
    "work_to_do": say("work to do"),
    "in_hand": say("in hand"),
}


def _judge(severest_fails: bool, score: float | None) -> Literal["act_now", "not_known", "work_to_do", "in_hand"]:
    """One open fail of the highest severity outranks every number."""
    if severest_fails:
        return "act_now"
    if score is None:
        return "not_known"
    return "in_hand" if score >= 70 else "work_to_do"
