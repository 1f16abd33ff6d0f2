"""The way to the trainer, on the page of the thing one is stuck with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.learning.queries.helping import count_waiting
from zana.learning.rules.helping import ACCOUNT, DRAFT, FINDING, INCIDENT
from zana.people.access import may_here
from zana.people.models import Organisation, Person, Programme

KINDS = {"variant": DRAFT, "account": ACCOUNT, "finding": FINDING, "incident": INCIDENT}


def show_asking(request: HttpRequest, **context: object) -> SafeString | None:
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation) or not may_here(request, "help.ask"):
        return None
    thing: Any
    name, thing = next(((name, context[name]) for name in KINDS if context.get(name) is not None), ("", None))
    if thing is None:
        return None
    shown = {"org": organisation, "kind": KINDS[name], "thing": thing.ref}
    return mark_safe(render_to_string("learning/_ask.html", shown, request))


def show_waiting_questions(request: HttpRequest, **context: object) -> SafeString | None:
    """On the page where the support side arrives: that somebody waits for her."""
    programme = context.get("programme")
    if not isinstance(programme, Programme) or not isinstance(request.user, Person):
        return None
    count = count_waiting(request.user, programme)
    if not count:
        return None
    return mark_safe(render_to_string("learning/_waiting.html", {"programme": programme, "count": count}, request))
