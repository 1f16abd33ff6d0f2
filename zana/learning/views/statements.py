"""What was learnt, as a file for other systems: of a whole programme, or of an organisation's own people."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zana.learning.actions.statements import take_own_statements, take_statements
from zana.learning.queries.statements import count_people, list_own_statements, list_statements
from zana.learning.views.asking import who
from zana.people.access import access, programme_access
from zana.people.models import Organisation, Programme
from zana.ui.files import hand_over


@require_http_methods(["GET", "HEAD", "POST"])
@programme_access("statements.take")
def show_statements(request: HttpRequest, programme: Programme) -> HttpResponse:
    if request.method == "POST":
        return _hand_over(take_statements(by=who(request), programme=programme), programme.slug)
    return _show(request, list_statements(programme), programme=programme, place=programme.name)


@require_http_methods(["GET", "HEAD", "POST"])
@access("statements.take")
def show_own_statements(request: HttpRequest, org: Organisation) -> HttpResponse:
    if request.method == "POST":
        return _hand_over(take_own_statements(by=who(request), organisation=org), org.slug)
    return _show(request, list_own_statements(org), org=org, place=org.name)


def _show(request: HttpRequest, told: list[dict[str, Any]], **place: object) -> HttpResponse:
    people, named = count_people(told)
    return render(request, "learning/statements.html", {**place, "number": len(told), "people": people, "named": named})


def _hand_over(told: list[dict[str, Any]], name: str) -> HttpResponse:
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return hand_over(content, "application/json", f"{name}-xapi.json")
