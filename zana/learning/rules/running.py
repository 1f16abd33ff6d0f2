"""The day as it runs: planned and real minutes of a unit, and how far it is behind."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zana.kernel.words import Saying, say

# Why a unit of the day was not held -> how that stands on the list for the job.
SKIPS: dict[str, Saying] = {
    "time": say("there was no time left on the day"),
    "person": say("whoever needs it was not there on the day"),
    "access": say("nobody could get into the account on the day"),
    "power": say("the internet or the power failed on the day"),
    "other": say("it was left out on the day, for a reason the trainer noted"),
}


def planned_at(held_on: date, minute: int, zone: ZoneInfo) -> datetime:
    """When a stretch of the day begins by the clock on the wall, also on the day that clock is changed.

    `minute` counts from midnight as a clock shows it, so nine stays nine.
    """
    hours, minutes = divmod(minute, 60)
    return datetime.combine(held_on, time(hours, minutes), zone)


def minutes_between(started_at: datetime, ended_at: datetime) -> int:
    """Real minutes, whatever clocks on walls did in between."""
    utc = started_at.astimezone(ZoneInfo("UTC")), ended_at.astimezone(ZoneInfo("UTC"))
    return max(0, round((utc[1] - utc[0]) / timedelta(minutes=1)))


def count_behind(planned: datetime, now: datetime) -> int:
    """Minutes behind the timetable; below 0 is ahead of it."""
    return round((now.astimezone(ZoneInfo("UTC")) - planned.astimezone(ZoneInfo("UTC"))) / timedelta(minutes=1))


def is_well_led(planned: int, held: int) -> bool:
    """Long enough to count: at least half of what was planned."""
    return 2 * held >= planned
