"""What people do while something is happening. Each verb leaves a line in the incident's own log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from zana.audits.flows import flow_of_sign, flows
from zana.audits.models import Evidence, Incident, IncidentNote, Keepsake
from zana.audits.own_data import forget_after_the_end
from zana.audits.queries.incidents import as_noted, auditors_of, directors_of, read_log
from zana.audits.rules import incidents as rules
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import letters, log, notices, roles
from zana.people.models import Notice, Organisation, Person
from zana.people.turns import take_turn
from zana.studio.media import apart
from zana.studio.media.recognise import HEAD, recognise

MOST_BYTES = 10 * 1024 * 1024
MOST_KEPT = 60
_LONGEST = 4000
_ADDRESSES = ("http://", "https://")


@transaction.atomic
def report_incident(*, by: Person, organisation: Organisation, kind: str) -> Incident:
    """Somebody of the organisation says that something is wrong. One of a kind stands at a time."""
    roles.require(by, "incidents.help", organisation)
    if kind not in flows():
        raise Refusal(say("Choose what is happening. If nothing fits, choose what comes closest."))
    take_turn(organisation)
    standing = Incident.objects.of(organisation).filter(kind=kind, state__in=Incident.STANDING).first()
    if standing is not None:
        return start_incident(by=by, incident=standing) if standing.state == Incident.SUSPECTED else standing
    return _notice(by, organisation, kind, Incident.OPEN)


def _notice(
    by: Person, organisation: Organisation, kind: str, state: str, sign: str = "", evidence: Evidence | None = None
) -> Incident:
    incident = Incident.objects.of(organisation).create(
        kind=kind, state=state, sign=sign, evidence=evidence, noticed_by=by
    )
    _note(incident, by, rules.REPORTED if state == Incident.OPEN else rules.SUSPECTED)
    _tell_at_once(by, incident)
    return incident


def _note(
    incident: Incident, by: Person, verb: str, *, move: str = "", keepsake: Keepsake | None = None
) -> IncidentNote:
    """In its own log and in the organisation's, where neither kind nor content is named."""
    note = IncidentNote.objects.of(incident.organisation).create(
        incident=incident, verb=verb, by=by, move=move, keepsake=keepsake
    )
    log.record(by, f"incident.{verb}", organisation=incident.organisation, thing=f"incident:{incident.ref}")
    return note


def _tell_at_once(by: Person, incident: Incident) -> None:
    """Director and auditor, with nothing that a stranger in the mailbox could use.

    Other news that she has not read yet must not hold this letter back.
    """
    organisation = incident.organisation
    people = [person for person in [*directors_of(organisation), *auditors_of(organisation)] if person != by]
    behind = {row.person_id for row in Notice.objects.filter(person__in=people, read_at=None)}
    link = f"/o/{organisation.ref}/incidents/{incident.ref}/"
    told = notices.tell(people, say("Please look into Zana now."), organisation=organisation, link=link)
    for notice in told:
        if notice.person_id in behind and notice.person.email and notice.person.is_active:
            letters.write(notice.person, notices.NEWS, notices.NEWS_BODY, link="/notices/")


def heed_answer(*, by: Person, evidence: Evidence) -> Incident | None:
    """After an answer, inside its transaction: a sign of somebody inside makes an incident suspected.

    Who gave the sign by a slip and answers otherwise while nothing was begun has taken it back.
    """
    kind = flow_of_sign().get(evidence.control)
    if kind is None:
        return None
    if evidence.result == "fail":
        return _suspect(by, evidence.organisation, kind, evidence.control, evidence)
    if evidence.result == "pass":
        _take_back(by, evidence)
    return None


def _suspect(
    by: Person, organisation: Organisation, kind: str, sign: str, evidence: Evidence | None = None
) -> Incident:
    standing = Incident.objects.of(organisation).filter(kind=kind, state__in=Incident.STANDING).first()
    return standing or _notice(by, organisation, kind, Incident.SUSPECTED, sign, evidence)


def _take_back(by: Person, evidence: Evidence) -> None:
    rows = Incident.objects.of(evidence.organisation).filter(state=Incident.SUSPECTED, sign=evidence.control)
    for incident in rows.filter(noticed_by=by, evidence__audit=evidence.audit_id):
        _end(incident, by, Incident.ASIDE, rules.SET_ASIDE, {"reason": "", "taken_back": "yes"})


def heed_signs(*, by: Person, organisation: Organisation, signs: Iterable[str]) -> list[Incident]:
    """Hints of an archive that somebody is inside, inside the reading's transaction."""
    return [_suspect(by, organisation, kind, "archive") for kind in rules.suspect_kinds(signs)]


@transaction.atomic
def start_incident(*, by: Person, incident: Incident) -> Incident:
    """She says that it is happening."""
    row = _lock(by, incident, "incidents.help")
    if row.state == Incident.SUSPECTED:
        row.state = Incident.OPEN
        row.save(update_fields=["state"])
        _note(row, by, rules.STARTED)
    return row


def _lock(by: Person, incident: Incident, permission: str) -> Incident:
    """Two phones on one incident: each waits for the other."""
    organisation = incident.organisation
    roles.require(by, permission, organisation)
    take_turn(organisation)
    row = Incident.objects.of(organisation).select_related("organisation").get(pk=incident.pk)
    if not row.is_standing:
        raise Refusal(say("This is over already. If it begins again, open it anew."))
    return row


