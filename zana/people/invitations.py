"""One-time links: made, sent, opened once. Only the hash of a token is kept, so a stolen database opens no door."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import letters
from zana.people.log import record
from zana.people.models import Invitation, Membership, Organisation, Person, Programme
from zana.people.roles import ORGANISATION_ROLES, PROGRAMME_ROLES, require

OPEN_FOR = timedelta(days=7)

SUBJECT = say("You are invited to Zana")
BODY = say("{name}, {host} invites you. This link opens once, within seven days: {link}")


@transaction.atomic
def invite(
    *,
    by: Person | None,
    name: str,
    email: str,
    role: str,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    language: str = "sq",
) -> tuple[Invitation, str]:
    """The invitation and its path, which is shown once and mailed. `by` is None on the command line only."""
    allowed = ORGANISATION_ROLES if organisation else PROGRAMME_ROLES
    if role not in allowed or (organisation is None) == (programme is None):
        raise Refusal(say("This role does not belong here."))
    if by is not None:
        require(by, "people.invite", organisation, programme=programme)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=_hash(token),
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        role=role,
        organisation=organisation,
        programme=programme,
        invited_by=by,
        expires_at=clock.now() + OPEN_FOR,
    )
    path = f"/invitation/{token}/"
    host = str(organisation or programme)
    body = say(BODY.code, name=invitation.name, host=host)
    letters.write(invitation.email, SUBJECT, body, link=path, language=language)
    record(by, "invitation.sent", organisation=organisation, programme=programme, thing=f"invitation:{invitation.ref}")
    return invitation, path


def find_invitation(token: str) -> Invitation:
    """Refuses in words: unknown, used, withdrawn or too old."""
    invitation = Invitation.objects.filter(token_hash=_hash(token)).select_related("organisation", "programme").first()
    if invitation is None:
        raise Refusal(say("This link is not complete or not from here. Ask for a new invitation."))
    if invitation.used_at:
        raise Refusal(say("This link was used already. Sign in with your e-mail and your password."))
    if invitation.withdrawn_at or invitation.expires_at <= clock.now():
        raise Refusal(say("This link is no longer open. Ask for a new invitation."))
    return invitation


@transaction.atomic
def accept(*, token: str, password: str, name: str = "", person: Person | None = None) -> Person:
    """Take the role. A known address signs in first and passes `person`; a new one gets a person and a password.

    The link is spent by a conditional update, so two tabs cannot both use it.
    """
    invitation = find_invitation(token)
    spent = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now())
    if spent != 1:
        raise Refusal(say("This link was used already. Sign in with your e-mail and your password."))
    if person is None:
        if Person.objects.filter(email=invitation.email).exists():
            raise Refusal(say("There is an account with this address already. Sign in first, then open the link."))
        person = Person.objects.create_person(
            name=name.strip() or invitation.name,
            email=invitation.email,
            language=invitation.language,
            password=password,
        )
    elif person.email != invitation.email:
        raise Refusal(say("This invitation is for another address. Sign out, then open the link again."))
    # The link came by mail to this address: that is the proof that it is hers.
    EmailAddress.objects.update_or_create(
        user=person, email=invitation.email, defaults={"verified": True, "primary": True}
    )
    Membership.live.get_or_create(
        person=person,
        role=invitation.role,
        organisation=invitation.organisation,
        programme=invitation.programme,
        defaults={"started_at": clock.now()},
    )
    record(
        person,
        "invitation.accepted",
        organisation=invitation.organisation,
        programme=invitation.programme,
        thing=f"invitation:{invitation.ref}",
        role=invitation.role,
    )
    return person


@transaction.atomic
def withdraw(*, by: Person, invitation: Invitation) -> None:
    require(by, "people.invite", invitation.organisation, programme=invitation.programme)
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(withdrawn_at=clock.now())
    record(
        by,
        "invitation.withdrawn",
        organisation=invitation.organisation,
        programme=invitation.programme,
        thing=f"invitation:{invitation.ref}",
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
