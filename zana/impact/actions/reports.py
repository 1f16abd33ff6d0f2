"""Freezing the numbers of a programme."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

from zana.impact.models import Report
from zana.impact.queries.facts import gather_facts
from zana.impact.rules.indicators import RULE_VERSION, list_numbers
from zana.impact.rules.numbers import Number, value_as_json
from zana.impact.rules.weeks import Weeks, posts_by_week
from zana.people.log import record
from zana.people.models import Person, Programme
from zana.people.roles import require
from zana.people.turns import take_turn


@transaction.atomic
def make_report(*, by: Person | None, programme: Programme) -> Report:
    """The newest version again if nothing changed since, else a new one. `by` None: the command line."""
    if by is not None:
        require(by, "reports.make", programme=programme)
    programme = take_turn(programme)
    facts = gather_facts(programme)
    numbers, weeks = list_numbers(facts), posts_by_week(facts)
    snapshot = {
        "rule_version": RULE_VERSION,
        "programme": _describe(programme),
        "numbers": [number.as_json() for number in numbers],
        "weeks": _keep_weeks(weeks),
    }
    evidence = _list_evidence(numbers, weeks)
    sha256 = _fingerprint([snapshot, evidence])
    newest = Report.objects.filter(programme=programme).order_by("-version").first()
    if newest is not None and newest.sha256 == sha256:
        return newest
    report = Report.objects.create(
        programme=programme,
        version=newest.version + 1 if newest else 1,
        snapshot=snapshot,
        evidence=evidence,
        sha256=sha256,
        made_by=by,
    )
    record(by, "report.made", programme=programme, thing=f"report:{report.ref}", version=report.version)
    return report


def _describe(programme: Programme) -> dict[str, str]:
    return {
        "name": programme.name,
        "implementer": programme.implementer,
        "partner_network": programme.partner_network,
        "funder": programme.funder,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
    }


def _keep_weeks(weeks: Weeks | None) -> dict[str, Any] | None:
    if weeks is None:
        return None
    counts = [{"week": monday.isoformat(), **value_as_json(count)} for monday, count in weeks.counts]
    return {"practice": weeks.practice, "counts": counts, "total": value_as_json(weeks.total)}


def _list_evidence(numbers: list[Number], weeks: Weeks | None) -> dict[str, list[list[str | int]]]:
    """Which rows each number was made of."""
    rows = {number.key: number.rows for number in numbers} | ({"weeks": weeks.rows} if weeks else {})
    return {key: [[row.kind, row.id, row.organisation] for row in listed] for key, listed in rows.items()}


def _fingerprint(data: Any) -> str:
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
