"""How much the rest of a day can still bring at most: tables for the search of `search.py`.

A table is the best filling of the minutes that are left if prerequisites, the share of practice and the cap per
network did not exist. Two of these rules come back as prices (Lagrange multipliers): a unit may pass a part of
its gain to what it needs, and practice may be paid at the expense of theory. For every day that keeps the rules
the sum is then at least what it was, so the bound stays true; good prices make it tight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

NEVER = -(10**15)
TOPIC_COST = 1_000
Table = list[list[int]]  # [practical work still missing][steps of time left]


class Unit(Protocol):
    """What a bound knows of a candidate."""

    @property
    def minutes(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def is_practice(self) -> bool: ...
    @property
    def is_practical_work(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Start:
    """Where the search begins: after the fixed units. `step` divides all minutes; `left` and tables count in it."""

    units: Sequence[Unit]
    gains: Sequence[int]
    needs: Sequence[tuple[int, ...]]  # positions among `units`
    paid_topics: frozenset[str]
    step: int
    steps: int
    left: int
    is_missing_work: bool
    slack: int
    counts_practice: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """`gains[i]` is what taking unit i adds under this bound's prices, `head` what the fixed units add."""

    gains: Sequence[int]
    tables: Sequence[tuple[Table, Table]]  # [unit](its topic is new, its topic is in the day)
    head: int = 0


def slack_of(unit: Unit) -> int:
    """What a unit adds to 5 * practice - 2 * all minutes, which must not end below 0 (40 % practice)."""
    return 3 * unit.minutes if unit.is_practice else -2 * unit.minutes


def plain_bound(start: Start) -> Bound:
    return Bound(start.gains, _fill_tables(start, start.gains))


def priced_bound(start: Start, aim: int, rounds: int) -> Bound:
    """Prices start where a unit and what it needs bring the same a minute, and get better round by round.

    `aim` is a sum that is known to be reachable; a round moves every price against what the best filling breaks.
    """
    passed = _share_evenly(start)
    price = 0
    best, best_sum = _bound(start, passed, price), None
    for _ in range(rounds):
        bound = _bound(start, passed, price)
        total, taken = _read_best(start, bound)
        if best_sum is None or total < best_sum:
            best, best_sum = bound, total
        slack = start.slack + sum(slack_of(start.units[i]) for i in taken)
        broken = {(i, need): (i in taken) - (need in taken) for i, need in passed}
        size = sum(miss * miss for miss in broken.values()) + (slack * slack if slack < 0 or price else 0)
        if total <= aim or not size:
            break
        pace = (total - aim) // size
        passed = {pair: max(0, passed[pair] + pace * miss) for pair, miss in broken.items()}
        if start.counts_practice:
            price = max(0, price - pace * slack)
    return best


def _share_evenly(start: Start) -> dict[tuple[int, int], int]:
    gains, passed = list(start.gains), {}
    for i in range(len(gains) - 1, -1, -1):
        for need in start.needs[i]:
            here, there = start.units[i].minutes, start.units[need].minutes
            moved = max(0, (gains[i] * there - gains[need] * here) // (here + there))
            gains[i] -= moved
            gains[need] += moved
            passed[i, need] = moved
    return passed


def _bound(start: Start, passed: dict[tuple[int, int], int], price: int) -> Bound:
    gains = [gain + price * slack_of(unit) for gain, unit in zip(start.gains, start.units, strict=True)]
    for (i, need), moved in passed.items():
        gains[i] -= moved
        gains[need] += moved
    return Bound(gains, _fill_tables(start, gains), head=price * start.slack)


def _read_best(start: Start, bound: Bound) -> tuple[int, set[int]]:
    """The bound for the whole day, and the units whose filling reaches it."""
    taken: set[int] = set()
    topics, left, missing = set(start.paid_topics), start.left, int(start.is_missing_work)
    for i, unit in enumerate(start.units):
        is_new = unit.topic not in topics
        size = unit.minutes // start.step
        here = bound.tables[i][not is_new][missing][left]
        after = i + 1
        if size > left:
            continue
        inside = int(missing and not unit.is_practical_work)
        is_paid = after < len(start.units) and start.units[after].topic in {*topics, unit.topic}
        gain = bound.gains[i] - TOPIC_COST * is_new
        if here > NEVER // 2 and here == gain + bound.tables[after][is_paid][inside][left - size]:
            taken.add(i)
            topics.add(unit.topic)
            left, missing = left - size, inside
    first_is_paid = bool(start.units) and start.units[0].topic in start.paid_topics
    return bound.head + bound.tables[0][first_is_paid][start.is_missing_work][start.left], taken


def _fill_tables(start: Start, gains: Sequence[int]) -> list[tuple[Table, Table]]:
    none = [[0] * (start.steps + 1), [NEVER] * (start.steps + 1)]
    tables = [(none, none)]
    following = ""
    for unit, gain in zip(reversed(start.units), reversed(gains), strict=True):
        after_new, after_paid = tables[-1]
        if following != unit.topic:
            after_new = after_paid = after_paid if following in start.paid_topics else after_new
        size = unit.minutes // start.step
        tables.append(
            (
                _widen(unit, after_new, after_paid, gain - TOPIC_COST, size),
                _widen(unit, after_paid, after_paid, gain, size),
            )
        )
        following = unit.topic
    return tables[::-1]


def _widen(unit: Unit, skip: Table, take: Table, gain: int, size: int) -> Table:
    """The table one unit earlier: leave the unit out (`skip`) or take it and go on from `take`."""
    rows = []
    for missing in (0, 1):
        left_out = skip[missing]
        taken = take[missing and not unit.is_practical_work]
        worth = [cell + gain for cell in taken[: len(taken) - size]]
        rows.append(left_out[:size] + [max(pair) for pair in zip(left_out[size:], worth, strict=True)])
    return rows
