"""A frozen report in words of one language: the same for the page and for the PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zana.impact.models import Report
from zana.impact.rules.wording import DESCRIPTIONS, GENERAL, say_value
from zana.kernel.clock import HOUSE_ZONE
from zana.kernel.papers import typeset
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
    width: str = ""  # of its bar, as an SVG length


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
        (_("Numbers of"), words(report.made_at.astimezone(HOUSE_ZONE).date())),
        *((lines[key].label, lines[key].value) for key in _IN_FACTS),
    ]


def report_numbers(report: Report) -> list[Line]:
    return [line for line in report_lines(report) if line.key not in _IN_FACTS]


def report_weeks(report: Report) -> list[Week]:
    kept = (report.snapshot["weeks"] or {"counts": []})["counts"]
    every = max(1, len(kept) // 8)
    weeks = [_week(week, ticked=i % every == 0) for i, week in enumerate(kept)]
    most = max((week.height for week in weeks), default=0) or 1
    return [replace(week, width=f"{100 * week.height / most:.1f}%") for week in weeks]


def chart_heading(report: Report) -> str:
    if report.snapshot["weeks"]["practice"]:
        return _("Posts by week, rehearsed in the practice network")
    return _("Posts published by week")


def report_pdf(report: Report, language: str) -> bytes:
    with speaking(language):
        return typeset(TEMPLATE, _document(report), made_at=report.made_at)


def _line(number: dict[str, Any]) -> Line:
    described = DESCRIPTIONS[number["key"]]
    value, small = say_value(number)
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


def _week(week: dict[str, Any], *, ticked: bool) -> Week:
    monday = date.fromisoformat(week["week"])
    hidden = week["state"] == "hidden"
    return Week(
        label=words(monday),
        tick=date_format(monday, "j.n.") if ticked else "",
        value=words(say_value(week)[0]),
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
    return _("%(source)s: %(rows)s rows") % {"source": line.source, "rows": words(line.rows)}


def _chart(report: Report) -> dict[str, Any] | None:
    weeks = report_weeks(report)
    if not weeks:
        return None
    return {
        "heading": chart_heading(report),
        "weeks": [vars(week) for week in weeks],
        "columns": [_("Week from"), _("Posts")],
        "note": _("A dashed box is a week with posts of too few organisations to be shown."),
    }
