"""Two clocks of a world.

The *calendar* is what stands beside a post and in every answer to a program: real time, plus what was skipped by hand.
The *audience's time* runs along it at the world's speed. So a client never meets a date from the future in a fast
world, and yet the audience reacts in minutes. Audience time is a plain number of seconds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

SLOWEST, FASTEST = 0.0, 10_000.0
AS_IN_LIFE = 1.0


@dataclass(frozen=True)
class Piece:
    """From the calendar moment `calendar` (unix seconds) on, `audience` runs at `speed`."""

    calendar: float
    audience: float
    speed: float


@dataclass(frozen=True)
class Timeline:
    """Pieces in their order; the last one runs on."""

    pieces: tuple[Piece, ...]

    def written(self) -> list[list[float]]:
        """As a row keeps it; `read_timeline` is the way back."""
        return [[piece.calendar, piece.audience, piece.speed] for piece in self.pieces]

    @property
    def speed(self) -> float:
        return self.pieces[-1].speed

    def audience(self, moment: datetime) -> float:
        """The audience's time at a calendar moment."""
        seconds = moment.timestamp()
        piece = next((one for one in reversed(self.pieces) if one.calendar <= seconds), None)
        if piece is None:  # before the world began everything ran as in life
            return self.pieces[0].audience - (self.pieces[0].calendar - seconds)
        return piece.audience + (seconds - piece.calendar) * piece.speed

    def calendar(self, audience: float) -> datetime:
        """The calendar moment, to the second, at which the audience's time is or will be that."""
        piece = next((one for one in reversed(self.pieces) if one.audience <= audience), self.pieces[0])
        passed = (audience - piece.audience) / piece.speed if piece.speed else 0.0
        return datetime.fromtimestamp(round(piece.calendar + passed), UTC)

    def elapsed(self, since: datetime, until: datetime) -> float:
        """Seconds that passed for the audience."""
        return self.audience(until) - self.audience(since)

    def skipping(self, now: datetime, seconds: float) -> "Timeline":
        """Both clocks jump by `seconds`; nothing in between is lost."""
        if self.speed == AS_IN_LIFE:  # a jump and the life around it are one line
            return self
        there, heard, speed = now.timestamp(), self.audience(now), self.speed
        jump = (Piece(there, heard, AS_IN_LIFE), Piece(there + seconds, heard + seconds, speed))
        return Timeline((*self._before(there), *jump))

    def running(self, now: datetime, speed: float) -> "Timeline":
        """From now on at another speed."""
        speed = min(max(speed, SLOWEST), FASTEST)
        return Timeline((*self._before(now.timestamp()), Piece(now.timestamp(), self.audience(now), speed)))

    def _before(self, calendar: float) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.calendar < calendar)


def read_timeline(written: list[list[float]]) -> Timeline:
    return Timeline(tuple(Piece(*piece) for piece in written))


def begin(moment: datetime, speed: float) -> Timeline:
    return Timeline((Piece(moment.timestamp(), moment.timestamp(), min(max(speed, SLOWEST), FASTEST)),))
