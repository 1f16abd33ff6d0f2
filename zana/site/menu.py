"""What stands in the navigation. The only place that knows the pages of all rooms by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zana.kernel.words import Saying, say
from zana.people.models import Notice, Organisation, Person, Programme
from zana.people.queries import places_of
from zana.people.roles import PERMISSIONS, PROGRAMME_ROLES, roles_in, roles_of_programme
from zana.ui.menu import Entry
from zana.ui.words import words


@dataclass(frozen=True)
class Line:
    """A page of the navigation: who may see it stands in the permission table."""

    label: Saying
    icon: str
    page: str  # name of the route
    permission: str
    under: tuple[str, ...] = ()  # what else belongs to it, after the organisation's own address


LEARNING = ("exercises/", "drills/", "quiz/", "own-quiz/", "confidence/", "trainings/", "feedback/")
ORGANISATION_MENU = [
    Line(say("Today"), "today", "site:today", "organisation.see"),
    Line(say("Write"), "pen", "studio:pieces", "pieces.see"),
    Line(say("Safety"), "shield", "audits:overview", "audits.see", ("registers/", "wrong/")),
    Line(say("Learn"), "book", "learning:curriculum", "lessons.see", LEARNING),
    Line(say("Your day"), "calendar", "learning:plan", "plans.see", ("day/", "order/", "coaching/")),
    Line(say("Ask"), "chat", "learning:help", "help.ask"),
    Line(say("Outbox"), "send", "publishing:outbox", "pieces.see"),
    Line(say("Accounts"), "globe", "networks:accounts", "accounts.see"),
    Line(say("Numbers"), "chart", "impact:readings", "readings.see"),
    Line(say("People"), "users", "people:people", "people.see"),
    Line(say("Confidential places"), "eye-off", "people:places", "places.see"),
    Line(say("Log"), "file", "people:log", "log.see"),
]
PROGRAMME_MENU = [
    Line(say("Cohort"), "users", "site:cohort", "programme.see"),
    Line(say("Audits"), "shield", "audits:cohort", "programme.see"),
    Line(say("Report"), "chart", "impact:report", "reports.see"),
    Line(say("Trainings"), "calendar", "learning:trainings", "programme.see"),
    Line(say("Questions"), "chat", "learning:help_queue", "help.answer"),
    Line(say("Feedback"), "chat", "learning:waves", "feedback.see"),
    Line(say("People"), "user", "people:support", "people.see"),
]


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page's frame, worked out only if a template asks for it."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"menu": [], "home_url": "/"}
    parts = partial(_frame_parts, request, person)
    whole = SimpleLazyObject(parts)
    return {name: SimpleLazyObject(partial(_part, whole, name)) for name in ("menu", "place", "danger_url")} | {
        "home_url": "/",
        "me_url": reverse("people:me"),
    }


def _part(whole: object, name: str) -> object:
    return whole[name]  # type: ignore[index]  # a lazy dict


def _frame_parts(request: HttpRequest, person: Person) -> dict[str, object]:
    organisation: Organisation | None = getattr(request, "organisation", None)
    programme: Programme | None = getattr(request, "programme", None)
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    if organisation is None and programme is None:
        programmes, organisations = places_of(person)
        programme = programmes[0] if programmes else None
        organisation = organisations[0] if organisations and programme is None else None
        roles = roles_in(person, organisation) if organisation else frozenset()
        roles = roles_of_programme(person, programme) if programme else roles
    if organisation is not None:
        menu = _way_back(person, roles) + _entries(request, ORGANISATION_MENU, roles, {"org": organisation.ref})
    else:
        menu = _entries(request, PROGRAMME_MENU, roles, {"programme": programme.ref}) if programme else []
    unread: int | None = getattr(request, "unread", None)
    if unread is None:
        unread = Notice.objects.filter(person=person, read_at=None).count()
    menu.append(Entry(_("Messages"), "chat", reverse("people:notices"), badge=unread))
    danger = reverse("site:danger") if organisation else ""
    return {"menu": menu, "place": str(organisation or programme or ""), "danger_url": danger}


def _way_back(person: Person, roles: frozenset[str]) -> list[Entry]:
    """Who looks at an organisation from the support side finds her way back to the cohort."""
    programmes = _programmes_of(person) if roles & PROGRAMME_ROLES else []
    return [
        Entry(_("Cohort"), "users", reverse("site:cohort", kwargs={"programme": programme.ref}))
        for programme in programmes[:1]
    ]


def _programmes_of(person: Person) -> Sequence[Programme]:
    """As the door has seen them; a page without an organisation's door asks."""
    return places_of(person)[0] if person.programmes_seen is None else person.programmes_seen


def _entries(request: HttpRequest, lines: list[Line], roles: frozenset[str], where: dict[str, str]) -> list[Entry]:
    entries = []
    for line in lines:
        if roles & PERMISSIONS[line.permission]:
            try:
                url = reverse(line.page, kwargs=where)
            except NoReverseMatch:
                continue
            is_home = line.page in {"site:today", "site:cohort"}
            belongs = (url, *(f"/o/{where.get('org')}/{part}" for part in line.under))
            current = request.path == url if is_home else request.path.startswith(belongs)
            entries.append(Entry(words(line.label), line.icon, url, current=current))
    return entries
