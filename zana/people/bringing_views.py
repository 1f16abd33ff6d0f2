"""A list of people from a file: give it, look, then store all of it or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES, Table
from zana.people.access import access, programme_access
from zana.people.bringing import Brought, Host, find_table, keep_table, list_places, preview_people
from zana.people.bringing import bring_people as store_people
from zana.people.forms import PeopleFileForm
from zana.people.labels import ROLES
from zana.people.models import Organisation, Programme
from zana.people.roster import ASK, FAULT, HERE, NEW, Line
from zana.people.views import who
from zana.ui.words import words


@never_cache
@programme_access("people.invite")
def bring_people(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _bring(request, programme)


@never_cache
@access("people.invite")
def bring_own(request: HttpRequest, org: Organisation) -> HttpResponse:
    """A director's own people: no other organisation can be named in the list."""
    return _bring(request, org)


def _bring(request: HttpRequest, place: Host) -> HttpResponse:
    if request.method == "POST" and "kept" in request.POST:
        return _store(request, place)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(MAX_BYTES + 1)
            table, lines = preview_people(by=who(request), place=place, content=content)
        except Refusal as no:
            form.add_error("file", words(no.saying))
        else:
            return _show_preview(request, place, table, lines)
    return _ask(request, place, form)


def _ask(request: HttpRequest, place: Host, form: PeopleFileForm) -> HttpResponse:
    context = {**_frame(place), "form": form, "examples": list_places(place)[:2]}
    return render(request, "people/bring.html", context, status=422 if form.errors else 200)


def _frame(place: Host) -> dict[str, Any]:
    """What both pages need to know of the place, and the two ways out of them."""
    is_own = isinstance(place, Organisation)
    here = {"org": place.ref} if is_own else {"programme": place.ref}
    return {
        "place": place,
        "is_own": is_own,
        "bring_url": reverse("people:bring_own" if is_own else "people:bring", kwargs=here),
        "people_url": reverse("people:people" if is_own else "people:support", kwargs=here),
    }


def _store(request: HttpRequest, place: Host) -> HttpResponse:
    answers = {
        int(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal()
    }
    try:
        table = find_table(request.POST["kept"], by=who(request), place=place)
        made = store_people(by=who(request), place=place, table=table, answers=answers)
    except Refusal as no:
        form = PeopleFileForm({})
        form.errors["file"] = form.error_class([words(no.saying)])
        return _ask(request, place, form)
    messages.success(request, _tell(made))
    return redirect(_frame(place)["people_url"])


def _tell(made: Brought) -> str:
    told = {"invited": made.invited, "counted": made.counted, "left": made.left}
    return _("Invited: %(invited)d. Added without a sign-in: %(counted)d. Left as they were: %(left)d.") % told


def _show_preview(request: HttpRequest, place: Host, table: Table, lines: list[Line]) -> HttpResponse:
    names = {one.slug: one.name for one in list_places(place)}
    shown = [(line, names.get(line.organisation, ""), ROLES.get(line.role)) for line in lines]
    groups = {verdict: [one for one in shown if one[0].verdict == verdict] for verdict in (FAULT, ASK, NEW, HERE)}
    context = {
        **_frame(place),
        "faults": groups[FAULT],
        "asked": groups[ASK],
        "coming": groups[NEW],
        "here": groups[HERE],
        "count": len(lines),
        "kept": "" if groups[FAULT] else keep_table(table, by=who(request), place=place),
    }
    return render(request, "people/bring_preview.html", context)