@transaction.atomic
def tick_move(*, by: Person, incident: Incident, move: str, done: bool) -> Incident:
    """`done` is what she wants it to be, so that a tap sent twice is one tap."""
    row = _lock(by, incident, "incidents.help")
    if row.flow.move(move) is None:
        raise Refusal(say("There is no such move here."))
    ticked = rules.read_ticks(as_noted(read_log(row))).get(move)
    if done and ticked is None:
        _note(row, by, rules.DONE, move=move)
    if not done and ticked is not None:
        if not rules.may_untick(ticked, clock.now()):
            raise Refusal(say("That was said more than a minute ago and stays in the log. Add a note instead."))
        _note(row, by, rules.UNDONE, move=move)
    return row


def keep_file(
    *, by: Person, incident: Incident, file: BinaryIO, name: str = "", shows: str = "", seen_at: datetime | None = None
) -> Keepsake:
    """A picture without what it tells beside its pixels, or another small file as it is. Never opened by us."""
    roles.require(by, "incidents.help", incident.organisation)
    if not incident.flow.keeps_files:
        raise Refusal(say("Nobody of us keeps the picture. Write down addresses and times; they are proof enough."))
    given = file.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise Refusal(say("This is larger than 10 MB. Keep it on a stick in a safe place, and write a note about it."))
    if not given:
        raise Refusal(say("The file is empty. Choose it again."))
    facts: dict[str, Any] = {"content": given, "kind": Keepsake.FILE, "sha256_kept": _hash(given)}
    if recognise(given[:HEAD]):
        file.seek(0)
        clean = apart.clean(file, name)
        facts = {"content": clean.data, "kind": Keepsake.PICTURE, "sha256_kept": clean.sha256}
        facts |= {"media_type": f"image/{clean.kind}", "removed": list(clean.removed)}
    facts |= {"size": len(facts["content"]), "sha256_given": _hash(given)}
    return _keep(by, incident, seen_at, sealed_name=name[-120:], sealed_text=shows.strip()[:_LONGEST], **facts)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_address(*, by: Person, incident: Incident, address: str, seen_at: datetime | None = None) -> Keepsake:
    """As text: whoever runs that page must not learn that we looked."""
    text = address.strip()[:_LONGEST]
    if not text.startswith(_ADDRESSES) or len(text.split()) != 1:
        raise Refusal(say("Copy the whole address as it stands in the browser; it begins with https://."))
    return _keep_text(by, incident, seen_at, Keepsake.ADDRESS, text)


def keep_note(*, by: Person, incident: Incident, note: str, seen_at: datetime | None = None) -> Keepsake:
    text = note.strip()[:_LONGEST]
    if not text:
        raise Refusal(say("Write what you saw first."))
    return _keep_text(by, incident, seen_at, Keepsake.NOTE, text)


def _keep_text(by: Person, incident: Incident, seen_at: datetime | None, kind: str, text: str) -> Keepsake:
    data = text.encode()
    facts = {"kind": kind, "sealed_text": text, "media_type": "text/plain", "size": len(data)}
    return _keep(by, incident, seen_at, sha256_given=_hash(data), sha256_kept=_hash(data), **facts)


@transaction.atomic
def _keep(by: Person, incident: Incident, seen_at: datetime | None, **facts: Any) -> Keepsake:
    row = _lock(by, incident, "incidents.help")
    now = clock.now()
    if seen_at is not None and seen_at > now:
        raise Refusal(say("The time you saw it lies in the future. Look at it again."))
    if row.keepsakes.count() >= MOST_KEPT:
        raise Refusal(say("Sixty things are kept here already. Keep the rest on a stick in a safe place."))
    kept = Keepsake(organisation=row.organisation, incident=row, by=by, seen_at=seen_at or now, **facts)
    kept.save()
    _note(row, by, rules.KEPT, keepsake=kept)
    return kept


@transaction.atomic
def open_keepsake(*, by: Person, keepsake: Keepsake) -> Keepsake:
    """Who looked at it stands in the log, also after the end."""
    roles.require(by, "incidents.see", keepsake.organisation)
    _note(keepsake.incident, by, rules.OPENED, keepsake=keepsake)
    return keepsake


@transaction.atomic
def note_export(*, by: Person, incident: Incident) -> IncidentNote:
    roles.require(by, "incidents.export", incident.organisation)
    return _note(incident, by, rules.EXPORTED)


@transaction.atomic
def set_aside(*, by: Person, incident: Incident, reason: str) -> Incident:
    """It is not what it looked like; why, stays."""
    row = _lock(by, incident, "incidents.see")
    if len(reason.strip()) < 10:
        raise Refusal(say("Write in a sentence why nothing is happening."))
    return _end(row, by, Incident.ASIDE, rules.SET_ASIDE, {"reason": reason.strip()[:_LONGEST]})


@transaction.atomic
def close_incident(*, by: Person, incident: Incident, happened: str, lost: str, told: str, following: str) -> Incident:
    """What happened, what was lost, who was told, what comes next: four answers, "nothing" is one."""
    row = _lock(by, incident, "incidents.see")
    said = {"happened": happened, "lost": lost, "told": told, "following": following}
    said = {name: text.strip()[:_LONGEST] for name, text in said.items()}
    if not all(said.values()):
        raise Refusal(say("Answer all four; “nothing” and “nobody” are answers too."))
    return _end(row, by, Incident.CLOSED, rules.CLOSED, said)


def _end(incident: Incident, by: Person, state: str, verb: str, said: dict[str, str]) -> Incident:
    incident.state, incident.ended_by, incident.ended_at = state, by, clock.now()
    incident.sealed_ending = json.dumps(said)
    incident.save(update_fields=["state", "ended_by", "ended_at", "sealed_ending"])
    _note(incident, by, verb)
    forget_after_the_end(incident)
    return incident
