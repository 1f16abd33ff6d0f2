"""Certificates are issued to who has earned them, opened to the public by who they name, and revoked with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import say
from zana.learning.models import Certificate, SignOff, Training
from zana.learning.queries.certificates import (
    certificates_of,
    earned_attendance,
    list_learners,
    list_places,
    may_issue_now,
)
from zana.learning.queries.sessions import learners_of
from zana.learning.rules.certificates import ATTENDANCE, COMPLETION, ORGANISATION
from zana.people import notices
from zana.people.log import record
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import DIRECTOR, require
from zana.people.turns import take_turn


@transaction.atomic
def issue_attendance(*, by: Person, training: Training) -> list[Certificate]:
    """To everybody who was there for four fifths and has none yet. One that was revoked is not issued again."""
    require(by, "certificates.issue", programme=training.programme)
    training = Training.objects.select_for_update().get(pk=training.pk)
    if training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    if not may_issue_now(training):
        raise Refusal(say("Certificates are for after the training."))
    known = certificates_of(training)
    made = []
    for row in earned_attendance(training):
        if row.person_id not in known:
            facts: dict[str, Any] = {"title": training.name, "day": training.held_on.isoformat()}
            facts |= {"minutes": row.minutes, "planned": training.minutes}
            made.append(
                _issue(by, ATTENDANCE, training.programme, row.organisation, row.person, facts, training=training)
            )
    return made


@transaction.atomic
def issue_completion(*, by: Person, programme: Programme) -> list[Certificate]:
    """To everybody who has come the whole way and has none yet. One that was revoked is not issued again."""
    require(by, "certificates.issue", programme=programme)
    take_turn(programme)
    return [
        _issue(by, COMPLETION, programme, one.organisation, one.person, {"title": programme.name, "day": _today()})
        for one in list_learners(programme)
        if not one.way.missing and one.certificate is None
    ]


@transaction.atomic
def issue_organisations(*, by: Person, programme: Programme) -> list[Certificate]:
    """To every organisation that has earned it and has none yet. One that was revoked is not issued again."""
    require(by, "certificates.issue", programme=programme)
    take_turn(programme)
    return [
        _issue(by, ORGANISATION, programme, one.organisation, None, {"title": programme.name, "day": _today()})
        for one in list_places(programme)
        if not one.missing and one.certificate is None
    ]


@transaction.atomic
def sign_off(*, by: Person, programme: Programme, person: Person) -> SignOff:
    """The trainer has seen her practical work; said twice it is the same word."""
    require(by, "certificates.issue", programme=programme)
    line = next((one for one in learners_of(programme) if one.person == person), None)
    if line is None:
        raise Refusal(say("{person} does not learn in this programme.", person=person.name))
    # Once a person and programme, also when she belongs to another organisation by now.
    signed, is_new = SignOff.objects.across_organisations().get_or_create(
        programme=programme, person=person, defaults={"organisation": line.organisation, "by": by}
    )
    if is_new:
        record(by, "practice.signed_off", organisation=line.organisation, thing=f"person:{person.ref}")
    return signed


@transaction.atomic
def revoke(*, by: Person, certificate: Certificate, reason: str) -> Certificate:
    """It stays, and the public page says that it does not count any more. The reason stays in the house."""
    require(by, "certificates.issue", programme=certificate.programme)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise Refusal(say("Say why it is revoked."))
    rows = Certificate.objects.of(certificate.organisation).filter(pk=certificate.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now(), revoked_by=by, revoked_why=reason):
        record(
            by, "certificate.revoked", organisation=certificate.organisation, thing=f"certificate:{certificate.serial}"
        )
    certificate.refresh_from_db()
    return certificate


@transaction.atomic
def show_name(*, by: Person, certificate: Certificate, is_public: bool) -> Certificate:
    """Whether the public page names her. Only she decides; for the organisation's own, its director."""
    if certificate.person_id is None:
        require(by, "organisation.edit", certificate.organisation)
    elif certificate.person_id != by.pk or not by.is_active:
        raise Forbidden("certificates.name")
    certificate.is_name_public = is_public
    certificate.save(update_fields=["is_name_public"])
    record(
        by,
        "certificate.name_shown" if is_public else "certificate.name_hidden",
        organisation=certificate.organisation,
        thing=f"certificate:{certificate.serial}",
    )
    return certificate


def _issue(
    by: Person,
    kind: str,
    programme: Programme,
    organisation: Organisation,
    person: Person | None,
    facts: dict[str, Any],
    *,
    training: Training | None = None,
) -> Certificate:
    kept = {
        **facts,
        "name": person.name if person else organisation.name,
        "organisation": organisation.name,
        "programme": programme.name,
        "implementer": programme.implementer,
    }
    made = Certificate.objects.of(organisation).create(
        kind=kind, programme=programme, person=person, training=training, kept=kept, issued_by=by, issued_at=clock.now()
    )
    record(by, "certificate.issued", organisation=organisation, thing=f"certificate:{made.serial}", kind=kind)
    readers = [person] if person else notices.people_with(organisation, DIRECTOR)
    link = reverse("learning:my_trainings", kwargs={"org": organisation.ref})
    notices.tell(readers, say("A certificate is ready for you."), organisation=organisation, link=link)
    return made


def _today() -> str:
    return clock.today().isoformat()
