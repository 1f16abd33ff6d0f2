from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, cast

from django.db import transaction

from zana.audits.actions.findings import settle_findings
from zana.audits.actions.incidents import heed_answer, heed_signs
from zana.audits.actions.looking import start_audit
from zana.audits.actions.rechecks import open_rechecks
from zana.audits.archives.carrying import dump_reading, load_reading
from zana.audits.archives.cleaning import shown
from zana.audits.archives.opening import Parts, read_archives
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.archives.whose import fits
from zana.audits.controls import catalogue
from zana.audits.models import Audit, Evidence
from zana.audits.rules.freshness import STRENGTHS
from zana.kernel import clock, once
from zana.kernel.crypto import SealBroken, seal, unseal
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.networks.models import Account
from zana.networks.models.accounts import LEFT
from zana.people import log, roles
from zana.people.models import Membership, Organisation, Person
from zana.people.turns import take_turn

CONFIRMED = min(STRENGTHS["export"], STRENGTHS["observe"])  # facts of an archive, recognised by a person


Given = Path | str | IO[bytes] | Parts
HELD_FOR = timedelta(minutes=30)


class AnotherHolder(Refusal):
    """The archive says it is somebody else's. `held` is what it proves, sealed, to be kept once she has said yes."""

    def __init__(self, saying: Saying, held: str) -> None:
        super().__init__(saying)
        self.held = held


def read_archive(
    *, by: Person, organisation: Organisation, file: Given | Sequence[Given], holder: Person | None = None
) -> list[Evidence]:
    """Read in memory, then keep only what it proves, all of it or nothing. `holder` is whose archive it is,
    None for somebody who does not sign in here.

    `file` may be the parts a browser took out of an archive that it kept for itself, and may be several files
    of one archive. `AnotherHolder` where the archive says that it is somebody else's.
    """
    roles.require(by, "audits.answer", organisation)
    _require_member(holder, organisation)
    files: list[Given] = list(file) if isinstance(file, list | tuple) else [cast("Given", file)]
    readings = read_archives(files, clock.now())
    doubt = next(filter(None, (_doubt(reading, holder, organisation) for reading in readings)), None)
    if doubt:
        raise AnotherHolder(doubt, _hold(by, organisation, holder, readings))
    return store_readings(by=by, organisation=organisation, holder=holder, readings=readings)


def keep_held(*, by: Person, organisation: Organisation, held: str) -> list[Evidence]:
    """Her yes to an archive that says it is somebody else's. What it proves comes back from her own page, sealed."""
    roles.require(by, "audits.answer", organisation)
    try:
        kept = json.loads(unseal(held))
        is_hers = (kept["for"], kept["by"], kept["org"]) == (_PURPOSE, by.pk, organisation.ref)
        at = datetime.fromisoformat(kept["at"])
    except (SealBroken, ValueError, TypeError, KeyError) as broken:
        raise Refusal(_TOO_LATE) from broken
    if not is_hers or clock.now() - at > HELD_FOR:
        raise Refusal(_TOO_LATE)
    holder = Person.objects.get(pk=kept["holder"]) if kept["holder"] else None
    _require_member(holder, organisation)
    readings = [load_reading(reading) for reading in kept["readings"]]
    with transaction.atomic():
        if not once.spend(f"archive:{hashlib.sha256(held.encode()).hexdigest()}"):
            raise Refusal(say("This archive was kept already."))
        return store_readings(by=by, organisation=organisation, holder=holder, readings=readings)


_PURPOSE = "archive"
_TOO_LATE = say("Too much time has passed. Give the archive again; nothing was kept.")


def _hold(by: Person, organisation: Organisation, holder: Person | None, readings: list[ArchiveReading]) -> str:
    kept = {
        "for": _PURPOSE,
        "by": by.pk,
        "org": organisation.ref,
        "holder": holder.pk if holder else None,
        "at": clock.now().isoformat(),
        "readings": [dump_reading(reading) for reading in readings],
    }
    return seal(json.dumps(kept))


def _doubt(reading: ArchiveReading, holder: Person | None, organisation: Organisation) -> Saying | None:
    """The question to ask once, where the archive says whose it is and that is nobody we expected."""
    who = reading.whose.shown
    if reading.of == "person":
        if holder is None or not who or fits(reading.whose, [holder.name]):
            return None
        return say("This is the archive of {who}; you said {name}.", who=who, name=holder.name)
    known = _known_names(organisation, reading.network)
    if not who or fits(reading.whose, known):
        return None
    return say(
        "This is the archive of {who}; of {organisation} we know {name}.",
        who=who,
        organisation=organisation.name,
        name=shown(known[0]),
    )


def _known_names(organisation: Organisation, network: str) -> list[str]:
    """Names of its accounts on this network; where none is known its own name has to do."""
    rows = Account.objects.of(organisation).filter(network=network).exclude(state=LEFT).values_list("name", "handle")
    return [text for row in rows for text in row if text] or [organisation.name]


def _require_member(holder: Person | None, organisation: Organisation) -> None:
    if holder is not None and not _works_in(holder, organisation):
        raise Refusal(say("{name} does not work in this organisation.", name=holder.name))


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
    signs = [sign.kind for archive in readings for sign in archive.signs]
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
    facts = [*reading.facts, _against_staff(holder)] if reading.control == "SEC-32" else reading.facts
    said = {
        "why": reading.why.as_json(),
        "facts": [fact.as_json() for fact in facts],
        "asks": reading.asks.as_json() if reading.asks else None,
        "if_yes": reading.if_yes,
        "if_no": reading.if_no,
        "rule": catalogue()[reading.control].rule_text,
    }
    return Evidence.objects.of(audit.organisation).create(
        audit=audit,
        control=reading.control,
        network=archive.network,
        holder=holder if reading.about == "person" else None,
        result="unknown" if reading.asks else reading.result,
        way=reading.way,
        strength=STRENGTHS[reading.way],
        observed_at=archive.generated_at or clock.now(),
        by=by,
        sealed=json.dumps(said),
    )


def _against_staff(holder: Person | None) -> Saying:
    """Only members can be named as holders, so that who is named stands on the list of people here."""
    if holder is None:
        return say("The person of this archive is not on the list of people here. Does she still work with you?")
    return say("{name} is on the list of people here.", name=holder.name)


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
