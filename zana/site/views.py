"""Home pages that mix rooms, and the two questions a machine asks."""

from __future__ import annotations

from typing import cast

from django.db import connection
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from zana.kernel import heartbeat
from zana.people import log, queries
from zana.people.access import access, programme_access, public
from zana.people.models import Notice, Organisation, Person, Programme
from zana.people.roles import may, roles_of_programme
from zana.site.next_step import find_step
from zana.site.routers import count_missing
from zana.site.sight import Sight


@public
def home(request: HttpRequest) -> HttpResponse:
    """To where she belongs; who is not signed in sees what this house is."""
    if not isinstance(request.user, Person):
        return render(request, "site/welcome.html")
    programmes, organisations = queries.places_of(request.user)
    if len(programmes) + len(organisations) != 1:
        return render(request, "site/choose.html", {"programmes": programmes, "organisations": organisations})
    if organisations:
        return redirect("site:today", org=organisations[0].ref)
    roles = roles_of_programme(request.user, programmes[0])
    page = "impact:report" if roles == {"donor"} else "site:cohort"
    return redirect(page, programme=programmes[0].ref)


@access("organisation.see")
def today(request: HttpRequest, org: Organisation) -> HttpResponse:
    person = cast(Person, request.user)
    unread = Notice.objects.filter(person=person, read_at=None).select_related("organisation").order_by("-created_at")
    newest = list(unread.annotate(of=Window(Count("pk")))[:3])
    request.unread = newest[0].of if newest else 0  # type: ignore[attr-defined]  # the menu need not count again
    return render(request, "site/today.html", {"org": org, "notices": newest})


def roles_held(request: HttpRequest) -> frozenset[str]:
    """With which she came through the door."""
    return cast("frozenset[str]", getattr(request, "roles", frozenset()))


@programme_access("programme.see")
def cohort(request: HttpRequest, programme: Programme) -> HttpResponse:
    """By name, with flags. No ranking and nobody first: a list of the weakest is a target list."""
    log.record(cast(Person, request.user), "cohort.seen", programme=programme)
    sight = Sight(cast(Person, request.user), programme)
    trains = may(sight.person, "coaching.edit", programme=programme)
    context = {
        "programme": programme,
        "step": find_step(sight, roles_held(request)),
        "late": sight.late_count if trains else 0,
        "day": sight.next_day if trains else None,
        "lines": sight.lines,
        "waiting": sum(line.needs_somebody for line in sight.lines),
        "people_count": sight.people_count,
        "trainers": sight.trainers,
        "may_edit": may(sight.person, "programme.edit", programme=programme),
    }
    return render(request, "site/cohort.html", context)


@public
def alive(request: HttpRequest) -> HttpResponse:
    """`/healthz`: this process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> JsonResponse:
    """`/readyz`: database, migrations and a worker that was alive within the last minute."""
    facts = {"database": _database_answers(), "migrations": _is_migrated(), "worker": heartbeat.is_beating("worker")}
    return JsonResponse(facts, status=200 if all(facts.values()) else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _is_migrated() -> bool:
    return count_missing(connection.alias) == 0
