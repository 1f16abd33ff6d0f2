"""A frozen report in words of one language: the same for the page and for the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from zana.impact.models import Report
from zana.impact.rules.wording import DESCRIPTIONS, GENERAL, say_value
from zana.kernel import clock
from zana.kernel.papers import typeset
from zana.ui import charts
from zana.ui.words import page_code, speaking, words

TEMPLATE = Path(__file__).parents[1] / "papers" / "report.typ"
_IN_FACTS = ("OP1", "regions")  # in the facts box, not once more in the list


@dataclass(frozen=True)
class Line:
    """One number as a person reads it; `rows` is None where even that would tell too much."""

    key: str
    state: str
    label: str
    value: str
    small: str
    rows: int | None
    method: str
    source: str


@dataclass(frozen=True)
class Week:
    label: str
    tick: str
    value: str
    height: int
    hidden: bool


@dataclass(frozen=True)
class Bar:
    """Places in an SVG, as text: per cent across, pixels down."""

    x: str
    y: str
    width: str
    height: str
    hidden: bool


@dataclass(frozen=True)
class WeekChart:
    title: str
    weeks: list[Week]
    bars: list[Bar]
    frame: charts.Chart
    ticks: list[charts.Tick]


def report_lines(report: Report) -> list[Line]:
    return [_line(number) for number in report.snapshot["numbers"]]


def report_facts(report: Report) -> list[tuple[str, str]]:
    programme = report.snapshot["programme"]
    lines = {line.key: line for line in report_lines(report)}
    starts, ends = date.fromisoformat(programme["starts_on"]), date.fromisoformat(programme["ends_on"])
    return [
        (_("Carried out by"), programme["implementer"]),
        (_("Partner network"), programme["partner_network"] or _("none")),
        (_("Funded by"), programme["funder"] or _("not named")),
        (_("Period"), f"{words(starts)} – {words(ends)}"),
        (_("Numbers of"), words(clock.day_of(report.made_at))),
        *((lines[key].label, lines[key].value) for key in _IN_FACTS),
    ]


def report_numbers(report: Report) -> list[Line]:
    return [line for line in report_lines(report) if line.key not in _IN_FACTS]


def report_weeks(report: Report) -> list[Week]:
    kept = (report.snapshot["weeks"] or {"counts": []})["counts"]
    every = max(1, len(kept) // 8)
    return [_week(week, ticked=i % every == 0) for i, week in enumerate(kept)]


def draw_weeks(report: Report) -> WeekChart | None:
    """A bar for each week, a dashed stub for one that is not shown."""
    weeks = report_weeks(report)
    if not weeks:
        return None
    labels = [date_format(date.fromisoformat(kept["week"]), "j N") for kept in report.snapshot["weeks"]["counts"]]
    frame = charts.draw_lines(labels, [charts.Series("", [week.height for week in weeks])])
    wide = 0.7 * (charts.RIGHT - charts.LEFT) / len(weeks)
    bars = [_bar(week, dot, min(wide, 12.0)) for week, dot in zip(weeks, frame.series[0].dots, strict=True)]
    # Posts are whole: a line at half a post says nothing.
    ticks = [tick for tick in frame.ticks if tick.number == int(tick.number)]
    return WeekChart(_chart_title(report), weeks, bars, frame, ticks)


def _bar(week: Week, dot: charts.Dot, wide: float) -> Bar:
    y = charts.FLOOR - 16.0 if week.hidden else float(dot.y)
    left = float(dot.x.rstrip("%")) - wide / 2
    return Bar(f"{left:.2f}%", f"{y:.1f}", f"{wide:.2f}%", f"{charts.FLOOR - y:.1f}", week.hidden)


def _chart_title(report: Report) -> str:
    if report.snapshot["weeks"]["practice"]:
        return _("Posts by week, rehearsed in the practice network")
    return _("Posts published by week")


def report_pdf(report: Report, language: str) -> bytes:
    with speaking(language):
        return typeset(TEMPLATE, _document(report), made_at=report.made_at)


def _line(number: dict[str, Any]) -> Line:
    described = DESCRIPTIONS[number["key"]]
    value, small = say_value(number, _number)
    return Line(
        key=number["key"],
        state=number["state"],
        label=words(described.label),
        value=words(value),
        small=words(small) if small else "",
        rows=number["rows"],
        method=words(described.method),
        source=words(described.source),
    )


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _week(week: dict[str, Any], *, ticked: bool) -> Week:
    monday = date.fromisoformat(week["week"])
    hidden = week["state"] == "hidden"
    return Week(
        label=words(monday),
        tick=date_format(monday, "j N") if ticked else "",
        value=words(say_value(week, _number)[0]),
        height=0 if hidden else week["value"],
        hidden=hidden,
    )


def _document(report: Report) -> dict[str, Any]:
    programme = report.snapshot["programme"]
    lines = report_numbers(report)
    return {
        "lang": page_code().split("-")[0],
        "title": programme["name"],
        "author": programme["implementer"],
        "kick": _("Report to the funder, version %(version)s") % {"version": report.version},
        "footer": f"{programme['name']} · {programme['implementer']}",
        "facts": [{"label": label, "value": value} for label, value in report_facts(report)],
        "numbers_heading": _("What was done and what changed"),
        "columns": [_("Indicator"), _("Now")],
        "numbers": [{"label": line.label, "value": line.value, "small": line.small} for line in lines],
        "chart": _chart(report),
        "method_heading": _("How these numbers are made"),
        "general": [words(saying) for saying in GENERAL],
        "method_columns": [_("Number"), _("What it counts"), _("Where it comes from")],
        "methods": [
            {"label": line.label, "method": line.method, "source": _source_words(line)} for line in report_lines(report)
        ],
        "seal": _("Rules, version %(rules)s. Fingerprint of the data: %(hash)s")
        % {"rules": report.snapshot["rule_version"], "hash": report.sha256},
    }


def _source_words(line: Line) -> str:
    if line.rows is None:
        return line.source
    return _("%(source)s: %(rows)s rows") % {"source": line.source, "rows": _number(line.rows)}


def _chart(report: Report) -> dict[str, Any] | None:
    weeks = report_weeks(report)
    if not weeks:
        return None
    return {
        "heading": _chart_title(report),
        "weeks": [vars(week) for week in weeks],
        "columns": [_("Week from"), _("Posts")],
        "note": _("A dashed box is a week with posts of too few organisations to be shown."),
    }
