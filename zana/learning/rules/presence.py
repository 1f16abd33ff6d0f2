"""Minutes of a half day, and when a sheet may still be changed without a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

THERE, EXCUSED, ABSENT = "there", "excused", "absent"
STATES = (THERE, EXCUSED, ABSENT)
ENOUGH = 80  # per cent of the planned minutes: she was there
OPEN_FOR = timedelta(days=7)  # after it, a correction needs a reason
GRACE = timedelta(minutes=10)  # who checks in by then is not late


@dataclass(frozen=True, slots=True)
class Stay:
    """How somebody was there: `late` and `early` are minutes missed at the beginning and at the end."""

    state: str = THERE
    late: int = 0
    early: int = 0

    def minutes(self, planned: int) -> int:
        """Excused counts like absent here: she did not hear it. It only looks different in the list."""
        return max(0, planned - self.late - self.early) if self.state == THERE else 0

    def fits(self, planned: int) -> bool:
        missed = self.late + self.early
        return self.state in STATES and min(self.late, self.early) >= 0 and missed <= planned

    @property
    def facts(self) -> dict[str, str | int]:
        return {"state": self.state, "late": self.late, "early": self.early}


def is_guarded(ends_at: datetime, now: datetime) -> bool:
    return now > ends_at + OPEN_FOR


def late_by(starts_at: datetime, came_at: datetime) -> int:
    """Whole minutes; who comes within the grace is on time."""
    return 0 if came_at <= starts_at + GRACE else (came_at - starts_at) // timedelta(minutes=1)


def is_enough(minutes: int, planned: int) -> bool:
    """Whether it counts as having been there: for a certificate of attendance, for what she has learnt."""
    return planned > 0 and 100 * minutes >= ENOUGH * planned


def rate(present: Iterable[int], planned: Iterable[int]) -> int | None:
    """Per cent of everything planned, also of what is still to come or was missed; None when nothing is planned."""
    whole = sum(planned)
    return sum(present) * 100 // whole if whole else None
