"""What several pieces of evidence about one control say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from zana.audits.rules.freshness import Edges, Kind, Way, find_edges, freshness
from zana.audits.rules.scoring import SEVEREST, Result

HAND: frozenset[Way] = frozenset({"observe", "doc", "public", "drill", "attest"})
WORST_FIRST: tuple[Result, ...] = ("fail", "partial", "unknown", "pass")
_COUNTED: frozenset[Result] = frozenset({"pass", "partial", "fail"})
_OF_ALL = frozenset({""})
_PLACES: dict[Result, int] = {result: place for place, result in enumerate((*WORST_FIRST, "na"))}


@dataclass(frozen=True, slots=True)
class Piece:
    """One observation. `source` says of whose account on which network; empty where it is about all of them.

    `number` is its row, for the reader. `by` is who looked, in which audit (`sitting`), and
    `knew` the newest look she had seen.
    """

    result: Result
    way: Way
    observed_at: datetime
    strength: float
    source: str = ""
    number: int = 0
    by: int = 0
    sitting: int = 0
    knew: int = 0


class Standing(NamedTuple):
    """What counts now. `piece` is the observation it rests on; `stale` when all there was has grown too old."""

    result: Result
    worth: float = 0.0
    piece: Piece | None = None
    conflict: bool = False
    stale: bool = False


UNKNOWN = Standing("unknown")


def settle(pieces: Sequence[Piece], *, severity: int, kind: Kind, now: datetime) -> Standing:
    """Per source the strongest fresh evidence; over sources the worse, so that no open door is averaged away.

    What is about all sources counts for each of them.
    """
    return _settle(pieces, severity, kind, now, find_edges(now)) if pieces else UNKNOWN


def settle_each(
    weights: Iterable[tuple[str, int, Kind]], pieces: Mapping[str, Sequence[Piece]], now: datetime
) -> dict[str, Standing]:
    """All controls at once, each as (id, severity, kind)."""
    edges = find_edges(now)
    return {
        control: _settle(given, severity, kind, now, edges) if (given := pieces.get(control)) else UNKNOWN
        for control, severity, kind in weights
    }


def weigh_each(
    weights: Iterable[tuple[str, int, Kind]], pieces: Mapping[str, Sequence[Piece]], now: datetime
) -> dict[str, tuple[int, Result, float]]:
    """Only what is scored of `settle_each`, with its weight: a cohort has a million of them."""
    edges, weighed = find_edges(now), dict[str, tuple[int, Result, float]]()
    for control, severity, kind in weights:
        given = pieces.get(control)
        if not given:
            weighed[control] = (severity, "unknown", 0.0)
        elif len(given) == 1:
            piece = _cap_word(given[0]) if severity == SEVEREST else given[0]
            weighed[control] = _weigh(piece, severity, kind, now, edges)
        else:
            standing = _settle(given, severity, kind, now, edges)
            weighed[control] = (severity, standing[0], standing[1])
    return weighed


def _settle(pieces: Sequence[Piece], severity: int, kind: Kind, now: datetime, edges: Edges) -> Standing:
    if severity == SEVEREST:  # somebody's word never closes one of these
        pieces = [_cap_word(piece) for piece in pieces]
    if len(pieces) == 1:  # most controls have one look, with nothing to compare
        return _stand_alone(pieces[0], kind, now, edges)
    sources = {piece.source for piece in pieces}
    if sources == _OF_ALL:
        return _settle_source(pieces, kind, now, edges)
    general = [piece for piece in pieces if not piece.source]
    standings = [
        _settle_source(general + [piece for piece in pieces if piece.source == source], kind, now, edges)
        for source in sorted(sources - _OF_ALL)
    ]
    applying = [standing for standing in standings if standing.result != "na"]
    if not applying:
        return standings[0]
    worst = min(applying, key=lambda standing: (_PLACES[standing.result], standing.worth))
    return worst._replace(conflict=any(standing.conflict for standing in applying))


def _weigh(piece: Piece, severity: int, kind: Kind, now: datetime, edges: Edges) -> tuple[int, Result, float]:
    """What one piece alone says with its weight, and what it is worth."""
    result = piece.result
    if result not in _COUNTED:
        return severity, result, 0.0
    edge, at = edges[piece.way].get(kind), piece.observed_at
    if edge is not None and at >= edge:
        return severity, result, piece.strength
    share = freshness(piece.way, kind, at, now)
    return (severity, result, piece.strength * share) if share else (severity, "unknown", 0.0)


def _stand_alone(piece: Piece, kind: Kind, now: datetime, edges: Edges) -> Standing:
    _, result, worth = _weigh(piece, 0, kind, now, edges)
    return Standing(result, worth, piece, stale=result != piece.result)


def _cap_word(piece: Piece) -> Piece:
    """Somebody's word never closes a control of the highest severity."""
    return replace(piece, result="partial") if piece.way == "attest" and piece.result == "pass" else piece


