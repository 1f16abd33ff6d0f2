"""What waits for a trainer, on the page where she arrives: the day she holds next, and whom to call."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.learning.queries.bookings import find_next_day
from zana.learning.queries.coaching import count_calls
from zana.people.models import Person, Programme
from zana.people.roles import may


def show_calls(request: HttpRequest, **context: object) -> SafeString | None:
    programme = context.get("programme")
    person = request.user
    if not isinstance(programme, Programme) or not isinstance(person, Person):
        return None
    if not may(person, "coaching.edit", programme=programme):
        return None
    late, day = count_calls(programme), find_next_day(programme, person)
    given = {"programme": programme, "late": late, "day": day}
    if not late and day is None:
        return None
    page = render_to_string("learning/_calls.html", given, request)
    return mark_safe(page)
