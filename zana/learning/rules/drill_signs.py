"""What practice showed, held against what a drill watches for. Plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.learning.drills.forms import Act, Drill, Watch, Wrong


@dataclass(frozen=True, slots=True)
class Happening:
    """Something she did there: `verb` as in `drills.forms`, what it was done to (`inject`, "" = nothing of ours)."""

    verb: str
    minute: float
    inject: str = ""
    text: str = ""


def recognise(drill: Drill, happenings: Sequence[Happening]) -> dict[str, float]:
    """Act or wrong turn -> the minute of the first happening that shows it."""
    found = {one.id: _minute_shown(one, happenings) for one in drill.moves}
    return {name: minute for name, minute in found.items() if minute is not None}


def drop_excused(drill: Drill, found: Mapping[str, float]) -> dict[str, float]:
    """Without wrong turns that something done before makes right: deleting what has been kept."""
    excused = {
        wrong.id
        for wrong in drill.wrongs
        if wrong.id in found and found.get(wrong.unless, found[wrong.id] + 1) <= found[wrong.id]
    }
    return {name: minute for name, minute in found.items() if name not in excused}


def keep_in_time(drill: Drill, found: Mapping[str, float]) -> dict[str, float]:
    """Without what came when the drill was over: after its minutes, or after a red line, which ends its clock.

    So it does not matter when somebody looks.
    """
    reds = {wrong.id for wrong in drill.wrongs if wrong.red}
    end = min([float(drill.minutes), *(minute for name, minute in found.items() if name in reds)])
    return {name: minute for name, minute in found.items() if minute <= end}


def finds_live_link(drill: Drill, note: str) -> list[str]:
    """Wrong turns that lie in her own note: the words she says she sent carry an address that was a trap."""
    named = {one.id for one in drill.injects if one.link and one.link in note}
    return [
        wrong.id
        for wrong in drill.wrongs
        if any(watch.verb == "forwarded" and watch.inject in named for watch in wrong.seen)
    ]


def is_named(name: str, text: str) -> bool:
    """Whether somebody stands in these words; a first name is enough where the rest is one letter ("Era K.")."""
    spoken = re.sub(r"\s\w\.$", "", name)
    return re.search(rf"\b{re.escape(spoken)}\b", text, re.IGNORECASE) is not None


def minutes_between(began: datetime, moment: datetime, pauses: Iterable[tuple[datetime, datetime | None]]) -> float:
    """Minutes of the drill's own clock: pauses do not count, one that goes on (None) lasts until `moment`."""
    rested = timedelta()
    for start, end in pauses:
        rested += max(timedelta(), min(end or moment, moment) - max(start, began))
    return max(0.0, (moment - began - rested).total_seconds() / 60)


def moment_of(minute: float, began: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    """When the drill's own clock shows `minute`, if it is not stopped again. The other way round of the above."""
    moment = began + timedelta(minutes=minute)
    for start, end in sorted(pauses):
        if start < moment:
            moment += end - start
    return moment


def _minute_shown(move: Act | Wrong, happenings: Sequence[Happening]) -> float | None:
    """The first of what shows it; the last where only all of it together does."""
    shown = [_first(watch, happenings) for watch in move.seen]
    minutes = [minute for minute in shown if minute is not None]
    if move.together:
        return max(minutes) if len(minutes) == len(shown) else None
    return min(minutes, default=None)


def _first(watch: Watch, happenings: Sequence[Happening]) -> float | None:
    return min((one.minute for one in happenings if _shows(watch, one)), default=None)


def _shows(watch: Watch, one: Happening) -> bool:
    if watch.verb != one.verb or watch.inject not in ("", one.inject):
        return False
    return not watch.says or re.search(watch.says, one.text, re.IGNORECASE) is not None
