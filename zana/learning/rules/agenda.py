"""A first agenda from a list of units: whole units, in their order, in half days that people can sit through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LONGEST = 210  # minutes of a half day, without breaks
BREAK = 15
BEGINNINGS = (time(9), time(14))  # morning, afternoon


@dataclass(frozen=True, slots=True)
class HalfDay:
    starts_at: datetime
    ends_at: datetime
    breaks: int
    units: tuple[str, ...]


def split_units(units: Sequence[tuple[str, int]], longest: int = LONGEST) -> list[list[tuple[str, int]]]:
    """As few half days as hold them, filled evenly, so that the last is not a rest of ten minutes."""
    whole = sum(minutes for _, minutes in units)
    count = max(1, -(-whole // longest))
    fair = whole / count
    parts: list[list[tuple[str, int]]] = [[]]
    done = 0
    for unit, minutes in units:
        # The next half day begins where the unit's middle lies beyond this one's fair share.
        if parts[-1] and len(parts) < count and done + minutes / 2 > fair * len(parts):
            parts.append([])
        parts[-1].append((unit, minutes))
        done += minutes
    return parts


def propose(units: Sequence[tuple[str, int]], first: date, zone: tzinfo) -> list[HalfDay]:
    """Morning and afternoon, then the next day."""
    return [_lay(part, first, place, zone) for place, part in enumerate(split_units(units)) if part]


def _lay(part: Sequence[tuple[str, int]], first: date, place: int, zone: tzinfo) -> HalfDay:
    day = first + timedelta(days=place // len(BEGINNINGS))
    starts_at = datetime.combine(day, BEGINNINGS[place % len(BEGINNINGS)], zone).astimezone(UTC)
    minutes = sum(minutes for _, minutes in part)
    ends_at = starts_at + timedelta(minutes=minutes + BREAK)
    return HalfDay(starts_at, ends_at, BREAK, tuple(unit for unit, _ in part))


def moment(day: date, at: time, zone: tzinfo) -> datetime | None:
    """The moment a clock on the wall shows `at`; None in the hour that is left out when clocks go forward.

    In UTC: between two times of one zone Python counts what the clock shows, not what has passed.
    """
    there = datetime.combine(day, at, zone)
    back = datetime.fromtimestamp(there.timestamp(), zone)
    return there.astimezone(UTC) if back.replace(tzinfo=None) == there.replace(tzinfo=None) else None
