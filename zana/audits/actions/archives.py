from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from django.db import transaction

from zana.audits.actions.findings import settle_findings, take_turn
from zana.audits.actions.incidents import heed_answer, heed_signs
from zana.audits.actions.looking import start_audit
from zana.audits.actions.rechecks import open_rechecks
from zana.audits.archives.opening import Parts, read_opened
from zana.audits.archives.opening import read_archive as open_and_read
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.controls import catalogue
from zana.audits.models import Audit, Evidence
from zana.audits.rules.freshness import STRENGTHS
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, roles
from zana.people.models import Membership, Organisation, Person

CONFIRMED = min(STRENGTHS["export"], STRENGTHS["observe"])  # facts of an archive, recognised by a person


def read_archive(
    *, by: Person, organisation: Organisation, file: Path | str | IO[bytes] | Parts, holder: Person | None = None
) -> list[Evidence]:
    """Read in memory, then keep only what it proves, all of it or nothing. `holder` is whose archive it is,
    None for somebody who does not sign in here.

    `file` may be the parts a browser took out of an archive that it kept for itself.
    """
    roles.require(by, "audits.answer", organisation)
    if holder is not None and not _works_in(holder, organisation):
        raise Refusal(say("{name} does not work in this organisation.", name=holder.name))
    now = clock.now()
    readings = read_opened(file, now) if isinstance(file, Parts) else open_and_read(file, now)
    return store_readings(by=by, organisation=organisation, holder=holder, readings=readings)


def _works_in(person: Person, organisation: Organisation) -> bool:
    return Membership.live.filter(person=person, organisation=organisation).exists()


@transaction.atomic
def store_readings(
    *, by: Person, organisation: Organisation, holder: Person | None, readings: list[ArchiveReading]
) -> list[Evidence]:
    """The derived facts of archives that were read, as evidence; findings follow from them."""
    roles.require(by, "audits.answer", organisation)
    audit = start_audit(by=by, organisation=organisation, scope="minimum")
    kept = [_keep(audit, by, holder, archive, reading) for archive in readings for reading in archive.controls]
    settle_findings(by=by, organisation=organisation, controls=[evidence.control for evidence in kept])
    open_rechecks(organisation=organisation)
    signs = [getattr(sign, "kind", "") for archive in readings for sign in archive.signs]
    heed_signs(by=by, organisation=organisation, signs=signs)
    for archive in readings:
        log.record(
            by,
            "archive.read",
            organisation=organisation,
            thing=f"archive:{archive.network}",
            files=len(archive.files_read),
        )
    return kept


def _keep(
    audit: Audit, by: Person, holder: Person | None, archive: ArchiveReading, reading: ControlReading
) -> Evidence:
    """What only the owner can say stays unknown until she has said it."""
    said = {
        "why": reading.why.as_json(),
        "facts": [fact.as_json() for fact in reading.facts],
        "asks": reading.asks.as_json() if reading.asks else None,
        "if_yes": reading.if_yes,
        "if_no": reading.if_no,
        "rule": catalogue()[reading.control].rule_text,
    }
    return Evidence.objects.of(audit.organisation).create(
        audit=audit,
        control=reading.control,
        network=archive.network,
        holder=holder,
        result="unknown" if reading.asks else reading.result,
        way="export",
        strength=STRENGTHS["export"],
        observed_at=archive.generated_at or clock.now(),
        by=by,
        sealed=json.dumps(said),
    )


@transaction.atomic
def confirm_facts(*, by: Person, evidence: Evidence, answer: str) -> Evidence:
    """Her word on facts only she can recognise: `yes`, `no`, or `unsure`, which leaves it unknown."""
    organisation = evidence.organisation
    roles.require(by, "audits.answer", organisation)
    take_turn(organisation)
    row = Evidence.objects.of(organisation).get(pk=evidence.pk)
    if row.confirmed_by_id is not None or not row.seen["asks"]:
        raise Refusal(say("This question has been answered already."))
    results = {"yes": row.seen["if_yes"], "no": row.seen["if_no"], "unsure": "unknown"}
    if answer not in results:
        raise Refusal(say("Choose one of the answers."))
    row.result, row.confirmed_by, row.strength = results[answer], by, CONFIRMED
    row.save(update_fields=["result", "confirmed_by", "strength"])
    settle_findings(by=by, organisation=organisation, controls=[row.control])
    heed_answer(by=by, evidence=row)
    log.record(by, "facts.confirmed", organisation=organisation, thing=f"control:{row.control}")
    return row
