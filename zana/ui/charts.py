"""Geometry of the charts: plain numbers in, places on an SVG out. Knows no Django.

Across, places are per cent of the width, so that a chart fits any screen without a script; down, pixels.
All places are text already: a template would write 12,5 for 12.5 in Albanian and break the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10

HEIGHT = 280
TOP, FLOOR = 12, 222
LEFT, RIGHT = 11.0, 97.0
MOST_LABELS = 6

Number = float | int | None


@dataclass(frozen=True)
class Series:
    """One line. None is a gap: not measured, which is not zero. `ranges` are (low, high) per value."""

    name: str
    values: Sequence[Number]
    ranges: Sequence[tuple[float, float] | None] = ()


@dataclass(frozen=True)
class Tick:
    at: str
    number: float
    is_zero: bool = False


@dataclass(frozen=True)
class Label:
    at: str
    words: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True)
class Drawn:
    """A series on the drawing; `style` is a, b or c: each has its own dash and colour."""

    name: str
    style: str
    lines: list[Line] = field(default_factory=list)
    ranges: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    ticks: list[Tick]
    labels: list[Label]
    series: list[Drawn]
    table: list[tuple[str, list[Number]]]
    names: list[str]
    mark: Label | None = None
    only: Number = None  # the value, where there is but one: a number says it better than a drawing
    floor: str = str(FLOOR)
    height: str = str(HEIGHT)


def draw_lines(labels: Sequence[str], series: Sequence[Series], *, mark: tuple[int, str] | None = None) -> Chart:
    """`labels` stand under the points; `mark` is (index, words) of an upright line, such as the training day."""
    if len(series) > 3:
        raise ValueError("a chart of more than three lines cannot be read; make several")
    low, high = _span(series)
    ticks = _choose_ticks(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    across = [_across(index, len(labels)) for index in range(len(labels))]
    return Chart(
        ticks=[Tick(_down(number, low, high), number, number == 0) for number in ticks],
        labels=_choose_labels(labels, across),
        series=[_draw(one, "abc"[place], across, low, high) for place, one in enumerate(series)],
        table=[(label, [one.values[i] for one in series]) for i, label in enumerate(labels)],
        names=[one.name for one in series],
        mark=_place_mark(mark, across),
        only=_find_only(series),
    )


def _find_only(series: Sequence[Series]) -> Number:
    known = [value for one in series for value in one.values if value is not None]
    return known[0] if len(known) == 1 else None


def _span(series: Sequence[Series]) -> tuple[float, float]:
    known = [float(v) for one in series for v in one.values if v is not None]
    known += [end for one in series for pair in one.ranges if pair for end in pair]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    # A line that starts far above zero would look steeper than it is; below two thirds, zero is shown.
    if high == low or 0 <= low < high * 2 / 3:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _choose_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that enclose low and high."""
    raw = (high - low) / about
    power = 10.0 ** floor(log10(raw))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _choose_labels(labels: Sequence[str], across: Sequence[float]) -> list[Label]:
    """At most six, so that they do not run into each other on a phone; the last one always stands."""
    every = max(1, ceil((len(labels) - 1) / (MOST_LABELS - 1))) if len(labels) > 1 else 1
    shown = [i for i in range(len(labels)) if (len(labels) - 1 - i) % every == 0]
    return [Label(_per_cent(across[i]), labels[i], "end" if i == len(labels) - 1 and i else "middle") for i in shown]


def _draw(one: Series, style: str, across: Sequence[float], low: float, high: float) -> Drawn:
    drawn = Drawn(one.name, style)
    before: Dot | None = None
    for index, value in enumerate(one.values):
        if value is None:
            before = None
            continue
        dot = Dot(_per_cent(across[index]), _down(float(value), low, high))
        drawn.dots.append(dot)
        if before:
            drawn.lines.append(Line(before.x, before.y, dot.x, dot.y))
        if (pair := one.ranges[index] if index < len(one.ranges) else None) is not None:
            drawn.ranges.append(Line(dot.x, _down(pair[0], low, high), dot.x, _down(pair[1], low, high)))
        before = dot
    return drawn


def _place_mark(mark: tuple[int, str] | None, across: Sequence[float]) -> Label | None:
    if mark is None:
        return None
    index, words = mark
    return Label(_per_cent(across[index]), words, "end" if across[index] > 50 else "start")


def _across(index: int, count: int) -> float:
    return (LEFT + RIGHT) / 2 if count < 2 else LEFT + (RIGHT - LEFT) * index / (count - 1)


def _down(number: float, low: float, high: float) -> str:
    return f"{FLOOR - (FLOOR - TOP) * (number - low) / (high - low):.1f}"


def _per_cent(number: float) -> str:
    return f"{number:.2f}%"


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number
    width: str
    note: str = ""


def draw_bars(rows: Sequence[tuple[str, Number]], *, notes: dict[str, str] | None = None) -> list[Bar]:
    """Bars that lie, one under the other; the longest fills the width. None stays without a bar."""
    longest = max((abs(value) for _, value in rows if value is not None), default=0) or 1
    return [
        Bar(label, value, "" if value is None else _per_cent(100 * abs(value) / longest), (notes or {}).get(label, ""))
        for label, value in rows
    ]
