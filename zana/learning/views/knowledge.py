"""What all of a programme know and dare together, for lead and trainer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zana.learning.queries.coaching import list_climbs
from zana.learning.queries.knowledge import read_knowledge
from zana.people.access import programme_access
from zana.people.models import Programme
from zana.people.queries import enrolled


@require_safe
@programme_access("knowledge.see")
def show_knowledge(request: HttpRequest, programme: Programme) -> HttpResponse:
    context = {
        "programme": programme,
        "knowledge": read_knowledge(programme),
        "climbs": list_climbs(list(enrolled(programme))),
    }
    return render(request, "learning/knowledge.html", context)
