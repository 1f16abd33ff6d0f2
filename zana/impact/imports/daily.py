"""Meta Business Suite's daily series: a title that names the metric, then one row per day."""

from __future__ import annotations

from collections.abc import Mapping

from zana.impact.imports.shapes import DayRow, Export, Fault
from zana.impact.imports.sheets import Sheet, UnreadableError, fold, read_number, read_time
from zana.kernel.words import say

FORM = "meta_daily"
LABEL = "Meta Business Suite (days)"
HEADER = ("Date", "Primary")

# title -> (network or "" where the title does not say, number)
TITLES: Mapping[str, tuple[str, str]] = {
    "facebook follows": ("facebook", "day_follows"),
    "follows": ("", "day_follows"),
    "content interactions": ("", "day_interactions"),
    "facebook link clicks": ("facebook", "day_link_clicks"),
    "views": ("", "day_views"),
    "viewers": ("", "day_viewers"),
    "facebook visits": ("facebook", "day_visits"),
    "instagram profile visits": ("instagram", "day_visits"),
    "facebook reach": ("facebook", "day_reach"),
    "reach": ("", "day_reach"),
}


def matches(sheet: Sheet) -> bool:
    return fold(sheet.title) in TITLES and [fold(c) for c in sheet.header[:2]] == [fold(c) for c in HEADER]


def read_days(sheet: Sheet) -> Export:
    network, number = TITLES[fold(sheet.title)]
    days: dict[str, DayRow] = {}
    faults: list[Fault] = []
    for row, cells in sheet.rows:
        try:
            day = _read_day(number, row, cells)
        except UnreadableError as no:
            faults.append(Fault(row, no.saying))
            continue
        if day is None:
            continue
        if day.day.isoformat() in days:
            faults.append(Fault(row, say("This day stands in the file twice; the first row counts.")))
            continue
        days[day.day.isoformat()] = day
    return Export(FORM, network, len(sheet.rows), sheet.header_row, days=tuple(days.values()), faults=tuple(faults))


def _read_day(number: str, row: int, cells: tuple[str, ...]) -> DayRow | None:
    # The hour moves with daylight saving time and says nothing.
    moment = read_time(cells[0].partition("T")[0], HEADER[0], "%Y-%m-%d")
    value = read_number(cells[1] if len(cells) > 1 else "", HEADER[1])
    return None if value is None else DayRow(row, number, moment.date(), value)
