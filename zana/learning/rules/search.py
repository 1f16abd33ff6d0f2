"""The best set of units for a day, exactly: branch and bound in framework order.

Objective, one after the other: most value, fewest topics, fewest minutes, lowest framework order. The bound
(`bounds.py`) is never looser than the fractional one. Where a search grows long it is begun again with better prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd

from zana.learning.rules.bounds import NEVER, TOPIC_COST, Bound, Start, plain_bound, priced_bound, slack_of

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
_VALUE = 1_000_000
_SHORT, _ROUNDS = 5_000, 12  # nodes before better prices are worth their time; rounds to find them


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
            return Choice(chosen, given_up, search.is_exact)
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
    is_exact: bool = True
    best: tuple[int, ...] | None = None
    best_score: int = NEVER
    free: list[int] = field(default_factory=list)
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
        self.practice_after = [0]
        for place in reversed(self.free):
            unit = self.candidates[place]
            self.practice_after.insert(0, self.practice_after[0] + unit.minutes * unit.is_practice)
        start = self._start(fixed)
        plain = plain_bound(start)
        if not self._branch_from(fixed, start, plain, priced_bound(start, 0, 0), min(_SHORT, self.node_limit)):
            aim = self.best_score - self._head(fixed)
            self.is_exact = self._branch_from(fixed, start, plain, priced_bound(start, aim, _ROUNDS), self.node_limit)
        return self.best

    def _start(self, fixed: set[int]) -> Start:
        units = [self.candidates[p] for p in self.free]
        place_of = {p: i for i, p in enumerate(self.free)}
        step = gcd(CONTENT_MINUTES, *(unit.minutes for unit in self.candidates))
        return Start(
            units=units,
            gains=[unit.value * _VALUE - unit.minutes for unit in units],
            needs=[tuple(place_of[need] for need in unit.needs if need in place_of) for unit in units],
            paid_topics=frozenset(self.candidates[p].topic for p in fixed),
            step=step,
            steps=CONTENT_MINUTES // step,
            left=(CONTENT_MINUTES - sum(self.candidates[p].minutes for p in fixed)) // step,
            is_missing_work=PRACTICAL not in self.given_up
            and not any(self.candidates[p].is_practical_work for p in fixed),
            slack=sum(slack_of(self.candidates[p]) for p in fixed),
            counts_practice=PRACTICE not in self.given_up,
        )

    def _head(self, fixed: set[int]) -> int:
        """What the fixed units score before anything is chosen."""
        units = [self.candidates[p] for p in fixed]
        minutes, topics = sum(unit.minutes for unit in units), {unit.topic for unit in units}
        return sum(unit.value for unit in units) * _VALUE - len(topics) * TOPIC_COST - minutes

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
        return None if verdict is None else verdict[0] * _VALUE + verdict[1] * TOPIC_COST + verdict[2]

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

    def _branch_from(self, fixed: set[int], start: Start, plain: Bound, priced: Bound, node_limit: int) -> bool:
        """Whether everything was looked at; what is best so far stands in `best`."""
        units, places, last = self.candidates, self.free, len(self.free)
        step, practice_after = start.step, self.practice_after
        needs = [sum(1 << need for need in units[p].needs) for p in places]
        capped = {unit.network for unit in units} - {"", self.only_network} if NETWORK not in self.given_up else set()
        inside, topics = set(fixed), set(start.paid_topics)
        on = {network: sum(units[p].minutes for p in fixed if units[p].network == network) for network in capped}
        nodes = 0

        def branch(i: int, mask: int, left: int, slack: int, missing: int, score: int, priced_score: int) -> None:
            nonlocal nodes
            nodes += 1
            if nodes > node_limit:
                return
            if i == last:
                self._keep(inside)
                return
            unit = units[places[i]]
            is_new = unit.topic not in topics
            if (
                score + plain.tables[i][not is_new][missing][left // step] <= self.best_score
                or priced_score + priced.tables[i][not is_new][missing][left // step] <= self.best_score
                or (start.counts_practice and slack + 3 * min(left, practice_after[i]) < 0)
            ):
                return
            minutes, network = unit.minutes, unit.network
            is_allowed = network not in capped or on[network] + minutes <= NETWORK_MINUTES
            if minutes <= left and is_allowed and needs[i] & ~mask == 0:
                inside.add(places[i])
                topics.add(unit.topic)
                if network in capped:
                    on[network] += minutes
                branch(
                    i + 1,
                    mask | 1 << places[i],
                    left - minutes,
                    slack + slack_of(unit),
                    missing and not unit.is_practical_work,
                    score + plain.gains[i] - is_new * TOPIC_COST,
                    priced_score + priced.gains[i] - is_new * TOPIC_COST,
                )
                if network in capped:
                    on[network] -= minutes
                inside.discard(places[i])
                if is_new:
                    topics.discard(unit.topic)
            branch(i + 1, mask, left, slack, missing, score, priced_score)

        head, mask = self._head(fixed), sum(1 << p for p in fixed)
        branch(0, mask, start.left * step, start.slack, start.is_missing_work, head, head + priced.head)
        return nodes <= node_limit
