"""The verbs of belonging: programmes, organisations, roles, confidential places."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import roles
from zana.people.hidden import Hidden
from zana.people.labels import GENDERS
from zana.people.log import record
from zana.people.models import Enrolment, Membership, Notice, Organisation, Person, Programme, SafePlace
from zana.people.roles import require


@transaction.atomic
def create_programme(
    *, name: str, implementer: str, partner_network: str, funder: str, starts_on: date, ends_on: date
) -> Programme:
    """From the command line only: whoever runs the machine opens a programme and invites its lead."""
    if ends_on < starts_on:
        raise Refusal(say("A programme cannot end before it starts."))
    programme = Programme.objects.create(
        slug=_free_slug(Programme, name),
        name=name,
        implementer=implementer,
        partner_network=partner_network,
        funder=funder,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(None, "programme.created", programme=programme)
    return programme


@transaction.atomic
def add_organisation(
    *, by: Person | None, programme: Programme, name: str, kind: str, region: str, language: str
) -> Organisation:
    """A new organisation, enrolled at once. `by` is None for the command line and the demonstration."""
    if by is not None:
        require(by, "programme.edit", programme=programme)
    name = " ".join(name.split())
    if programme.organisations.filter(name__iexact=name).exists():
        raise Refusal(say("{name} is in this programme already.", name=name))
    organisation = Organisation.objects.create(
        slug=_free_slug(Organisation, name), name=name, kind=kind, region=region, language=language
    )
    Enrolment.objects.create(programme=programme, organisation=organisation, joined_on=clock.today())
    record(by, "organisation.added", organisation=organisation, programme=programme)
    return organisation


@transaction.atomic
def give_role(
    *,
    by: Person | None,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
) -> Membership:
    """A role for somebody who is known already; new people come by invitation."""
    allowed = roles.ORGANISATION_ROLES if organisation else roles.PROGRAMME_ROLES
    if role not in allowed or (organisation is None) == (programme is None):
        raise Refusal(say("This role does not belong here."))
    if by is not None:
        require(by, "people.invite", organisation, programme=programme)
        if not Membership.live.filter(person=person, organisation=organisation, programme=programme).exists():
            raise Refusal(say("People who are not here yet come by invitation."))
    membership, made = Membership.live.get_or_create(
        person=person,
        role=role,
        organisation=organisation,
        programme=programme,
        defaults={"started_at": clock.now()},
    )
    if made:
        record(
            by, "role.given", organisation=organisation, programme=programme, thing=f"person:{person.ref}", role=role
        )
    return membership


@transaction.atomic
def end_membership(*, by: Person, membership: Membership) -> None:
    """Somebody leaves. The last director cannot: an organisation must not be locked out when a person goes."""
    require(by, "people.end", membership.organisation, programme=membership.programme)
    last_of = {roles.DIRECTOR: membership.organisation, roles.LEAD: membership.programme}.get(membership.role)
    if last_of is not None and not _peers(membership).exists():
        raise Refusal(say("{name} is the only one with this role. Give it to somebody else first.", name=last_of.name))
    Membership.live.filter(pk=membership.pk).update(ended_at=clock.now())
    record(
        by,
        "role.ended",
        organisation=membership.organisation,
        programme=membership.programme,
        thing=f"person:{membership.person.ref}",
        role=membership.role,
    )


@transaction.atomic
def hide_place(*, by: Person, organisation: Organisation, names: str) -> SafePlace:
    """A confidential place, one name per line; the safety gate stops every text that names it."""
    require(by, "places.edit", organisation)
    lines = [line.strip() for line in names.splitlines() if line.strip()]
    if not any(len(line) >= 3 for line in lines):
        raise Refusal(say("Write at least one name of three letters or more."))
    place = SafePlace.objects.create(organisation=organisation, names=Hidden("\n".join(lines)))
    record(by, "place.hidden", organisation=organisation, thing=f"place:{place.ref}")
    return place


@transaction.atomic
def change_place(*, by: Person, organisation: Organisation, ref: str, names: str) -> SafePlace:
    require(by, "places.edit", organisation)
    lines = [line.strip() for line in names.splitlines() if line.strip()]
    place = SafePlace.objects.of(organisation).get(ref=ref)
    if not any(len(line) >= 3 for line in lines):
        raise Refusal(say("Write at least one name of three letters or more."))
    place.names = Hidden("\n".join(lines))
    place.save(update_fields=["names"])
    record(by, "place.changed", organisation=organisation, thing=f"place:{ref}")
    return place


@transaction.atomic
def forget_place(*, by: Person, organisation: Organisation, ref: str) -> None:
    require(by, "places.edit", organisation)
    SafePlace.objects.of(organisation).get(ref=ref).delete()
    record(by, "place.forgotten", organisation=organisation, thing=f"place:{ref}")


@transaction.atomic
def tell_about_me(*, by: Person, name: str, gender: str, may_be_named: bool) -> Person:
    """What a person says of herself. That she said something is logged, never what."""
    name = " ".join(name.split())
    if not name or gender not in ("", *GENDERS):
        raise Refusal(say("Write your name."))
    by.name, by.gender, by.may_be_named = name, gender, may_be_named
    by.save(update_fields=["name", "gender", "may_be_named"])
    record(by, "person.told", thing=f"person:{by.ref}")
    return by


def read_notices(*, by: Person) -> int:
    """She has looked; everything unread is read. Returns how many."""
    return Notice.objects.filter(person=by, read_at=None).update(read_at=clock.now())


def _peers(membership: Membership) -> QuerySet[Membership]:
    return Membership.live.filter(
        role=membership.role, organisation=membership.organisation, programme=membership.programme
    ).exclude(pk=membership.pk)


def _free_slug(model: type[Organisation] | type[Programme], name: str) -> str:
    """`drita-e-re`, or `drita-e-re-2` when that is taken."""
    stem = slugify(name)[:50] or "x"
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in _candidates(stem) if slug not in taken)


def _candidates(stem: str) -> list[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
