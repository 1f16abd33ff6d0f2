"""Lessons on a phone, and what people say back to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.learning.actions import lessons
from zana.learning.queries import reading
from zana.learning.queries.reading import LessonPage
from zana.learning.views.asking import who
from zana.people.access import access, programme_access
from zana.people.models import Organisation, Programme
from zana.people.roles import may


@access("lessons.see")
def show_lesson(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    page = _find_lesson(unit)
    leads = may(who(request), "lessons.lead", org)
    read_on = reading.read_by(who(request), org).get(unit)
    return render(request, "learning/lesson.html", {"org": org, "lesson": page, "leads": leads, "read_on": read_on})


@access("lessons.see")
def show_kept(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    """The same words for the phone to keep: no name, no organisation, no form, no notes for trainers."""
    return render(request, "learning/kept.html", {"lesson": _find_lesson(unit)})


@access("lessons.see")
def show_worker(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Stands below the lessons, so that it can reach nothing else."""
    return render(request, "learning/worker.js", content_type="text/javascript")


@require_POST
@access("lessons.see")
def note_read(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    lessons.note_read(by=who(request), organisation=org, unit=unit)
    messages.success(request, _("Read, and noted for you."))
    return redirect("learning:unit", org=org.ref, unit=unit)


@require_POST
@access("lessons.see")
def tell_doubt(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    screen = request.POST.get("screen", "")
    lessons.tell_doubt(
        by=who(request),
        organisation=org,
        unit=unit,
        screen=int(screen) if screen.isascii() and screen.isdigit() and len(screen) < 3 else 0,
        note=request.POST.get("note", "").replace("\x00", ""),
    )
    messages.success(request, _("Thank you. Your trainer sees it and looks at the lesson."))
    return redirect("learning:lesson", org=org.ref, unit=unit)


@programme_access("lessons.lead")
def show_doubts(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = {"programme": programme, "lines": reading.list_doubts(programme)}
    return render(request, "learning/doubts.html", context)


@require_POST
@programme_access("lessons.lead")
def settle_doubt(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    doubt = reading.find_doubt(programme, ref)
    if doubt is None:
        raise Http404
    lessons.settle_doubt(by=who(request), programme=programme, doubt=doubt)
    messages.success(request, _("Settled."))
    return redirect("learning:doubts", programme=programme.ref)


def _find_lesson(unit: str) -> LessonPage:
    page = reading.describe_lesson(unit)
    if page is None:
        raise Http404
    return page
