"""Which trainer holds whose day, and when in its week.

Hard rules are never broken; among what they allow the score decides. The slot with the fewest candidates comes first,
then pairs of slots change trainers as long as that raises the score. Ties go to the lower number of the trainer, then
to the earlier day, so that the same facts always give the same proposal. One trainer holds a day; two do, each
leading what she is good at, where nobody alone can teach what must stay. The hard rules hold for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from zana.kernel.words import Saying, say

DAYS_A_WEEK = 2
_ONE_DAY = timedelta(days=1)

Team = tuple[int, ...]  # one or two trainers' numbers, the lower first


@dataclass(frozen=True, slots=True)
class Trainer:
    """`weekdays` 0 is Monday; `away` single days; `conflicts` organisations she must not look into."""

    id: int
    languages: frozenset[str]
    specialities: frozenset[str]
    region: str = ""
    weekdays: frozenset[int] = frozenset(range(5))
    away: frozenset[date] = frozenset()
    conflicts: frozenset[int] = frozenset()
    days_a_week: int = DAYS_A_WEEK


@dataclass(frozen=True, slots=True)
class Slot:
    """An organisation's turn. `minutes` of its plan by topic; `locked` are topics of what must stay."""

    organisation: int
    language: str
    region: str
    days: tuple[date, ...]  # any of them will do
    minutes: Mapping[str, int] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    known_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """A day that a trainer has already promised, and where."""

    trainer: int
    day: date
    region: str


