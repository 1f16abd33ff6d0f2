"""Moments in words, as far as people write them to a program."""

import re
from datetime import datetime, timedelta

STEP = re.compile(r"\+?\s*(\d{1,4})\s*(minute|min|hour|day|week)s?")
DAYS = {"now": 0, "today": 0, "tomorrow": 1, "next week": 7}


def read_spoken(text: str, now: datetime) -> datetime | None:
    """None = these are no such words."""
    words = " ".join(text.lower().split())
    if words in DAYS:
        then = now + timedelta(days=DAYS[words])
        # A day in words begins at midnight; "now" and "next week" keep the hour.
        return then.replace(hour=0, minute=0, second=0, microsecond=0) if words in ("today", "tomorrow") else then
    found = STEP.fullmatch(words)
    if found is None:
        return None
    unit = "minutes" if found[2] == "min" else f"{found[2]}s"
    return now + timedelta(**{unit: int(found[1])})
