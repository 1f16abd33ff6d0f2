"""The only place that asks what time it is, so that tests and demonstrations can move time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOUSE_ZONE = ZoneInfo("Europe/Belgrade")  # shown as Kosovo time; the tz database has no zone of its own for it

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """Aware, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


def today(zone: ZoneInfo = HOUSE_ZONE) -> date:
    """The calendar day in the given zone."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: ZoneInfo = HOUSE_ZONE) -> date:
    """The calendar day on which something was, where people live."""
    return moment.astimezone(zone).date()


def on(day: date) -> datetime:
    """The hour it is now on another day, where people live: 24 hours before it may be the day before that, when the
    clocks were changed in between."""
    return datetime.combine(day, now().astimezone(HOUSE_ZONE).time(), HOUSE_ZONE).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let time stand still inside the block. `at` must be aware."""
    if at.tzinfo is None:
        raise ValueError("a frozen time needs a zone")
    token = _frozen_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)


def travel(by: timedelta) -> None:
    """Move a frozen clock. Only inside `frozen`, so that no running system ever jumps."""
    standing = _frozen_at.get()
    if standing is None:
        raise RuntimeError("travel() is for a frozen clock")
    _frozen_at.set(standing + by)
