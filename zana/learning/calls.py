"""What waits for a trainer, on the page where she arrives: the day she holds next, and whom to call."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.people.models import Programme


def show_calls(request: HttpRequest, **context: object) -> SafeString | None:
    """`day` and `late`, as the page has read them already for her next step."""
    given = {name: context.get(name) for name in ("programme", "late", "day")}
    if not isinstance(given["programme"], Programme) or not (given["late"] or given["day"]):
        return None
    return mark_safe(render_to_string("learning/_calls.html", given, request))
