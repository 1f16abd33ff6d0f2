"""The next step on the home page of an organisation's people."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.learning.queries.other_steps import always_there, waits_for_her
from zana.learning.queries.steps import Step, next_steps
from zana.people import log
from zana.people.models import Organisation, Person


def list_steps(person: Person, organisation: Organisation) -> list[Step]:
    """What is hers to do; on a day on which nothing is, something to rehearse or to read."""
    waiting = waits_for_her(person, organisation)
    return next_steps(person, organisation, waiting) or always_there(person, organisation)


def show_next_steps(request: HttpRequest, **context: object) -> SafeString | None:
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation) or not isinstance(request.user, Person):
        return None
    steps = list_steps(request.user, organisation)
    if not steps:
        return None
    if any(step.kind == "finding" for step in steps):
        log.record(request.user, "audit.seen", organisation=organisation, thing="today")
    page = render_to_string("learning/_next_steps.html", {"first": steps[0], "others": steps[1:]}, request)
    return mark_safe(page)
