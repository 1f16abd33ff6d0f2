"""Reads the pages need that are more than a filter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.labels import HERS_ALONE
from zana.people.models import Enrolment, Invitation, LogEntry, Membership, Organisation, Person, Programme
from zana.people.roles import ORGANISATION_ROLES


def find_person(email: str) -> Person:
    """Whoever has this address; a Refusal if nobody has."""
    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Refusal(say("Nobody here has the address {email}.", email=email))
    return found


def places_of(person: Person) -> tuple[list[Programme], list[Organisation]]:
    """Where she belongs: programmes on the support side, organisations as a member. One query."""
    live = Membership.live.filter(person=person).select_related("programme", "organisation").order_by("pk")
    programmes = list(dict.fromkeys(m.programme for m in live if m.programme))
    return programmes, list(dict.fromkeys(m.organisation for m in live if m.organisation))


def enrolled(programme: Programme) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        pk__in=Enrolment.live.filter(programme=programme).values("organisation")
    ).order_by("name")


def programmes_of(organisation: Organisation) -> QuerySet[Programme]:
    """Those it takes part in now."""
    return Programme.objects.filter(pk__in=Enrolment.live.filter(organisation=organisation).values("programme"))


def members_of(place: Organisation | Programme) -> list[Membership]:
    side = {"organisation": place} if isinstance(place, Organisation) else {"programme": place}
    return list(Membership.live.filter(**side).select_related("person").order_by("person__name", "pk"))


def open_invitations(place: Organisation | Programme) -> list[Invitation]:
    side = {"organisation": place} if isinstance(place, Organisation) else {"programme": place}
    return list(_still_open().filter(**side).order_by("-created_at"))


def open_invitations_to(organisations: Iterable[Organisation]) -> QuerySet[Invitation]:
    return _still_open().filter(organisation__in=organisations)


def _still_open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def people_count(programme: Programme) -> int:
    """Unique persons who hold a live role in an enrolled organisation."""
    organisations = Enrolment.live.filter(programme=programme).values("organisation")
    members = Membership.live.filter(organisation__in=organisations, role__in=ORGANISATION_ROLES)
    return members.values("person").distinct().count()


def log_of(organisation: Organisation, limit: int = 100) -> list[LogEntry]:
    """What a director reads of her house: not what somebody asks, reads, answers or rehearses for herself."""
    hers = Q(*(Q(verb__startswith=part) for part in HERS_ALONE), _connector=Q.OR)
    rows = LogEntry.objects.filter(organisation=organisation).exclude(hers)
    return list(rows.select_related("person")[:limit])
