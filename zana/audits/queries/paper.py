"""What a report says, in words of one language: plain values that are frozen, printed and written for Word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zana.audits.labels import DOMAINS, RESULTS, WAYS
from zana.audits.models import Evidence, Finding
from zana.audits.queries.moved import Moved, compare_audits, read_look_again
from zana.audits.queries.pages import (
    Gauge,
    Overview,
    describe_overview,
    list_verifying,
    list_working,
    name_network,
    text_of,
)
from zana.audits.queries.standings import read_standings, sort_in_boxes, standing_findings
from zana.audits.rules.risk import BOXES
from zana.kernel import clock
from zana.kernel.papers import Bullets, Heading, PageBreak, Paragraph, Part, Table, typeset, write_docx
from zana.people.models import Organisation
from zana.ui.words import page_code, words

TEMPLATE = Path(__file__).parents[1] / "papers" / "report.typ"
MOST_WORKING = 24  # that a first page holds
_LOOKS_SHOWN = 3


def describe_report(organisation: Organisation, version: int, catalogue_version: int, at: datetime) -> dict[str, Any]:
    """In the language spoken now. No names of who saw what, no notes, no facts of an archive: a paper travels."""
    page = describe_overview(organisation)
    now = at.astimezone(ZoneInfo(organisation.zone))
    findings = _ordered(organisation)
    named = {"organisation": organisation.name, "version": version, "day": words(now.date())}
    return {
        "lang": page_code(),
        "title": _("Safety, control, visibility: what we found, and what to do first"),
        "author": organisation.name,
        "kick": _("%(organisation)s · report %(version)s of %(day)s") % named,
        "footer": _("%(organisation)s · confidential: it says where doors stand open") % named,
        "working": _describe_working(organisation),
        "three": _describe_three(page),
        "conflicts": {"heading": _("Two looks disagree; the worse one counts"), "lines": list(page.conflicts)},
        "boxes": _describe_boxes(page),
        "moved": _describe_moved(compare_audits(organisation)),
        "again": {"heading": _("When to look again"), "lines": say_again(organisation)},
        "findings": [_describe_finding(organisation, finding, now.date()) for finding in findings],
        "method": _describe_method(),
        "seal": _("Catalogue version %(catalogue)s. Report %(version)s, frozen on %(moment)s.")
        % {"catalogue": catalogue_version, "version": version, "moment": words(now)},
    }


def _describe_working(organisation: Organisation) -> dict[str, Any]:
    rows = list_working(read_standings(organisation), MOST_WORKING)
    return {
        "heading": _("What already works"),
        "lines": [
            {"title": row.title, "small": f"{words(row.way)}, {words(_day(row.on, organisation))}"} for row in rows
        ],
        "none": _("Nothing was shown to be in place yet. That is where everybody begins."),
    }


def _describe_three(page: Overview) -> dict[str, Any]:
    return {
        "heading": _("Three numbers, each with its range"),
        "lead": _(
            "The upright mark is the score of what was answered. The band shows where it could lie once the open "
            "questions are answered. The three are never blended into one."
        ),
        "gauges": [_gauge(gauge) for gauge in page.gauges],
        "seen": _("%(seen)s of %(of)s checks have an answer that is still fresh.")
        % {"seen": page.looked_at, "of": page.of},
    }


def _describe_boxes(page: Overview) -> dict[str, Any]:
    return {
        "heading": _("What to do, in four boxes"),
        "none": _("Nothing here."),
        "boxes": [
            {
                "heading": words(box.heading),
                "lead": words(box.lead),
                "lines": [
                    {
                        "title": line.title,
                        "small": _("%(minutes)s min · by %(day)s") % {"minutes": line.minutes, "day": words(line.due)},
                    }
                    for line in box.lines
                ],
            }
            for box in page.boxes
        ],
    }


def _describe_method() -> dict[str, Any]:
    return {
        "heading": _("How the numbers are made"),
        "lines": [
            _(
                "In place counts 1, partly 0.5, missing 0, weighted by harm from 1 to 5. Not known stays in the range "
                "and never counts as missing."
            ),
            _("What somebody only told us can never close a check of weight 5."),
            _("With fewer than six in ten checks answered there is no number; the findings stand all the same."),
            _("The numbers compare you with yourself, never with another organisation."),
        ],
    }


def _ordered(organisation: Organisation) -> list[Finding]:
    """As they stand in the boxes, what is accepted last."""
    boxes = sort_in_boxes(standing_findings(organisation))
    return [finding for box in BOXES for finding in boxes[box]]


def _day(at: datetime, organisation: Organisation) -> date:
    return clock.day_of(at, ZoneInfo(organisation.zone))


def _gauge(gauge: Gauge) -> dict[str, Any]:
    return {
        "heading": words(gauge.heading),
        "label": words(gauge.state),
        "kind": gauge.kind,
        "value": gauge.value,
        "shown": "?" if gauge.value is None else words(gauge.value),
        "low": gauge.low,
        "high": gauge.high,
        "words": words(gauge.words),
        "why": words(gauge.why) if gauge.why else "",
    }


def _describe_moved(moved: Moved | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    return {
        "heading": _("What moved since %(day)s, and why") % {"day": words(moved.since.date())},
        "none": _("Nothing moved."),
        "groups": [
            {
                "heading": words(heading),
                "lines": [
                    {
                        "title": line.title,
                        "small": _("%(before)s before, %(after)s now: %(why)s")
                        % {
                            "before": words(line.before),
                            "after": words(line.after),
                            "why": ", ".join(words(reason) for reason in line.reasons),
                        },
                    }
                    for line in lines
                ],
            }
            for heading, lines in moved.groups
        ],
    }


def _in_a_sentence(day: date) -> str:
    """Where the sentence ends with the day: in Serbian a date has a full stop of its own."""
    return words(day).removesuffix(".")


def say_again(organisation: Organisation) -> list[str]:
    again = read_look_again(organisation)
    lines = []
    if again.grave:
        lines.append(_("At everything of weight 4 and 5: by %(day)s.") % {"day": _in_a_sentence(again.grave)})
    lines.append(
        _("At everything: by %(day)s.") % {"day": _in_a_sentence(again.all)}
        if again.all
        else _("At everything: that has not been done yet.")
    )
    return lines


def _describe_finding(organisation: Organisation, finding: Finding, today: date) -> dict[str, Any]:
    about, texts = finding.about, text_of(finding.about)
    accepted = finding.state == Finding.ACCEPTED
    minutes = ngettext("about %(n)s minute", "about %(n)s minutes", about.minutes) % {"n": about.minutes}
    facts = [
        (_("How it stands"), _("accepted as it is") if accepted else words(RESULTS[finding.result])),
        (_("By when"), _due(finding, today)),
        (_("How long it takes"), minutes),
        (_("Who does it"), finding.owner.name if finding.owner else _("nobody yet")),
        (_("Who steps in for her"), finding.deputy.name if finding.deputy else _("nobody yet")),
    ]
    if accepted:
        facts = [facts[0], (_("Decided by"), finding.decided_by.name if finding.decided_by else "")]
    rule = [(_("In place"), texts.passes), (_("Partly"), texts.partly), (_("Missing"), texts.fails)]
    return {
        "ref": finding.ref,
        "control": finding.control,
        "kick": _("%(domain)s · %(control)s · weight %(weight)s of 5")
        % {"domain": words(DOMAINS[about.domain]), "control": finding.control, "weight": finding.severity},
        "title": texts.title,
        "why": texts.why,
        "facts": [{"label": label, "value": value} for label, value in facts],
        "do": {"heading": _("What to do"), "words": texts.remedy},
        "verify": {
            "heading": _("How it will be shown that it is done"),
            "lines": [words(way) for way in list_verifying(about)],
            "note": _(
                "It closes when something as strong as what opened it shows that it is in place; a check of weight 5 "
                "also needs a second person."
            ),
        },
        "seen": {"heading": _("What was seen"), "lines": _say_looks(organisation, finding)},
        "rule": {
            "heading": _("The rule"),
            "lines": [{"label": label, "value": value} for label, value in rule if value],
        },
    }


def _due(finding: Finding, today: date) -> str:
    day = words(finding.due_on)
    return _("%(day)s, which is past") % {"day": day} if finding.due_on < today else day


def _say_looks(organisation: Organisation, finding: Finding) -> list[str]:
    rows = Evidence.objects.of(organisation).filter(control=finding.control)[:_LOOKS_SHOWN]
    return [
        _("%(day)s, %(way)s, %(where)s: %(result)s")
        % {
            "day": words(_day(row.observed_at, organisation)),
            "way": words(WAYS[row.way]),
            "where": words(name_network(row.network)),
            "result": words(RESULTS[row.result]),
        }
        for row in rows
    ]


# --- on paper


def report_pdf(document: Mapping[str, Any], made_at: datetime) -> bytes:
    return typeset(TEMPLATE, {**document, "only": ""}, made_at=made_at)


def finding_pdf(document: Mapping[str, Any], control: str, made_at: datetime) -> bytes:
    """One finding on a page of its own, which tells nothing of the others."""
    (finding,) = [one for one in document["findings"] if one["control"] == control]
    kept = {key: document[key] for key in ("lang", "author", "kick", "footer", "seal")}
    return _print_alone(kept, finding, made_at)


def finding_pdf_now(finding: Finding, at: datetime) -> bytes:
    """The same page without a report: as it stands at this moment, in the language spoken now."""
    organisation = finding.organisation
    now = at.astimezone(ZoneInfo(organisation.zone))
    named = {"organisation": organisation.name, "day": words(now.date())}
    kept = {
        "lang": page_code(),
        "author": organisation.name,
        "kick": _("%(organisation)s · as it stands on %(day)s") % named,
        "footer": _("%(organisation)s · confidential: it says where doors stand open") % named,
        "seal": "",
    }
    return _print_alone(kept, _describe_finding(organisation, finding, now.date()), at)


def _print_alone(frame: dict[str, Any], finding: dict[str, Any], made_at: datetime) -> bytes:
    alone = {**frame, "title": finding["title"], "findings": [finding], "only": finding["control"]}
    return typeset(TEMPLATE, alone, made_at=made_at)


def report_docx(document: Mapping[str, Any], made_at: datetime) -> bytes:
    parts = [
        *_working_parts(document),
        PageBreak(),
        *_three_parts(document),
        *_box_parts(document),
        *_moved_parts(document),
        Heading(document["again"]["heading"]),
        Bullets(document["again"]["lines"]),
        *(part for finding in document["findings"] for part in (PageBreak(), *_finding_parts(finding))),
        PageBreak(),
        Heading(document["method"]["heading"]),
        Bullets(document["method"]["lines"]),
        Paragraph(document["seal"], "soft"),
    ]
    return write_docx(document["title"], parts, language=document["lang"], author=document["author"], made_at=made_at)


def _working_parts(document: Mapping[str, Any]) -> list[Part]:
    working = document["working"]
    lines = [f"{line['title']} ({line['small']})" for line in working["lines"]]
    body: Part = Bullets(lines) if lines else Paragraph(working["none"])
    return [
        Paragraph(document["kick"], "soft"),
        Heading(working["heading"]),
        body,
        Paragraph(document["footer"], "soft"),
    ]


def _three_parts(document: Mapping[str, Any]) -> list[Part]:
    three = document["three"]
    parts: list[Part] = [Heading(three["heading"]), Paragraph(three["lead"])]
    for gauge in three["gauges"]:
        parts.append(Heading(f"{gauge['heading']}: {gauge['shown']} · {gauge['label']}", 2))
        parts += [Paragraph(text) for text in (gauge["words"], gauge["why"]) if text]
    parts.append(Paragraph(three["seen"], "soft"))
    if document["conflicts"]["lines"]:
        parts += [Heading(document["conflicts"]["heading"], 2), Bullets(document["conflicts"]["lines"])]
    return parts


def _box_parts(document: Mapping[str, Any]) -> list[Part]:
    boxes = document["boxes"]
    parts: list[Part] = [Heading(boxes["heading"])]
    for box in boxes["boxes"]:
        parts += [Heading(box["heading"], 2), Paragraph(box["lead"], "soft")]
        parts += _lines(box["lines"], boxes["none"])
    return parts


def _moved_parts(document: Mapping[str, Any]) -> list[Part]:
    moved = document["moved"]
    if moved is None:
        return []
    parts: list[Part] = [Heading(moved["heading"])]
    if not moved["groups"]:
        parts.append(Paragraph(moved["none"]))
    for group in moved["groups"]:
        parts += [Heading(group["heading"], 2), *_lines(group["lines"], moved["none"])]
    return parts


def _lines(lines: list[dict[str, str]], none: str) -> list[Part]:
    if not lines:
        return [Paragraph(none)]
    return [Bullets([f"{line['title']} ({line['small']})" for line in lines])]


def _finding_parts(finding: Mapping[str, Any]) -> list[Part]:
    return [
        Paragraph(finding["kick"], "soft"),
        Heading(finding["title"]),
        Paragraph(finding["why"]),
        Heading(finding["do"]["heading"], 2),
        Paragraph(finding["do"]["words"], "strong"),
        Table(["", ""], [[fact["label"], fact["value"]] for fact in finding["facts"]]),
        Heading(finding["verify"]["heading"], 2),
        Bullets(finding["verify"]["lines"]),
        Paragraph(finding["verify"]["note"], "soft"),
        Heading(finding["seen"]["heading"], 2),
        Bullets(finding["seen"]["lines"]),
        Heading(finding["rule"]["heading"], 2),
        Bullets([f"{line['label']}: {line['value']}" for line in finding["rule"]["lines"]]),
    ]
