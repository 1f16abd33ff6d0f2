"""Reads the pages need that are more than a filter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.labels import HERS_ALONE
from zana.people.models import Enrolment, Invitation, LogEntry, Membership, Organisation, Person, Programme
from zana.people.roles import LEAD


def find_person(email: str) -> Person:
    """Whoever has this address. Who has none is found by her name, or by her ref where two have it."""
    asked = email.strip()
    nameless = Q(email=None, name__iexact=asked) | Q(email=None, ref=asked)
    found = list(Person.objects.filter(Q(email=asked.lower()) | nameless).order_by("pk"))
    if not found:
        raise Refusal(say("Nobody here has the address {email}.", email=email))
    if len(found) > 1:
        refs = ", ".join(f"{one.ref} ({', '.join(map(str, places_of(one)[1]))})" for one in found)
        raise Refusal(say("More than one person is called {name}. Say which: {refs}", name=asked, refs=refs))
    return found[0]


def find_programme_called(slug: str) -> Programme:
    """As the command line names it; a Refusal if there is none."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Refusal(say("There is no programme called {name}.", name=slug))
    return programme


def find_organisation_called(slug: str) -> Organisation:
    """As the command line names it; a Refusal if there is none."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Refusal(say("There is no organisation called {name}.", name=slug))
    return organisation


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


def side_of(place: Organisation | Programme) -> dict[str, Any]:
    """The arguments that name it where rows and questions know either of the two."""
    return {"organisation": place} if isinstance(place, Organisation) else {"programme": place}


def leads_for(person: Person) -> list[Membership]:
    """Who leads a programme she belongs to, on either side; not she herself."""
    hers = Membership.live.filter(person=person)
    enrolments = Enrolment.live.filter(organisation__in=hers.values("organisation"))
    either = Q(programme__in=hers.values("programme")) | Q(programme__in=enrolments.values("programme"))
    leads = Membership.live.filter(either, role=LEAD).exclude(person=person).select_related("person", "programme")
    return list(leads.order_by("programme__name", "person__name", "pk"))


def members_of(place: Organisation | Programme) -> list[Membership]:
    return list(Membership.live.filter(**side_of(place)).select_related("person").order_by("person__name", "pk"))


def open_invitations(place: Organisation | Programme) -> list[Invitation]:
    return list(_still_open().filter(**side_of(place)).order_by("-created_at"))


def open_invitations_to(organisations: Iterable[Organisation]) -> QuerySet[Invitation]:
    return _still_open().filter(organisation__in=organisations)


def _still_open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now())


@dataclass(frozen=True, slots=True)
class LogLine:
    """`entry` is the newest of `times` looks, or the only one of its kind."""

    entry: LogEntry
    times: int


def log_of(organisation: Organisation, limit: int = 100) -> list[LogLine]:
    """What a director reads of her house, the newest first: not what somebody asks, reads, answers or rehearses for
    herself. One person's looks at one thing on one day are one line, or nobody would find the others."""
    zone, lines = ZoneInfo(organisation.zone), dict[object, list[LogEntry]]()
    hers = Q(*(Q(verb__startswith=part) for part in HERS_ALONE), _connector=Q.OR)
    rows = LogEntry.objects.filter(organisation=organisation).exclude(hers)
    for row in rows.select_related("person")[: 10 * limit]:
        day = clock.day_of(row.at, zone)
        look = (row.person_id, row.verb, row.thing, day) if row.verb.endswith(".seen") else row.pk
        lines.setdefault(look, []).append(row)
    return [LogLine(found[0], len(found)) for found in list(lines.values())[:limit]]
