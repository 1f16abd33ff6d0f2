"""A list of people from a file: give it, look, then store all of it or nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES, Table
from zana.people.access import programme_access
from zana.people.bringing import Brought, find_table, keep_table, preview_people
from zana.people.bringing import bring_people as store_people
from zana.people.forms import PeopleFileForm
from zana.people.labels import ROLES
from zana.people.models import Programme
from zana.people.queries import enrolled
from zana.people.roster import ASK, FAULT, HERE, NEW, Line
from zana.people.views import who
from zana.ui.words import words


@never_cache
@programme_access("people.invite")
def bring_people(request: HttpRequest, programme: Programme) -> HttpResponse:
    if request.method == "POST" and "kept" in request.POST:
        return _store(request, programme)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read(MAX_BYTES + 1)
            table, lines = preview_people(by=who(request), programme=programme, content=content)
        except Refusal as no:
            form.add_error("file", words(no.saying))
        else:
            return _show_preview(request, programme, table, lines)
    status = 422 if form.errors else 200
    context = {"programme": programme, "form": form, "organisations": list(enrolled(programme)[:2])}
    return render(request, "people/bring.html", context, status=status)


def _store(request: HttpRequest, programme: Programme) -> HttpResponse:
    answers = {
        int(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal()
    }
    try:
        table = find_table(request.POST["kept"], by=who(request), programme=programme)
        made = store_people(by=who(request), programme=programme, table=table, answers=answers)
    except Refusal as no:
        form = PeopleFileForm({})
        form.errors["file"] = form.error_class([words(no.saying)])
        context = {"programme": programme, "form": form, "organisations": list(enrolled(programme)[:2])}
        return render(request, "people/bring.html", context, status=422)
    messages.success(request, _tell(made))
    return redirect("people:support", programme=programme.ref)


def _tell(made: Brought) -> str:
    told = {"invited": made.invited, "counted": made.counted, "left": made.left}
    return _("Invited: %(invited)d. Added without a sign-in: %(counted)d. Left as they were: %(left)d.") % told


def _show_preview(request: HttpRequest, programme: Programme, table: Table, lines: list[Line]) -> HttpResponse:
    names = {one.slug: one.name for one in enrolled(programme)}
    shown = [(line, names.get(line.organisation, ""), ROLES.get(line.role)) for line in lines]
    groups = {verdict: [one for one in shown if one[0].verdict == verdict] for verdict in (FAULT, ASK, NEW, HERE)}
    context = {
        "programme": programme,
        "faults": groups[FAULT],
        "asked": groups[ASK],
        "coming": groups[NEW],
        "here": groups[HERE],
        "count": len(lines),
        "kept": "" if groups[FAULT] else keep_table(table, by=who(request), programme=programme),
    }
    return render(request, "people/bring_preview.html", context)
