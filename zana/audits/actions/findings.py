from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from zana.audits.controls import catalogue
from zana.audits.models import Evidence, Finding
from zana.audits.queries import read_standings
from zana.audits.rules.risk import due_on
from zana.audits.rules.scoring import SEVEREST
from zana.audits.rules.settling import Standing, may_close
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, notices, roles
from zana.people.models import Membership, Organisation, Person
from zana.people.turns import take_turn


def settle_findings(*, by: Person, organisation: Organisation, controls: Iterable[str]) -> list[Finding]:
    """After new evidence: open what is not in place, close what is shown to be. Inside the caller's transaction.

    Gives the findings that were opened.
    """
    standings = read_standings(organisation)
    rows = Finding.objects.of(organisation).exclude(state=Finding.CLOSED).select_related("opened_with", "organisation")
    known = {finding.control: finding for finding in rows}
    opened = []
    for control in dict.fromkeys(controls):
        standing, finding = standings[control], known.get(control)
        if finding is not None and finding.state == Finding.RECHECK:
            _settle_recheck(finding, standing, by)
        elif standing.result in ("fail", "partial"):
            if finding is None:
                opened.append(_open(organisation, control, standing))
            elif finding.result != standing.result:
                finding.result = standing.result
                finding.save(update_fields=["result"])
        elif finding is not None and standing.result in ("pass", "na"):
            _close_if_shown(finding, standing, by)
    if any(finding.severity == SEVEREST for finding in opened):
        _tell(organisation)
    return opened


def _open(organisation: Organisation, control: str, standing: Standing) -> Finding:
    about = catalogue()[control]
    assert standing.piece is not None  # noqa: S101 - a fail always rests on a piece
    now = clock.now()
    return Finding.objects.of(organisation).create(
        control=control,
        severity=about.severity,
        result=standing.result,
        opened_at=now,
        due_on=due_on(about.severity, now, ZoneInfo(organisation.zone)),
        opened_with_id=standing.piece.number,
    )


def _settle_recheck(finding: Finding, standing: Standing, by: Person) -> None:
    """Somebody has looked again. Nothing was broken as far as anybody knew, so any fresh look that holds closes it."""
    if standing.piece is None or standing.result == "unknown":
        return
    shown = Evidence.objects.of(finding.organisation).get(pk=standing.piece.number)
    if standing.result in ("pass", "na"):
        _close(finding, shown, by)
        return
    now = clock.now()
    finding.state, finding.result, finding.opened_with, finding.opened_at = Finding.OPEN, standing.result, shown, now
    finding.due_on = due_on(finding.severity, now, ZoneInfo(finding.organisation.zone))
    finding.save(update_fields=["state", "result", "opened_with", "opened_at", "due_on"])


def _close(finding: Finding, shown: Evidence, by: Person) -> None:
    finding.state, finding.closed_at, finding.closed_with, finding.decided_by = Finding.CLOSED, clock.now(), shown, by
    finding.save(update_fields=["state", "closed_at", "closed_with", "decided_by"])


def _close_if_shown(finding: Finding, standing: Standing, by: Person) -> bool:
    assert standing.piece is not None  # noqa: S101 - a pass always rests on a piece
    shown = Evidence.objects.of(finding.organisation).get(pk=standing.piece.number)
    if standing.result == "pass" and not may_close(
        finding.opened_with.piece,
        shown.piece,
        severity=finding.severity,
        opened_by=finding.opened_with.by_id,
        shown_by=by.pk,
    ):
        return False
    _close(finding, shown, by)
    return True


def _tell(organisation: Organisation) -> None:
    notices.tell(
        notices.people_with(organisation, roles.DIRECTOR, roles.COMMUNICATOR),
        say("Something in your safety check should be done within three days."),
        organisation=organisation,
        link=f"/o/{organisation.ref}/audit/",
    )


@transaction.atomic
def close_finding(*, by: Person, finding: Finding) -> Finding:
    """A second pair of eyes closes what the evidence already shows; nobody closes by wish."""
    organisation = finding.organisation
    roles.require(by, "audits.answer", organisation)
    take_turn(organisation)
    finding.refresh_from_db()
    standing = read_standings(organisation)[finding.control]
    if finding.state == Finding.CLOSED:
        raise Refusal(say("This is closed already."))
    if standing.result != "pass":
        raise Refusal(say("Nothing shows yet that this is in place. Look together or give a newer archive first."))
    if not _close_if_shown(finding, standing, by):
        raise Refusal(
            say("This needs evidence as strong as the one that opened it, and for the gravest another person.")
        )
    log.record(by, "finding.closed", organisation=organisation, thing=f"finding:{finding.ref}")
    return finding


@transaction.atomic
def assign_finding(
    *, by: Person, finding: Finding, owner: Person | None, deputy: Person | None, due: date | None = None
) -> Finding:
    organisation = finding.organisation
    roles.require(by, "audits.answer", organisation)
    for person in filter(None, (owner, deputy)):
        if not Membership.live.filter(person=person, organisation=organisation).exists():
            raise Refusal(say("{name} does not work in this organisation.", name=person.name))
    if owner is not None and owner == deputy:
        raise Refusal(say("The deputy must be somebody else than the owner."))
    finding.owner, finding.deputy, finding.due_on = owner, deputy, due or finding.due_on
    finding.save(update_fields=["owner", "deputy", "due_on"])
    log.record(by, "finding.assigned", organisation=organisation, thing=f"finding:{finding.ref}")
    return finding


@transaction.atomic
def accept_finding(*, by: Person, finding: Finding, reason: str) -> Finding:
    """Known, and left as it is for a reason, with a name. The score does not change by it."""
    organisation = finding.organisation
    roles.require(by, "audits.accept", organisation)
    if finding.state != Finding.OPEN:
        raise Refusal(say("Only an open finding can be accepted."))
    if len(reason.strip()) < 10:
        raise Refusal(say("Write in a sentence why it stays as it is."))
    finding.state, finding.decided_by, finding.sealed_reason = Finding.ACCEPTED, by, reason.strip()
    finding.save(update_fields=["state", "decided_by", "sealed_reason"])
    log.record(by, "finding.accepted", organisation=organisation, thing=f"finding:{finding.ref}")
    return finding