def _settle_source(pieces: Sequence[Piece], kind: Kind, now: datetime, edges: Edges) -> Standing:
    # Of two that are as new, the worse stands first.
    newest_first = sorted(pieces, key=_newest_then_worst, reverse=True)
    newest = newest_first[0]
    if newest.result == "na":
        return Standing("na", 0.0, newest)
    fresh = [(piece, worth) for piece in newest_first if (worth := _weigh(piece, 0, kind, now, edges)[2])]
    if not fresh:
        return Standing("unknown", 0.0, newest, stale=any(piece.result in _COUNTED for piece in pieces))
    if len(fresh) == 1:
        return Standing(fresh[0][0].result, fresh[0][1], fresh[0][0])
    return _take_worst(_drop_outdated(fresh))


def _take_worst(standing: list[tuple[Piece, float]]) -> Standing:
    """Of those that say the same the strongest, and of two as strong the newer. It is a conflict if not all agree."""
    worst, its_worth = standing[0]
    conflict = False
    for piece, worth in standing[1:]:
        if piece.result == worst.result:
            is_worse = worth > its_worth
        else:
            conflict, is_worse = True, _PLACES[piece.result] < _PLACES[worst.result]
        if is_worse:
            worst, its_worth = piece, worth
    return Standing(worst.result, its_worth, worst, conflict)


def _newest_then_worst(piece: Piece) -> tuple[datetime, int, int, float]:
    return piece.observed_at, piece.number, -_PLACES[piece.result], piece.strength


def _drop_outdated(newest_first: list[tuple[Piece, float]]) -> list[tuple[Piece, float]]:
    """A newer look that is as strong replaces an older one; a weaker one does not, and may contradict it.

    Two people who answer without knowing of each other do not replace each other: neither's answer is lost, and they
    must talk.
    """
    kept: list[tuple[Piece, float]] = []
    best = -1.0
    for pair in newest_first:
        piece = pair[0]
        if piece.strength > best or _is_another_eye(piece, kept):
            kept.append(pair)
            best = max(best, piece.strength)
    return kept


def _is_another_eye(piece: Piece, newer: list[tuple[Piece, float]]) -> bool:
    """By hand, unknown to a newer look by hand in the same audit, and by somebody who has not looked since."""
    if piece.way not in HAND:
        return False
    did_not_know = False
    for other, _ in newer:
        if other.way in HAND:
            if other.by == piece.by:
                return False
            did_not_know = did_not_know or (other.sitting == piece.sitting and other.knew < piece.number)
    return did_not_know


def may_close(opened: Piece, shown: Piece, *, severity: int, opened_by: int | None, shown_by: int | None) -> bool:
    """Evidence at least as strong as what opened it, and for severity 5 not by the same person alone."""
    strong_enough = shown.strength >= opened.strength
    same_person = opened_by is not None and opened_by == shown_by
    return strong_enough and shown.result == "pass" and not (severity == SEVEREST and same_person)
