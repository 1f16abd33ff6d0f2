"""What moved between two looks and why, and what the same evidence scores under another version of the rules.

A changed rule must never look like an improvement, nor an answer that grew old like a loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from zana.audits.rules.freshness import Kind
from zana.audits.rules.safety_first import find_outranked
from zana.audits.rules.scoring import DomainScore, Result, score_domain
from zana.audits.rules.settling import UNKNOWN, Piece, Standing, weigh_each
from zana.kernel.words import Saying, say

Direction = Literal["better", "worse", "learned", "lost", "aside"]
Reason = Literal["new_evidence", "closed", "grown_old", "rule_changed", "conflict", "not_applicable", "applies_again"]
Difference = Literal["added", "removed", "weight", "freshness", "wording"]

REASONS: dict[Reason, Saying] = {
    "new_evidence": say("somebody looked again"),
    "closed": say("it was done, and shown to be"),
    "grown_old": say("what we knew has grown too old"),
    "rule_changed": say("the rule changed, so the two cannot be compared"),
    "conflict": say("two looks disagree, and the worse one counts"),
    "not_applicable": say("it does not apply to you, for a reason that was written down"),
    "applies_again": say("it applies to you again"),
}
DIRECTIONS: dict[Direction, Saying] = {
    "better": say("Better than before"),
    "worse": say("Worse than before"),
    "learned": say("Known now"),
    "lost": say("Not known any more"),
    "aside": say("Counted differently"),
}
DIFFERENCES: dict[Difference, Saying] = {
    "added": say("a new check"),
    "removed": say("no longer a check"),
    "weight": say("weighs differently"),
    "freshness": say("stays fresh for another time"),
    "wording": say("its rule is worded anew"),
}
_RANK: dict[Result, int] = {"fail": 0, "partial": 1, "pass": 2}
GRAVE_AGAIN, ALL_AGAIN = timedelta(days=90), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Move:
    """One control that stands otherwise than before. The first reason is the one that decides."""

    control: str
    before: Result
    after: Result
    direction: Direction
    reasons: tuple[Reason, ...]


def find_moves(
    before: Mapping[str, Standing],
    after: Mapping[str, Standing],
    *,
    closed: Iterable[str] = (),
    changed_rules: Iterable[str] = (),
) -> list[Move]:
    """`closed`: controls whose finding was closed in between; `changed_rules`: whose rule reads otherwise now."""
    done, changed = frozenset(closed), frozenset(changed_rules)
    moves = []
    for control in dict.fromkeys([*before, *after]):
        was, now = before.get(control, UNKNOWN), after.get(control, UNKNOWN)
        if was.result != now.result:
            reasons = _reasons(was, now, closed=control in done, changed=control in changed)
            moves.append(Move(control, was.result, now.result, _direct(was.result, now.result, reasons), reasons))
    return moves


def _reasons(was: Standing, now: Standing, *, closed: bool, changed: bool) -> tuple[Reason, ...]:
    looked = now.piece is not None and (was.piece is None or was.piece.number != now.piece.number)
    holds: dict[Reason, bool] = {
        "rule_changed": changed,
        "not_applicable": now.result == "na",
        "applies_again": was.result == "na",
        "grown_old": now.result == "unknown" and now.stale,
        "conflict": now.conflict and not was.conflict,
        "closed": closed and now.result == "pass",
    }
    found = tuple(reason for reason, is_so in holds.items() if is_so)
    return found or (("new_evidence",) if looked or now.result != "unknown" else ("grown_old",))


def _direct(was: Result, now: Result, reasons: Sequence[Reason]) -> Direction:
    if "na" in (was, now) or "rule_changed" in reasons:
        return "aside"
    if now == "unknown":
        return "lost"
    if was == "unknown":
        return "learned"
    return "better" if _RANK[now] > _RANK[was] else "worse"


# --- two versions of the rules


class Rule(NamedTuple):
    """What of a control decides how its evidence counts."""

    domain: str
    severity: int
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs, with what stood there and what stands there now."""

    control: str
    difference: Difference
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """The same evidence at the same moment under two versions of the rules."""

    before: dict[str, DomainScore]
    after: dict[str, DomainScore]
    changes: list[Change]


def rescore(
    old: Mapping[str, Rule], new: Mapping[str, Rule], pieces: Mapping[str, Sequence[Piece]], at: datetime
) -> Rescored:
    """`at` is when the evidence was weighed, so that only the rules differ and not its age."""
    return Rescored(score_under(old, pieces, at), score_under(new, pieces, at), compare_rules(old, new))


def score_under(
    rules: Mapping[str, Rule], pieces: Mapping[str, Sequence[Piece]], at: datetime
) -> dict[str, DomainScore]:
    weights: dict[str, list[tuple[str, int, Kind]]] = {}
    for control, (domain, severity, kind, _text) in rules.items():
        weights.setdefault(domain, []).append((control, severity, kind))
    answers = {domain: weigh_each(listed, pieces, at) for domain, listed in weights.items()}
    for control in find_outranked(lambda upper: _result_of(upper, rules, answers)):
        if control in rules:
            answers[rules[control].domain][control] = (rules[control].severity, "na", 0.0)
    return {domain: score_domain(found.values()) for domain, found in answers.items()}


def _result_of(
    control: str, rules: Mapping[str, Rule], answers: Mapping[str, Mapping[str, tuple[int, Result, float]]]
) -> Result:
    return answers[rules[control].domain][control][1] if control in rules else "unknown"


def compare_rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> list[Change]:
    changes = []
    for control in dict.fromkeys([*old, *new]):
        was, now = old.get(control), new.get(control)
        if was is None or now is None:
            difference: Difference = "added" if was is None else "removed"
            changes.append(Change(control, difference, was.text if was else "", now.text if now else ""))
            continue
        if was.severity != now.severity:
            changes.append(Change(control, "weight", str(was.severity), str(now.severity)))
        if was.kind != now.kind:
            changes.append(Change(control, "freshness", was.kind, now.kind))
        if was.text != now.text:
            changes.append(Change(control, "wording", was.text, now.text))
    return changes


# --- when to look again


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Days by which to look again: at what is grave, and at everything. None: that was never looked at whole."""

    grave: date | None
    all: date | None


def when_again(last_any: datetime | None, last_full: datetime | None, zone: ZoneInfo) -> LookAgain:
    """Severity 4 and 5 after 90 days, everything after twelve months."""
    return LookAgain(
        grave=(last_any + GRAVE_AGAIN).astimezone(zone).date() if last_any else None,
        all=(last_full + ALL_AGAIN).astimezone(zone).date() if last_full else None,
    )
