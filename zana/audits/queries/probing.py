"""What a page and a paper show of looking by ourselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zana.audits.controls import catalogue
from zana.audits.labels import RESULT_KINDS, RESULTS
from zana.audits.models import Evidence, Lookout
from zana.audits.probes import Probed, probes
from zana.audits.probing.by_hand import WHY_BY_HAND
from zana.audits.queries.pages import name_network, text_of
from zana.audits.queries.standings import standing_findings
from zana.kernel.words import Saying
from zana.people.models import Organisation

ARCHIVES = Path(__file__).parents[1] / "archives"
_CONTROL = re.compile(r'"((?:SEC|CTL|VIS)-\d\d)"')
# What each place is called in the paper; what other rooms register without saying where, is named by its way.
HEADINGS = {
    "network": "the network's API or profile",
    "website": "website",
    "picture": "picture",
    "numbers": "posts and numbers",
    "register": "register",
    "drill": "drill",
    "training": "training",
}
BY_PEOPLE = frozenset({"by hand", HEADINGS["register"]})
PAGE_HEADING = """# Who looks at what by itself

Written by `zana probes --page`; a test compares. Every control can be looked at by hand. Beside that, "archive" is the
download people take of themselves; the other words name where a registered probe looks (`zana/audits/probes.py`).
What a network does not tell is no answer: a probe then gives none, and the control stays as it was. "hint" means that
a probe brings facts for whoever looks, or can settle the matter only in clear cases.

The last table holds every control whose catalogue file names a way of a machine that nothing here goes, with the reason
and with what a person looks at instead.
"""
# A machine alone never settles these: it brings facts, and settles them at most in clear cases.
HINTS = frozenset(
    {
        "SEC-02",
        "VIS-08",
        "VIS-13",
        "VIS-21",
        "VIS-30",
        "SEC-30",
        "SEC-32",
        "SEC-47",
        "SEC-51",
        "CTL-01",
        "CTL-15",
        "CTL-17",
        "VIS-27",
        "VIS-28",
        "VIS-36",
    }
)


@dataclass(frozen=True)
class Line:
    """One thing a program saw. `finding`: where what is missing stands, empty where there is none."""

    control: str
    title: str
    network: Saying | None
    result: Saying
    kind: str
    why: Saying | None
    facts: list[Saying]
    on: datetime
    finding: str = ""


def list_probed(organisation: Organisation) -> list[Line]:
    """What each probe noted last, what is missing first."""
    newest: dict[tuple[str, str, str], Evidence] = {}
    for row in Evidence.objects.of(organisation).exclude(probe="").order_by("noted_at", "pk"):
        newest[row.probe, row.control, row.network] = row
    open_now = {finding.control: finding.ref for finding in standing_findings(organisation)}
    return _sort([_line_of(row, open_now) for row in newest.values() if row.control in catalogue()])


def _line_of(row: Evidence, findings: dict[str, str]) -> Line:
    seen = row.seen
    title, finding = text_of(catalogue()[row.control]).title, findings.get(row.control, "")
    network = name_network(row.network) if row.network else None
    word, kind = RESULTS[row.result], RESULT_KINDS[row.result]
    return Line(row.control, title, network, word, kind, seen["why"], seen["facts"], row.observed_at, finding)


def describe_probed(found: list[Probed]) -> list[Line]:
    """What was seen and not kept."""
    return _sort(
        [
            Line(
                probed.control,
                text_of(catalogue()[probed.control]).title,
                name_network(probed.network) if probed.network else None,
                RESULTS[probed.result],
                RESULT_KINDS[probed.result],
                probed.why,
                list(probed.facts),
                probed.observed_at,
            )
            for probed in found
        ]
    )


def _sort(lines: list[Line]) -> list[Line]:
    order = ("stop", "warn", "unk", "ok", "info")
    return sorted(lines, key=lambda line: (order.index(line.kind), line.control))


def lookout_of(organisation: Organisation) -> Lookout | None:
    return Lookout.objects.of(organisation).select_related("asked_by").first()


def troubles_of(lookout: Lookout | None) -> list[Saying]:
    return [Saying.from_json(kept) for kept in lookout.troubles] if lookout else []


def ways_here() -> dict[str, list[str]]:
    """{control: where somebody or something can look in this house}"""
    read = read_from_archives()
    found = {control: ["by hand", *(["archive"] if control in read else [])] for control in catalogue()}
    found["SEC-58"].append("picture")  # handed over by a person, so there is nothing to register
    for probe in probes():
        source = getattr(probe, "source", probe.way)
        for control in getattr(probe, "controls", ()):
            heading = HEADINGS.get(source, source) + (" (hint)" if control in HINTS and source != "register" else "")
            if heading not in found[control]:
                found[control].append(heading)
    return found


def read_from_archives() -> frozenset[str]:
    """Controls the readers of archives speak of, by their own text."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(ARCHIVES.glob("*.py")))
    return frozenset(control for text in texts for control in _CONTROL.findall(text))


def write_page() -> str:
    ways = ways_here()
    by_itself = sum(len(places) > 1 for places in ways.values())
    head = ["| Control | | Ways here |", "| --- | --- | --- |"]
    rows = [f"| {one} | {about.words('en').title} | {', '.join(ways[one])} |" for one, about in catalogue().items()]
    counts = f"{by_itself} of {len(ways)} controls have a way beside looking by hand."
    return "\n".join([PAGE_HEADING, counts, "", *head, *rows, "", *_why_by_hand(ways), ""])


def _why_by_hand(ways: dict[str, list[str]]) -> list[str]:
    head = ["## Why only by hand", "", "| Control | Named ways | Why not here | By hand |", "| --- | --- | --- | --- |"]
    rows = [
        f"| {one} | {', '.join(way.way for way in catalogue()[one].machine_ways)} | {WHY_BY_HAND.get(one, '?')} "
        f"| {catalogue()[one].words('en').how} |"
        for one in left_to_hand(ways)
    ]
    return [*head, *rows]


def left_to_hand(ways: dict[str, list[str]]) -> list[str]:
    """Controls that name a way of a machine and have none here. A list somebody keeps is no machine."""
    return [one for one, places in ways.items() if catalogue()[one].machine_ways and not set(places) - BY_PEOPLE]
