from __future__ import annotations

import json
from datetime import timedelta
from typing import get_args

from django.db import transaction

from zana.audits.actions.findings import settle_findings
from zana.audits.actions.incidents import heed_answer
from zana.audits.controls import Control, catalogue
from zana.audits.models import Audit, Evidence, Round
from zana.audits.queries import current_audit
from zana.audits.queries.circumstances import read_setting
from zana.audits.queries.standings import newest_look
from zana.audits.rules.freshness import STRENGTHS, Way
from zana.audits.rules.safety_first import decide
from zana.audits.rules.scoring import Result
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.once import spend
from zana.kernel.words import say
from zana.people import log, roles
from zana.people.models import Membership, Organisation, Person
from zana.people.turns import take_turn

SCOPES = ("minimum", "full")
_NEEDS_AUDITOR = 4  # from this severity on, only an auditor says that a control does not apply
_LONGEST_NOTE = 500


@transaction.atomic
def start_audit(
    *, by: Person, organisation: Organisation, scope: str = "full", consented: Person | None = None
) -> Audit:
    """Begin to look together; the one that is open, if there is one, takes the wider scope.

    `consented` is who of the organisation was told what is looked at and who will see it, and said yes.
    """
    roles.require(by, "audits.answer", organisation)
    if scope not in SCOPES:
        raise Refusal(say("An audit is either the minimum or the full one."))
    if consented is not None and not Membership.live.filter(person=consented, organisation=organisation).exists():
        raise Refusal(say("{name} does not work in this organisation.", name=consented.name))
    take_turn(organisation)
    audit = current_audit(organisation)
    if audit is None:
        audit = Audit.objects.of(organisation).create(scope=scope, started_by=by)
        Round.objects.of(organisation).get_or_create(
            organisation=organisation, defaults={"next_attempt_at": clock.now() + timedelta(days=1)}
        )
        log.record(by, "audit.started", organisation=organisation, thing=f"audit:{audit.ref}")
    elif scope == "full":
        audit.scope = scope
    if consented is not None and audit.consented_by_id is None:
        audit.consented_by, audit.consented_at = consented, clock.now()
        log.record(by, "audit.consented", organisation=organisation, thing=f"audit:{audit.ref}")
    audit.save(update_fields=["scope", "consented_by", "consented_at"])
    return audit


@transaction.atomic
def close_audit(*, by: Person, audit: Audit) -> Audit:
    """The looking is over; evidence and findings stay."""
    roles.require(by, "audits.answer", audit.organisation)
    if audit.closed_at is None:
        audit.closed_at = clock.now()
        audit.save(update_fields=["closed_at"])
        log.record(by, "audit.closed", organisation=audit.organisation, thing=f"audit:{audit.ref}")
    return audit


@transaction.atomic
def answer_control(
    *,
    by: Person,
    organisation: Organisation,
    control: str,
    result: str,
    way: str = "observe",
    note: str = "",
    key: str = "",
    harms: bool = False,
    hidden: bool = False,
    knew: int | None = None,
) -> Evidence:
    """What an auditor and the owner saw together. For `na` the note is the reason.

    `harms` and `hidden` are what rules/safety_first.py asks: what is visible endangers somebody; it is missing on
    purpose. `key` is drawn by the page: an answer sent again because nobody heard that it arrived is one answer.
    `knew` is the newest look at this control that stood on the page (None: all there are).
    """
    roles.require(by, "audits.answer", organisation)
    if key and not spend(f"answer:{organisation.pk}:{by.pk}:{key}"):
        told = Evidence.objects.of(organisation).filter(control=control, by=by).order_by("-pk").first()
        if told is not None:
            return told
    about = catalogue().get(control)
    if about is None:
        raise Refusal(say("There is no control {control}.", control=control))
    note = note.strip()[:_LONGEST_NOTE]
    way = "observe" if result in ("unknown", "na") else way
    _check_answer(about, result, way, note)
    if result == "na" and about.severity >= _NEEDS_AUDITOR and roles.TRAINER not in roles.roles_in(by, organisation):
        raise Refusal(say("That a check this grave does not apply can only be said by the auditor, with her name."))
    decided = decide(control, result, harms=harms, hidden=hidden, setting=read_setting(organisation))  # type: ignore[arg-type]  # checked to be a result
    now = clock.now()
    evidence = Evidence.objects.of(organisation).create(
        audit=start_audit(by=by, organisation=organisation, scope="minimum"),
        control=control,
        result=decided.result,
        way=way,
        strength=STRENGTHS[way],  # type: ignore[index]  # checked to be a way
        observed_at=now,
        by=by,
        sealed=json.dumps(
            {"note": note, "rule": about.rule_text, "why": decided.why.as_json() if decided.why else None}
        ),
        knew=newest_look(organisation, control) if knew is None else knew,
    )
    settle_findings(by=by, organisation=organisation, controls=[control])
    heed_answer(by=by, evidence=evidence)
    log.record(by, "control.answered", organisation=organisation, thing=f"control:{control}")
    return evidence


def _check_answer(about: Control, result: str, way: str, note: str) -> None:
    if result not in get_args(Result):
        raise Refusal(say("Choose one of the answers."))
    if result == "partial" and not about.texts["en"].partly:
        raise Refusal(say("This check knows no halfway: it is in place or it is not."))
    if way not in get_args(Way) or (result not in ("unknown", "na") and way not in about.hand_ways):
        raise Refusal(say("This cannot be known in that way. Choose how you know it."))
    if result == "na" and len(note) < 5:
        raise Refusal(say("Write the reason why this does not apply to you."))
