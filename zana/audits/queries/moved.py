"""What moved since the audit before, why, when to look again, and a frozen report under the rules of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zana.audits.controls import catalogue
from zana.audits.labels import DOMAINS, RESULT_KINDS, RESULTS
from zana.audits.models import Audit, Evidence, Finding
from zana.audits.queries.standings import read_pieces, settle_all
from zana.audits.rules.moving import (
    DIFFERENCES,
    DIRECTIONS,
    REASONS,
    Direction,
    LookAgain,
    Move,
    Rescored,
    Rule,
    find_moves,
    rescore,
    when_again,
)
from zana.audits.rules.scoring import DomainScore
from zana.audits.rules.settling import Piece, Standing
from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.people.models import Organisation
from zana.ui.words import language

_ORDER: tuple[Direction, ...] = ("better", "learned", "worse", "lost", "aside")  # good news first


@dataclass(frozen=True)
class MovedLine:
    control: str
    title: str
    before: Saying
    after: Saying
    kind: str
    reasons: tuple[Saying, ...]


@dataclass(frozen=True)
class Moved:
    """`since` is the end of the audit it is compared with."""

    since: datetime
    groups: list[tuple[Saying, list[MovedLine]]]

    @property
    def count(self) -> int:
        return sum(len(lines) for _heading, lines in self.groups)


def compare_audits(organisation: Organisation) -> Moved | None:
    """Today beside the end of the audit before; None where there is nothing to compare with."""
    earlier = _earlier(organisation)
    if earlier is None or earlier.closed_at is None:
        return None
    since, now = earlier.closed_at, clock.now()
    before = settle_all(read_pieces(organisation, since), since)
    after = settle_all(read_pieces(organisation), now)
    closed = Finding.objects.of(organisation).filter(closed_at__gt=since).values_list("control", flat=True)
    moves = find_moves(before, after, closed=closed, changed_rules=_changed_rules(organisation, before, after))
    return Moved(since, [(DIRECTIONS[way], lines) for way in _ORDER if (lines := _lines(moves, way))])


def _earlier(organisation: Organisation) -> Audit | None:
    """While one goes on, the last that was closed; else the one before the last, or the only one."""
    rows = Audit.objects.of(organisation)
    goes_on = rows.filter(closed_at=None).exists()
    closed = list(rows.exclude(closed_at=None).order_by("-closed_at")[:2])
    if not closed:
        return None
    return closed[0] if goes_on else closed[-1]


def _changed_rules(
    organisation: Organisation, before: Mapping[str, Standing], after: Mapping[str, Standing]
) -> list[str]:
    """Controls whose two looks were judged by two wordings of the rule."""
    pairs = {
        control: (was.piece.number, now.piece.number)
        for control, was in before.items()
        if was.piece and (now := after[control]).piece and was.result != now.result
    }
    numbers = {number for pair in pairs.values() for number in pair}
    rules = {row.pk: row.seen["rule"] for row in Evidence.objects.of(organisation).filter(pk__in=numbers)}
    return [control for control, (was, now) in pairs.items() if rules.get(was, "") != rules.get(now, "")]


def _lines(moves: list[Move], way: Direction) -> list[MovedLine]:
    known = catalogue()
    chosen = [move for move in moves if move.direction == way and move.control in known]
    chosen.sort(key=lambda move: (-known[move.control].severity, move.control))
    return [
        MovedLine(
            control=move.control,
            title=known[move.control].words(language()).title,
            before=RESULTS[move.before],
            after=RESULTS[move.after],
            kind=RESULT_KINDS[move.after],
            reasons=tuple(REASONS[reason] for reason in move.reasons),
        )
        for move in chosen
    ]


def read_look_again(organisation: Organisation) -> LookAgain:
    """When what is grave, and when everything, is to be looked at again."""
    times: dict[str, list[datetime]] = {"minimum": [], "full": []}
    for scope, started, closed in Audit.objects.of(organisation).values_list("scope", "started_at", "closed_at"):
        times[scope].append(closed or started)
    last_full = max(times["full"], default=None)
    return when_again(max(times["minimum"] + times["full"], default=None), last_full, ZoneInfo(organisation.zone))


# --- what a report rests on


def current_rules() -> dict[str, Rule]:
    """As the catalogue has them today."""
    return {c.id: Rule(c.domain, c.severity, c.kind, c.rule_text) for c in catalogue().values()}


def keep_basis(pieces: Mapping[str, list[Piece]], at: datetime) -> dict[str, Any]:
    """Rules, evidence and moment of a report, to be scored again later under other rules."""
    return {
        "at": at.isoformat(),
        "rules": {control: list(rule) for control, rule in current_rules().items()},
        "pieces": {
            control: [
                [p.result, p.way, p.observed_at.isoformat(), p.strength, p.source, p.number, p.by, p.sitting]
                for p in given
            ]
            for control, given in pieces.items()
        },
    }


def rescore_basis(basis: Mapping[str, Any]) -> Rescored:
    """A frozen report as it was, and the same evidence under the catalogue of today."""
    old = {control: Rule(*kept) for control, kept in basis["rules"].items()}
    pieces = {
        control: [Piece(row[0], row[1], datetime.fromisoformat(row[2]), *row[3:]) for row in rows]
        for control, rows in basis["pieces"].items()
    }
    return rescore(old, current_rules(), pieces, datetime.fromisoformat(basis["at"]))


@dataclass(frozen=True)
class TwoScores:
    """One domain under the rules of then and of now."""

    heading: Saying
    before: Saying
    after: Saying


@dataclass(frozen=True)
class ChangedRule:
    control: str
    title: str
    what: Saying
    before: str
    after: str


def show_both(basis: Mapping[str, Any]) -> tuple[list[TwoScores], list[ChangedRule]]:
    """Nothing where no rule changed since: then there is one score and it is the report's."""
    both = rescore_basis(basis)
    if not both.changes:
        return [], []
    known = catalogue()
    scores = [
        TwoScores(heading, _say_score(both.before.get(domain)), _say_score(both.after.get(domain)))
        for domain, heading in DOMAINS.items()
    ]
    changed = [
        ChangedRule(
            change.control,
            known[change.control].words(language()).title if change.control in known else change.control,
            DIFFERENCES[change.difference],
            change.before,
            change.after,
        )
        for change in both.changes
    ]
    return scores, changed


def _say_score(score: DomainScore | None) -> Saying:
    if score is None or score.score is None:
        return say("no number; {label}", label=score.label) if score else say("no number")
    return say(
        "{score}, between {low} and {high}; {label}",
        score=round(score.score),
        low=round(score.low),
        high=round(score.high),
        label=score.label,
    )
