"""What the audit has to say on the home page of an organisation's people."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zana.audits.queries import awaiting_word, rechecks
from zana.audits.queries.incidents import standing_incidents
from zana.people.models import Organisation, Person
from zana.people.roles import may


def show_today(request: HttpRequest, **context: object) -> SafeString | None:
    """What is happening, facts that wait for her word, and what is to be looked at again.

    Findings stand in the queue of next steps already.
    """
    organisation = _for_whom(request, context)
    if organisation is None:
        return None
    may_answer = may(cast(Person, request.user), "audits.answer", organisation)
    shown = {
        "standing": standing_incidents(organisation),
        "waiting": len(awaiting_word(organisation)) if may_answer else 0,
        "again": len(rechecks(organisation)) if may_answer else 0,
    }
    if not any(shown.values()):
        return None
    return render_to_string("audits/_today.html", {"org": organisation, **shown}, request)


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
