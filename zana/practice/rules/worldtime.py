"""The clock of a world: it runs at its own speed and can be moved forward."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SLOWEST, FASTEST = 0.0, 10_000.0


@dataclass(frozen=True)
class Anchor:
    """At the real moment `real` it was `world` in the world, running at `speed`."""

    real: datetime
    world: datetime
    speed: float

    def at(self, real_now: datetime) -> datetime:
        passed = max((real_now - self.real).total_seconds(), 0.0)
        return self.world + timedelta(seconds=passed * self.speed)

    def moved(self, real_now: datetime, seconds: float) -> "Anchor":
        """The same clock, `seconds` further on."""
        return Anchor(real_now, self.at(real_now) + timedelta(seconds=seconds), self.speed)

    def running(self, real_now: datetime, speed: float) -> "Anchor":
        """The same clock, from now on at another speed."""
        return Anchor(real_now, self.at(real_now), speed)