@dataclass(frozen=True, slots=True)
class Given:
    slot: Slot
    team: Team
    day: date


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nobody can hold it; `why` names the rule that leaves nobody."""

    slot: Slot
    why: Saying


@dataclass(frozen=True, slots=True)
class Assignment:
    given: tuple[Given, ...]
    blocked: tuple[Blocked, ...]
    score: Fraction


def assign(slots: Sequence[Slot], trainers: Sequence[Trainer], taken: Sequence[Taken] = ()) -> Assignment:
    """Everybody gets a trainer and a day, or the rule that stands in the way."""
    board = Board(trainers, taken)
    given, blocked = board.place(slots)
    given = board.swap(given)
    place = {slot.organisation: number for number, slot in enumerate(slots)}
    given.sort(key=lambda one: place[one.slot.organisation])
    blocked.sort(key=lambda one: place[one.slot.organisation])
    return Assignment(tuple(given), tuple(blocked), board.rate_all(given))


def find_broken(slot: Slot, team: Team, day: date, trainers: Sequence[Trainer], taken: Sequence[Taken]) -> list[Saying]:
    """The hard rules that a choice by hand would break, each in words."""
    board = Board(trainers, taken)
    broken = [rule.words for rule in _RULES if not all(rule.holds(board, slot, board.of[one], day) for one in team)]
    if not board.covers(slot, team):
        broken.append(_UNTAUGHT)
    return broken


class Board:
    """Trainers, what they have promised, and what follows from it."""

    def __init__(self, trainers: Sequence[Trainer], taken: Sequence[Taken]) -> None:
        self.of = {one.id: one for one in sorted(trainers, key=lambda one: one.id)}
        self.taken = list(taken)

    def place(self, slots: Sequence[Slot]) -> tuple[list[Given], list[Blocked]]:
        """Least slack first: whoever has the fewest who could come chooses before the others."""
        given: list[Given] = []
        blocked: list[Blocked] = []
        waiting = list(slots)
        while waiting:
            options = [list(self.list_options(slot)) for slot in waiting]
            tightest = min(range(len(waiting)), key=lambda number: (len({team for team, _ in options[number]}), number))
            slot = waiting.pop(tightest)
            if not options[tightest]:
                blocked.append(Blocked(slot, self.explain(slot)))
                continue
            team, day = max(options[tightest], key=lambda option: self._prefer(slot, *option))
            given.append(Given(slot, team, day))
            self._promise(slot, team, day)
        return given, blocked

    def swap(self, given: list[Given]) -> list[Given]:
        """Pairs change trainers while the score rises; never when it would stay or fall."""
        given = list(given)
        has_changed = True
        while has_changed:
            has_changed = False
            for first, second in combinations(range(len(given)), 2):
                changed = self._try_swap(given[first], given[second])
                if changed is not None:
                    given[first], given[second] = changed
                    has_changed = True
        return given

    def list_options(self, slot: Slot) -> Iterator[tuple[Team, date]]:
        """(team, day): everybody who could hold it alone; where nobody can, every two who could together."""
        alone = [(team, day) for team in self._alone() for day in self._free_days(slot, team)]
        yield from alone or [(team, day) for team in self._pairs() for day in self._free_days(slot, team)]

    def covers(self, slot: Slot, team: Team) -> bool:
        """What must stay in the day can be taught."""
        return slot.locked <= frozenset().union(*(self.of[one].specialities for one in team))

    def rate(self, slot: Slot, team: Team) -> Fraction:
        """3 x share of the plan in their specialities + the same region + known from the joint training."""
        known = frozenset().union(*(self.of[one].specialities for one in team))
        planned = sum(slot.minutes.values())
        share = Fraction(sum(n for topic, n in slot.minutes.items() if topic in known), planned) if planned else 0
        near = Fraction(sum(_same(self.of[one].region, slot.region) for one in team), len(team))
        met = Fraction(sum(one in slot.known_by for one in team), len(team))
        return 3 * Fraction(share) + near + met

    def rate_all(self, given: Sequence[Given]) -> Fraction:
        """Of a whole proposal; the balance counts each further day of a trainer half a point more."""
        load: dict[int, int] = {}
        for one in self.taken:
            load[one.trainer] = load.get(one.trainer, 0) + 1
        balance = sum(Fraction(days * (days - 1), 4) for days in load.values())
        return sum((self.rate(one.slot, one.team) for one in given), Fraction(0)) - balance

    def explain(self, slot: Slot) -> Saying:
        """The rule after which nobody is left."""
        if not self.of:
            return say("No trainer has said yet what she teaches and when she can come.")
        left = list(self.of.values())
        for rule in _RULES[:2]:
            left = [one for one in left if rule.holds(self, slot, one, None)]
            if not left:
                return rule.words
        teams = [team for team in [*self._alone(), *self._pairs()] if all(self.of[one] in left for one in team)]
        teams = [team for team in teams if self.covers(slot, team)]
        if not teams:
            return _UNTAUGHT
        open_ones = [(team, day) for team in teams for day in slot.days]
        for rule in _RULES[2:]:
            open_ones = [(t, day) for t, day in open_ones if all(rule.holds(self, slot, self.of[n], day) for n in t)]
            if not open_ones:
                return rule.words
        return _RULES[-1].words

    def _alone(self) -> list[Team]:
        return [(one,) for one in self.of]

    def _pairs(self) -> list[Team]:
        return list(combinations(self.of, 2))

    def _free_days(self, slot: Slot, team: Team) -> list[date]:
        if not self.covers(slot, team):
            return []
        return [day for day in slot.days if all(self._holds(slot, one, day) for one in team)]

    def _holds(self, slot: Slot, trainer: int, day: date) -> bool:
        return all(rule.holds(self, slot, self.of[trainer], day) for rule in _RULES)

    def _prefer(self, slot: Slot, team: Team, day: date) -> tuple[Fraction, tuple[int, ...], int]:
        """The score, then the lower number, then the earlier day."""
        load = sum(one.trainer in team for one in self.taken)
        return self.rate(slot, team) - Fraction(load, 2), tuple(-one for one in team), -day.toordinal()

    def _promise(self, slot: Slot, team: Team, day: date) -> None:
        self.taken += [Taken(one, day, slot.region) for one in team]

    def _release(self, given: Given) -> None:
        for one in given.team:
            self.taken.remove(Taken(one, given.day, given.slot.region))

    def _try_swap(self, one: Given, other: Given) -> tuple[Given, Given] | None:
        gain = self.rate(one.slot, other.team) + self.rate(other.slot, one.team)
        if one.team == other.team or gain <= self.rate(one.slot, one.team) + self.rate(other.slot, other.team):
            return None
        self._release(one)
        self._release(other)
        for day in self._free_days(one.slot, other.team):
            first = Given(one.slot, other.team, day)
            self._promise(first.slot, first.team, first.day)
            for later in self._free_days(other.slot, one.team):
                second = Given(other.slot, one.team, later)
                self._promise(second.slot, second.team, second.day)
                return first, second
            self._release(first)
        self._promise(one.slot, one.team, one.day)
        self._promise(other.slot, other.team, other.day)
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    """`holds(board, slot, trainer, day)`; the first two look at no day."""

    holds: Callable[[Board, Slot, Trainer, date | None], bool]
    words: Saying


def _speaks(_board: Board, slot: Slot, trainer: Trainer, _day: date | None) -> bool:
    return slot.language in trainer.languages


def _is_impartial(_board: Board, slot: Slot, trainer: Trainer, _day: date | None) -> bool:
    return slot.organisation not in trainer.conflicts


def _is_free(board: Board, _slot: Slot, trainer: Trainer, day: date | None) -> bool:
    has_promised = any(one.trainer == trainer.id and one.day == day for one in board.taken)
    return day is not None and day.weekday() in trainer.weekdays and day not in trainer.away and not has_promised


def _has_room(board: Board, _slot: Slot, trainer: Trainer, day: date | None) -> bool:
    if day is None:
        return True
    used = sum(one.trainer == trainer.id and week_of(one.day) == week_of(day) for one in board.taken)
    return used < min(trainer.days_a_week, DAYS_A_WEEK)


def _can_travel(board: Board, slot: Slot, trainer: Trainer, day: date | None) -> bool:
    """Between two places in different regions lies a day without training."""
    return day is None or not any(
        one.trainer == trainer.id and abs(one.day - day) == _ONE_DAY and not _same(one.region, slot.region)
        for one in board.taken
    )


_RULES = (
    _Rule(_speaks, say("Nobody who trains here speaks the organisation's language.")),
    _Rule(_is_impartial, say("Whoever speaks its language stands too close to this organisation.")),
    _Rule(_is_free, say("Whoever could hold it is not free in that week.")),
    _Rule(_has_room, say("Whoever could hold it has two days in that week already.")),
    _Rule(_can_travel, say("Whoever could hold it would have no day between to travel.")),
)
_UNTAUGHT = say("What must stay in the day is nobody's speciality, not even of two trainers together.")


def week_of(day: date) -> tuple[int, int]:
    """Year and number of its week."""
    year, week, _day = day.isocalendar()
    return year, week


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def spread_weeks(number: int, first: date, last: date) -> list[tuple[date, ...]]:
    """For each of so many turns the days of its week, the turns spread evenly over the time."""
    monday = first - timedelta(days=first.weekday())
    weeks = max(1, ((last - monday).days // 7) + 1)
    starts = [monday + timedelta(weeks=turn * weeks // max(number, 1)) for turn in range(number)]
    days = [tuple(start + timedelta(days=n) for n in range(7)) for start in starts]
    return [tuple(day for day in week if first <= day <= last) for week in days]


def lead_of(topic: str, team: Sequence[Trainer]) -> int:
    """Who of two leads a unit: whose speciality it is; the first where it is both's or nobody's."""
    return next((one.id for one in team if topic in one.specialities), team[0].id)
