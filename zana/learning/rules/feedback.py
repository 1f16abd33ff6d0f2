"""What is asked after a training, and what of the answers may be shown without betraying anybody.

The eight sentences are our own and no validated scale. Nothing is shown of fewer than five answers or of fewer than
three organisations; of a wave only once, when it is over; an answer that one or two people gave is shown together
with its neighbour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zana.kernel.words import Saying, say
from zana.people.release import MINIMUM_ORGANISATIONS, MINIMUM_PEOPLE

JOINT, POOL, LATER = "joint", "pool", "later"
OPEN_FOR = timedelta(days=7)
LATER_OPEN_FOR = timedelta(days=14)  # after the quarter's end: who is asked on its last day has time to answer
FOLLOW_UP_AFTER = timedelta(weeks=12)
FEW = 3  # an answer given by fewer, but not by nobody, is merged
LOWEST, HIGHEST, UNSURE = 1, 5, 0
AGREES_FROM = 4

ITEMS: Mapping[str, Saying] = {
    "matters": say("What we covered matters for my daily work."),
    "use": say("I can use at least one thing this week."),
    "level": say("The day fitted our level."),
    "examples": say("The examples fitted our kind of organisation."),
    "practice": say("I had enough time to practise myself."),
    "clear": say("The trainer explained so that I could follow."),
    "free": say("I felt free to ask and to say no."),
    "access": say("Place, time, language and access suited me."),
}
POOL_ITEMS: Mapping[str, Saying] = {"again": say("I would gladly have another day with this trainer.")}
OPEN_ITEMS: Mapping[str, Saying] = {
    "first": say("What will you do first?"),
    "change": say("What should change?"),
    "help": say("What would help next?"),
}
USED: Mapping[str, Saying] = {"yes": say("Yes"), "partly": say("Partly"), "no": say("Not yet")}
HINDRANCES: Mapping[str, Saying] = {
    "time": say("No time"),
    "internet": say("Slow or no internet"),
    "approval": say("Nobody approves, or too late"),
    "equipment": say("No phone or computer for it"),
    "money": say("No money for it"),
    "attacks": say("Fear of attacks"),
    "nothing": say("Nothing hindered me"),
}


def week_of(day: date) -> date:
    """As exact as an answer may know its time: the Monday."""
    return day - timedelta(days=day.weekday())


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def first_day_of(quarter: str) -> date:
    return date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)


def last_day_of(quarter: str) -> date:
    return first_day_of(quarter_of(first_day_of(quarter) + timedelta(days=100))) - timedelta(days=1)


def quarter_asked(held_on: date) -> str:
    """The wave in which somebody is asked twelve weeks after that day."""
    return quarter_of(held_on + FOLLOW_UP_AFTER)


def follow_up_quarter(held_on: date, today: date) -> str | None:
    """The same, if it is open to her now."""
    quarter = quarter_asked(held_on)
    return quarter if held_on + FOLLOW_UP_AFTER <= today <= last_day_of(quarter) + LATER_OPEN_FOR else None


def is_enough(answers: int, organisations: int) -> bool:
    return answers >= MINIMUM_PEOPLE and organisations >= MINIMUM_ORGANISATIONS


def may_release(closes_on: date, today: date, asked: int, given: int) -> bool:
    """A wave is over when its day has passed or everybody has answered; never while answers still come in."""
    return today > closes_on or (asked > 0 and given == asked)


@dataclass(frozen=True, slots=True)
class Band:
    """Answers from `low` to `high` together; `unsure`: those who could not say are among them."""

    low: int
    high: int
    count: int
    unsure: bool = False

    def join(self, other: Band) -> Band:
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Band(low, high, self.count + other.count, self.unsure or other.unsure)

    @property
    def is_small(self) -> bool:
        return 0 < self.count < FEW


def merge_cells(answers: Sequence[int]) -> list[Band]:
    """1 to 5 and "cannot say" (0, last), so that every band shown counts nobody or at least three."""
    counts = Counter(answers)
    bands = [Band(n, n, counts[n]) for n in range(LOWEST, HIGHEST + 1)]
    unsure = Band(UNSURE, UNSURE, counts[UNSURE], unsure=True)
    if unsure.is_small:
        bands[2] = Band(3, 3, bands[2].count + unsure.count, unsure=True)
        unsure = Band(UNSURE, UNSURE, 0, unsure=True)
    while len(bands) > 1 and any(band.is_small for band in bands):
        place = min((n for n, band in enumerate(bands) if band.is_small), key=lambda n: (bands[n].count, n))
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(bands)]
        other = min(beside, key=lambda n: (bands[n].count == 0, bands[n].count, n))
        first = min(place, other)
        bands[first : first + 2] = [bands[first].join(bands[first + 1])]
    if bands[0].is_small:  # nearly all could not say
        return [bands[0].join(Band(LOWEST, HIGHEST, unsure.count, unsure=True)), Band(UNSURE, UNSURE, 0, unsure=True)]
    return [*bands, unsure]


def count_agreeing(bands: Sequence[Band]) -> tuple[int, int] | None:
    """How many chose 4 or 5, of all who could say; None where a band reaches over that line or hides the unsure."""
    said = [band for band in bands if band.low != UNSURE]
    if any(band.low < AGREES_FROM <= band.high or band.unsure for band in said):
        return None
    return sum(band.count for band in said if band.low >= AGREES_FROM), sum(band.count for band in said)


def sum_up(kind: str, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is kept of a wave for showing: nothing else is ever read from its answers."""
    if kind == LATER:
        return {"answers": len(answers), "later": _sum_up_later(answers)}
    names = POOL_ITEMS if kind == POOL else ITEMS
    bands = {name: merge_cells([int(one.get(name, UNSURE)) for one in answers]) for name in names}
    return {
        "answers": len(answers),
        "items": {name: [[b.low, b.high, b.count, b.unsure] for b in found] for name, found in bands.items()},
    }


def _sum_up_later(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    used = Counter(str(one.get("used")) for one in answers)
    hindered = Counter(name for one in answers for name in set(one.get("hindered", ())))
    kept: dict[str, int | None] = {name: used[name] for name in USED}
    if any(0 < used[name] < FEW for name in USED):
        kept |= {"partly": None, "no": None} if not 0 < used["yes"] < FEW else dict.fromkeys(USED)
        if kept["yes"] is not None and 0 < used["partly"] + used["no"] < FEW:
            kept = dict.fromkeys(USED)
    return {"used": kept, "hindered": {n: hindered[n] if hindered[n] >= FEW else None for n in HINDRANCES}}


def read_bands(kept: Sequence[Sequence[Any]]) -> list[Band]:
    return [Band(int(low), int(high), int(count), bool(unsure)) for low, high, count, unsure in kept]
