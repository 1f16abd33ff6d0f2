"""What may be undone, what stops an audit, what must be said at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

UNDO_WITHIN = timedelta(minutes=1)
REPORTED, SUSPECTED, STARTED, SET_ASIDE, CLOSED = "reported", "suspected", "started", "set_aside", "closed"
DONE, UNDONE, KEPT, EXPORTED, OPENED = "done", "undone", "kept", "exported", "opened"

# Hints in an archive that somebody is inside now. A changed e-mail is none: our own remedies change it.
ARCHIVE_SIGNS = {"two_factor_off": "takeover", "reset_storm": "takeover", "new_country": "takeover"}


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the log of an incident."""

    verb: str
    at: datetime
    who: str
    move: str = ""


def read_ticks(log: Iterable[Noted]) -> dict[str, Noted]:
    """Which moves are done, by whom and when; `log` in order. What was unticked is not done."""
    ticks: dict[str, Noted] = {}
    for noted in log:
        if noted.verb == DONE:
            ticks.setdefault(noted.move, noted)
        elif noted.verb == UNDONE:
            ticks.pop(noted.move, None)
    return ticks


def may_untick(ticked: Noted, now: datetime) -> bool:
    """A slip of the thumb can be taken back; later the log says what was done, and it stays."""
    return now - ticked.at <= UNDO_WITHIN


def suspect_kinds(signs: Iterable[str]) -> list[str]:
    """The kinds that hints of an archive speak for, each once."""
    return sorted({ARCHIVE_SIGNS[sign] for sign in signs if sign in ARCHIVE_SIGNS})
