"""What the audit has to say on the home page of an organisation's people."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.audits.queries import awaiting_word
from zana.audits.queries.counts import NOTHING, count_standing
from zana.audits.queries.incidents import standing_incidents
from zana.audits.register_today import show_registers
from zana.people.models import Organisation, Person
from zana.people.roles import may


def show_today(request: HttpRequest, **context: object) -> SafeString | None:
    """What is happening, facts that wait for her word, and what is to be looked at again.

    Findings stand in the queue of next steps already. Then what the registers have to say.
    """
    organisation = _for_whom(request, context)
    if organisation is None:
        return None
    person = cast(Person, request.user)
    counted = count_standing(organisation) if may(person, "audits.answer", organisation) else NOTHING
    shown = {
        "standing": standing_incidents(organisation),
        "waiting": len(awaiting_word(organisation)) if counted.read else 0,
        "again": counted.again,
    }
    parts = [show_registers(request, organisation, counted)]
    if any(shown.values()):
        parts.insert(0, render_to_string("audits/_today.html", {"org": organisation, **shown}, request))
    return mark_safe("".join(part for part in parts if part))


def show_alarm(request: HttpRequest, **context: object) -> SafeString | None:
    """The button for everybody inside."""
    organisation = _for_whom(request, context)
    if organisation is None:
        return None
    return render_to_string("audits/_alarm.html", {"org": organisation}, request)


def _for_whom(request: HttpRequest, context: dict[str, object]) -> Organisation | None:
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation) or not isinstance(request.user, Person):
        return None
    return organisation if may(request.user, "incidents.help", organisation) else None
