"""The best set of units for a day, exactly: branch and bound in framework order.

Objective, one after the other: most value, fewest topics, fewest minutes, lowest framework order. The bound is
the best filling of the minutes that are left if prerequisites, the share of practice and the cap per network
did not exist. It is computed once for every unit and every number of minutes, knows the cost of a new topic,
and is never looser than the fractional one. A second bound of the
same kind shares a unit's value with what it needs, so that it sees some of the prerequisites too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd

CONTENT_MINUTES = 280
NETWORK_MINUTES = 120
NODE_LIMIT = 2_000_000
PRACTICE, PRACTICAL, NETWORK = "practice", "practical", "network"
# What is given up first where the trainer's choices and the locked units leave no day that keeps every rule.
LADDER = tuple(
    frozenset(given_up)
    for given_up in (
        (),
        (NETWORK,),
        (PRACTICE,),
        (PRACTICAL,),
        (NETWORK, PRACTICE),
        (NETWORK, PRACTICAL),
        (PRACTICE, PRACTICAL),
        (NETWORK, PRACTICE, PRACTICAL),
    )
)
_VALUE, _TOPIC, _NEVER = 1_000_000, 1_000, -(10**15)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be chosen. `needs` are positions of candidates that must be chosen with it.

    Candidates stand in framework order, the units of a topic side by side, what is needed before what needs it.
    """

    minutes: int
    value: int
    topic: str
    network: str
    is_practice: bool
    is_practical_work: bool
    needs: tuple[int, ...] = ()
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Positions of the chosen candidates; which rules had to be given up; whether it is proven to be best."""

    chosen: tuple[int, ...]
    given_up: frozenset[str]
    is_exact: bool


def choose_best(candidates: Sequence[Candidate], *, only_network: str = "", node_limit: int = NODE_LIMIT) -> Choice:
    """The best day. Fixed candidates are in it; together with all they need they must fit the minutes.

    `only_network` is the network without a cap, because the organisation has no other.
    """
    for given_up in LADDER:
        search = _Search(tuple(candidates), only_network, given_up, node_limit)
        chosen = search.run()
        if chosen is not None:
            return Choice(chosen, given_up, search.nodes <= node_limit)
    raise ValueError("the fixed units do not fit into a day")


def judge(
    candidates: Sequence[Candidate],
    chosen: Sequence[int],
    *,
    only_network: str = "",
    given_up: frozenset[str] = frozenset(),
) -> tuple[int, int, int] | None:
    """(value, -topics, -minutes) of a set, or None where it breaks a rule."""
    units = [candidates[place] for place in chosen]
    inside = set(chosen)
    minutes = sum(unit.minutes for unit in units)
    practice = sum(unit.minutes for unit in units if unit.is_practice)
    on: dict[str, int] = {}
    for unit in units:
        on[unit.network] = on.get(unit.network, 0) + unit.minutes
    capped = max((m for name, m in on.items() if name not in ("", only_network)), default=0)
    if (
        minutes > CONTENT_MINUTES
        or any(need not in inside for unit in units for need in unit.needs)
        or any(unit.is_fixed and place not in inside for place, unit in enumerate(candidates))
        or (PRACTICE not in given_up and 5 * practice < 2 * minutes)
        or (PRACTICAL not in given_up and not any(unit.is_practical_work for unit in units))
        or (NETWORK not in given_up and capped > NETWORK_MINUTES)
    ):
        return None
    return sum(unit.value for unit in units), -len({unit.topic for unit in units}), -minutes


@dataclass(slots=True)
class _Search:
    candidates: tuple[Candidate, ...]
    only_network: str
    given_up: frozenset[str]
    node_limit: int
    nodes: int = 0
    best: tuple[int, ...] | None = None
    best_score: int = _NEVER
    free: list[int] = field(default_factory=list)
    bounds: list["Bound"] = field(default_factory=list)
    step: int = 1
    practice_after: list[int] = field(default_factory=list)

    def run(self) -> tuple[int, ...] | None:
        """Positions of the best set in framework order, or None where no set keeps the rules."""
        fixed = self._close([p for p, unit in enumerate(self.candidates) if unit.is_fixed])
        if sum(self.candidates[p].minutes for p in fixed) > CONTENT_MINUTES:
            return None
        self._take_greedily(fixed)
        if self.best is not None:
            self.best_score -= 1  # an equal set met first in framework order wins
        self.free = [p for p in range(len(self.candidates)) if p not in fixed and self._can_help(p)]
        self._prepare_bounds(fixed)
        self._branch_from(fixed)
        return self.best

    def _close(self, places: Sequence[int]) -> set[int]:
        """`places` and everything they need."""
        closed: set[int] = set()
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            if place not in closed:
                closed.add(place)
                waiting.extend(self.candidates[place].needs)
        return closed

    def _can_help(self, place: int) -> bool:
        """Theory without value that nothing needs can only cost minutes."""
        unit = self.candidates[place]
        needed = any(place in other.needs for other in self.candidates)
        return unit.value > 0 or unit.is_practice or unit.is_practical_work or needed

    def _score(self, chosen: Sequence[int]) -> int | None:
        verdict = judge(self.candidates, chosen, only_network=self.only_network, given_up=self.given_up)
        return None if verdict is None else verdict[0] * _VALUE + verdict[1] * _TOPIC + verdict[2]

    def _keep(self, chosen: set[int]) -> bool:
        score = self._score(sorted(chosen))
        if score is None or score <= self.best_score:
            return False
        self.best, self.best_score = tuple(sorted(chosen)), score
        return True

    def _take_greedily(self, fixed: set[int]) -> None:
        """A good day quickly: practical work first, then what brings most a minute. Also the fallback."""

        def per_minute(place: int) -> tuple[float, int]:
            added = self._close([place])
            value = sum(self.candidates[p].value for p in added)
            return -value / sum(self.candidates[p].minutes for p in added), place

        order = sorted(range(len(self.candidates)), key=per_minute)
        firsts = [p for p in order if self.candidates[p].is_practical_work][:5]
        for first in [[p] for p in firsts] + [[]]:
            chosen = self._close([*fixed, *first])
            self._keep(chosen)
            for place in order + order:
                wider = chosen | self._close([place])
                if self._score(sorted(wider)) is not None:
                    chosen = wider
                    self._keep(chosen)

    def _prepare_bounds(self, fixed: set[int]) -> None:
        units = [self.candidates[p] for p in self.free]
        self.practice_after = [0]
        for unit in reversed(units):
            self.practice_after.insert(0, self.practice_after[0] + unit.minutes * unit.is_practice)
        paid = {self.candidates[p].topic for p in fixed}
        self.step = gcd(CONTENT_MINUTES, *(unit.minutes for unit in self.candidates))
        gains = [unit.value * _VALUE - unit.minutes for unit in units]
        shared = self._share_with_needs(gains)
        self.bounds = [Bound(g, _fill_tables(units, g, paid, self.step)) for g in (gains, shared)]

    def _share_with_needs(self, gains: Sequence[int]) -> list[int]:
        """The same gains, moved from a unit to what it needs until both bring the same a minute.

        Whoever takes the unit takes both, so no day that keeps the rules loses by it; but the bound now sees
        that the unit is not to be had alone.
        """
        shared, place_of = list(gains), {p: i for i, p in enumerate(self.free)}
        for i in range(len(self.free) - 1, -1, -1):
            unit = self.candidates[self.free[i]]
            for need in unit.needs:
                j = place_of.get(need)
                if j is None:
                    continue
                other = self.candidates[need]
                moved = (shared[i] * other.minutes - shared[j] * unit.minutes) // (unit.minutes + other.minutes)
                if moved > 0:
                    shared[i] -= moved
                    shared[j] += moved
        return shared

    def _misses_practical_work(self, chosen: set[int]) -> bool:
        return PRACTICAL not in self.given_up and not any(self.candidates[p].is_practical_work for p in chosen)

    def _branch_from(self, fixed: set[int]) -> None:
        units = self.candidates
        places, last = self.free, len(self.free)
        (plain, shared), step, practice_after = self.bounds, self.step, self.practice_after
        counts_practice = PRACTICE not in self.given_up
        counts_network = NETWORK not in self.given_up
        needs = [sum(1 << need for need in units[p].needs) for p in places]
        inside, topics = set(fixed), {units[p].topic for p in fixed}
        on: dict[str, int] = {}
        for p in fixed:
            on[units[p].network] = on.get(units[p].network, 0) + units[p].minutes

        def branch(i: int, mask: int, left: int, slack: int, missing: int, score: int, shared_score: int) -> None:
            self.nodes += 1
            if self.nodes > self.node_limit:
                return
            if i == last:
                self._keep(inside)
                return
            unit = units[places[i]]
            is_new = unit.topic not in topics
            if (
                score + plain.tables[i][not is_new][missing][left // step] <= self.best_score
                or shared_score + shared.tables[i][not is_new][missing][left // step] <= self.best_score
            ):
                return
            if counts_practice and slack + 3 * min(left, practice_after[i]) < 0:
                return
            minutes, network = unit.minutes, unit.network
            allowed = not counts_network or network in ("", self.only_network)
            if (
                minutes <= left
                and needs[i] & ~mask == 0
                and (allowed or on.get(network, 0) + minutes <= NETWORK_MINUTES)
            ):
                inside.add(places[i])
                topics.add(unit.topic)
                on[network] = on.get(network, 0) + minutes
                branch(
                    i + 1,
                    mask | 1 << places[i],
                    left - minutes,
                    slack + _slack(unit),
                    missing and not unit.is_practical_work,
                    score + plain.gains[i] - is_new * _TOPIC,
                    shared_score + shared.gains[i] - is_new * _TOPIC,
                )
                on[network] -= minutes
                inside.discard(places[i])
                if is_new:
                    topics.discard(unit.topic)
            branch(i + 1, mask, left, slack, missing, score, shared_score)

        minutes = sum(units[p].minutes for p in fixed)
        start = sum(units[p].value for p in fixed) * _VALUE - len(topics) * _TOPIC - minutes
        branch(
            0,
            sum(1 << p for p in fixed),
            CONTENT_MINUTES - minutes,
            sum(_slack(units[p]) for p in fixed),
            self._misses_practical_work(fixed),
            start,
            start,
        )


def _slack(unit: Candidate) -> int:
    """What a unit adds to 5 * practice - 2 * all minutes, which must not end below 0 (40 % practice)."""
    return 3 * unit.minutes if unit.is_practice else -2 * unit.minutes


def _fill_tables(units: Sequence[Candidate], gains: Sequence[int], paid: set[str], step: int) -> "Tables":
    """[unit][is its topic in the day][is practical work still missing][steps left] -> what can still be gained."""
    cells = CONTENT_MINUTES // step + 1
    none = [[0] * cells, [_NEVER] * cells]
    tables = [(none, none)]
    following = ""
    for unit, gain in zip(reversed(units), reversed(gains), strict=True):
        after_new, after_paid = tables[-1]
        if following != unit.topic:
            after_new = after_paid = after_paid if following in paid else after_new
        size = unit.minutes // step
        tables.append(
            (
                _widen(unit, after_new, after_paid, gain - _TOPIC, size),
                _widen(unit, after_paid, after_paid, gain, size),
            )
        )
        following = unit.topic
    return tables[::-1]


def _widen(unit: Candidate, skip: "Table", take: "Table", gain: int, size: int) -> "Table":
    """The table one unit earlier: leave the unit out (`skip`) or take it and go on from `take`."""
    rows = []
    for missing in (0, 1):
        left_out = skip[missing]
        taken = take[missing and not unit.is_practical_work]
        worth = [cell + gain for cell in taken[: len(taken) - size]]
        rows.append(left_out[:size] + [max(pair) for pair in zip(left_out[size:], worth, strict=True)])
    return rows


Table = list[list[int]]
Tables = list[tuple[Table, Table]]


@dataclass(frozen=True, slots=True)
class Bound:
    gains: Sequence[int]
    tables: Tables
