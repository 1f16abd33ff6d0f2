"""The rows behind one number of a report, by organisation. Not for anybody outside the team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zana.impact.models import Report
from zana.people.models import Organisation


@dataclass(frozen=True)
class Behind:
    """`numbers` are those of the rows in the database, so that each can be found again."""

    organisation: str
    rows: int
    numbers: str


def list_evidence(report: Report, key: str) -> list[Behind]:
    """Most rows first."""
    kept: dict[str, list[str]] = defaultdict(list)
    for kind, number, organisation in report.evidence.get(key, []):
        kept[organisation].append(f"{kind} {number}")
    names = dict(Organisation.objects.filter(ref__in=kept).values_list("ref", "name"))
    behind = [Behind(names[ref], len(rows), ", ".join(rows)) for ref, rows in kept.items()]
    return sorted(behind, key=lambda one: (-one.rows, one.organisation))
