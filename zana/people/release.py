"""What may leave the team about counts of people: one rule for every table, chart and export.

A cell is hidden when it counts fewer than five people or comes from fewer than three organisations.
Further cells are then hidden until nobody can work a hidden one out from the totals: for each, the
numbers shown must leave at least `people` + 1 possible values open. Cells and totals form a network
(each cell is an arc between its row's sum and its column's sum), so what a reader can infer
about one cell is how far flow can be pushed around it through other hidden cells.

Two releases of the same table at different dates can still be subtracted: release whole waves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from zana.kernel.words import Saying, say

MINIMUM_PEOPLE = 5
MINIMUM_ORGANISATIONS = 3
PERCENT_FROM = 10
TOTAL = "*"
_UNBOUNDED = 10**9

Place = tuple[str, str]  # (row, column); TOTAL stands for the sum over all rows or columns


@dataclass(frozen=True)
class Rule:
    people: int = MINIMUM_PEOPLE
    organisations: int = MINIMUM_ORGANISATIONS


PEOPLE = Rule()
# Things (findings, accounts) are not persons: only the number of organisations behind them counts.
THINGS = Rule(people=0)


@dataclass(frozen=True)
class Cell:
    """`count` of people (or things) and the references of the organisations they belong to."""

    count: int
    organisations: frozenset[str]


@dataclass(frozen=True)
class Shown:
    value: int


@dataclass(frozen=True)
class Hidden:
    reason: Saying


Released = Shown | Hidden


@dataclass(frozen=True)
class Share:
    """`percent` is None under ten: then it is said as "7 of 9"."""

    part: int
    whole: int
    percent: int | None


def release(cells: Mapping[Place, Cell], rule: Rule = PEOPLE) -> dict[Place, Released]:
    """The cells and all their totals, each shown or hidden.

    `cells` maps (row, column) to disjoint groups; use one row name for a simple list. At most two
    breakdowns at once, by construction. An absent place counts as nobody.
    """
    full = _add_totals(cells)
    whole = full[TOTAL, TOTAL]
    hidden = {place for place, cell in full.items() if whole.count and _is_small(cell, rule)}
    table = _Table(full, rule)
    while more := table.cells_to_hide(hidden):
        hidden |= more
    return {place: Hidden(why_hidden(rule)) if place in hidden else Shown(cell.count) for place, cell in full.items()}


def release_list(cells: Mapping[str, Cell], rule: Rule = PEOPLE) -> dict[str, Released]:
    """A simple breakdown with its sum under TOTAL."""
    full = release({(TOTAL, name): cell for name, cell in cells.items()}, rule)
    return {column: cell for (_, column), cell in full.items()}


def release_one(cell: Cell, rule: Rule = PEOPLE) -> Released:
    return release_list({"one": cell}, rule)[TOTAL]


def release_share(part: Cell, rest: Cell, rule: Rule = PEOPLE) -> Share | Hidden:
    """`part` of `part + rest`: hidden where either side would be, for the one gives the other away."""
    released = release_list({"part": part, "rest": rest}, rule)
    if hidden := next((cell for cell in released.values() if isinstance(cell, Hidden)), None):
        return hidden
    return share(part.count, part.count + rest.count)


def share(part: int, whole: int) -> Share:
    """A percentage only from ten upwards."""
    return Share(part, whole, round(100 * part / whole) if whole >= PERCENT_FROM else None)


def why_hidden(rule: Rule) -> Saying:
    """The same words for every hidden cell: which one was the small one must not be told."""
    if rule.people:
        return say(
            "Not shown: it would tell of fewer than {people} people or {organisations} organisations.",
            people=rule.people,
            organisations=rule.organisations,
        )
    return say(
        "Not shown: it would tell of fewer than {organisations} organisations.",
        organisations=rule.organisations,
    )


def _is_small(cell: Cell, rule: Rule) -> bool:
    if not cell.count and not rule.people:
        return False  # no thing at all betrays nobody; no person in a group tells of those who are not in it
    return cell.count < rule.people or len(cell.organisations) < rule.organisations


def _join(cells: Iterable[Cell]) -> Cell:
    count, organisations = 0, frozenset[str]()
    for cell in cells:
        count += cell.count
        organisations |= cell.organisations
    return Cell(count, organisations)


def _add_totals(cells: Mapping[Place, Cell]) -> dict[Place, Cell]:
    """A table that already has only one row (called TOTAL) gets only the sum of that row."""
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    nobody = Cell(0, frozenset())
    full = {(row, column): cells.get((row, column), nobody) for row in rows for column in columns}
    for row in rows:
        full[row, TOTAL] = _join(full[row, column] for column in columns)
    if rows != [TOTAL]:
        for column in [*columns, TOTAL]:
            full[TOTAL, column] = _join(full[row, column] for row in rows)
    return full


class _Table:
    """Cells with their totals as a network: see the first lines of this file."""

    def __init__(self, full: Mapping[Place, Cell], rule: Rule) -> None:
        self.full, self.rule = full, rule
        rows = sorted({row for row, _ in full if row != TOTAL})
        columns = sorted({column for _, column in full if column != TOTAL})
        across = [[(row, column) for column in [*columns, TOTAL]] for row in [*rows, TOTAL]]
        down = [[(row, column) for row in [*rows, TOTAL]] for column in [*columns, TOTAL]]
        self.lines = across + down if rows else across  # each adds up to its last place
        self.ends = {place: _ends(place, is_list=not rows) for place in full}

    def cells_to_hide(self, hidden: set[Place]) -> set[Place]:
        """What to hide besides `hidden`; nothing if all of it is safe already."""
        for line in self.lines:
            if more := self._widen(line, hidden):
                return more
        for place in sorted(hidden):
            if more := self._cover(place, hidden - {place}):
                return more
        return set()

    def _widen(self, line: list[Place], hidden: set[Place]) -> set[Place]:
        """A total minus what is shown of it is a number too, and must be one we would show."""
        *parts, total = line
        covered = [place for place in parts if place in hidden]
        if not covered or total in hidden:
            return set()
        if not _is_small(_join(self.full[place] for place in covered), self.rule):
            return set()
        left = [place for place in parts if place not in hidden and self.full[place].count]
        return {min(left, key=lambda place: (self.full[place].count, place)) if left else total}

    def _cover(self, place: Place, others: set[Place]) -> set[Place]:
        """Cells that leave more values of `place` possible, if too few are (whole, never negative)."""
        first, second = self.ends[place]
        lower, _ = self._push(first, second, others)
        upper, left = self._push(second, first, others)
        if min(lower, self.full[place].count) + upper >= max(1, self.rule.people):
            return set()
        whole = 1 + self.full[TOTAL, TOTAL].count

        def cost(other: Place) -> int:
            """Small cells before large ones, totals last."""
            return 0 if other in others else 1 + self.full[other].count + whole * other.count(TOTAL)

        return {other for other, _ in self._path(second, first, self.full.keys() - {place}, left, cost)}

    def _push(self, start: str, goal: str, through: set[Place]) -> tuple[int, dict[Place, int]]:
        """The largest flow between two sums through these cells, and what it leaves in each."""
        left = {place: cell.count for place, cell in self.full.items()}
        pushed = 0
        while path := self._path(start, goal, through, left, lambda _: 0):
            step = min((left[place] for place, raises in path if not raises), default=_UNBOUNDED)
            pushed += step
            if step == _UNBOUNDED:
                break
            for place, raises in path:
                left[place] += step if raises else -step
        return pushed, left

    def _path(
        self,
        start: str,
        goal: str,
        through: Collection[Place],
        left: Mapping[Place, int],
        cost: Callable[[Place], int],
    ) -> list[tuple[Place, bool]]:
        """The cheapest way through cells, each raised (True) or lowered; [] if there is none."""
        steps: dict[str, list[tuple[str, Place, bool]]] = {}
        for place in sorted(through):
            first, second = self.ends[place]
            steps.setdefault(first, []).append((second, place, True))
            if left[place] > 0:
                steps.setdefault(second, []).append((first, place, False))
        queue: list[tuple[int, str, list[tuple[Place, bool]]]] = [(0, start, [])]
        seen: set[str] = set()
        while queue:
            spent, node, path = heappop(queue)
            if node == goal:
                return path
            if node not in seen:
                seen.add(node)
                for other, place, raises in steps.get(node, []):
                    heappush(queue, (spent + cost(place), other, [*path, (place, raises)]))
        return []


def _ends(place: Place, *, is_list: bool) -> tuple[str, str]:
    """The two sums a cell stands in, signed so that raising the cell moves flow from first to second."""
    row, column = place
    across, down = f"row {row}", "outside" if is_list else f"column {column}"
    return (across, down) if (row == TOTAL) == (column == TOTAL) else (down, across)
