"""How strong a way of knowing is, and for how long an observation counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

Way = Literal["api", "export", "public", "file", "observe", "drill", "doc", "attest"]
Kind = Literal["settings", "roles", "policies", "profile", "numbers"]

STRENGTHS: dict[Way, float] = {
    "api": 1.0,
    "export": 0.9,  # proves the state at its generation, and can be edited before it is given
    "file": 0.9,
    "public": 0.85,
    "observe": 0.8,
    "drill": 0.8,
    "doc": 0.65,
    "attest": 0.4,
}

# Days for which an observation is fresh, by what it is about; where a pair is missing that way proves nothing there.
# Proposed defaults, not measured constants.
_WINDOWS: dict[Way, dict[Kind, int]] = {
    "api": {"settings": 30, "roles": 90, "profile": 30, "numbers": 30},
    "export": {"settings": 30, "roles": 90},
    "public": {"policies": 365, "profile": 90, "numbers": 90},
    "file": {"profile": 90},
    "observe": {"settings": 60, "roles": 90, "policies": 365, "profile": 90, "numbers": 90},
    "drill": {"settings": 60, "roles": 90, "policies": 365, "profile": 90, "numbers": 90},
    "doc": {"roles": 90, "policies": 365, "numbers": 90},
    "attest": {"settings": 60, "roles": 90, "policies": 180, "numbers": 60},
}

_SPANS = {way: {kind: timedelta(days=days) for kind, days in kinds.items()} for way, kinds in _WINDOWS.items()}
# By way and kind the moment from which on an observation is fresh.
Edges = Mapping[Way, Mapping[Kind, datetime]]


def window_days(way: Way, kind: Kind) -> int | None:
    return _WINDOWS[way].get(kind)


def freshness(way: Way, kind: Kind, observed_at: datetime, now: datetime) -> float:
    """1 within the window, falling to 0.5 at twice the window, then 0: the answer is unknown again."""
    span = _SPANS[way].get(kind)
    if span is None:
        return 0.0
    age = (now - observed_at) / span
    if age <= 1:
        return 1.0
    return 1.5 - age / 2 if age <= 2 else 0.0


@lru_cache(maxsize=8)
def find_edges(now: datetime) -> Edges:
    """For a cohort, which asks for a million ages: whether something is fresh is then one comparison."""
    return {way: {kind: now - span for kind, span in kinds.items()} for way, kinds in _SPANS.items()}
