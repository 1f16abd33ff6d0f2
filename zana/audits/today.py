"""What the audit has to say on the home page of an organisation's people."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zana.audits.queries import awaiting_word
from zana.people.models import Organisation, Person
from zana.people.roles import may


def show_today(request: HttpRequest, **context: object) -> SafeString | None:
    """Facts of an archive that wait for her word. Findings stand in the queue of next steps already."""
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation) or not isinstance(request.user, Person):
        return None
    if not may(request.user, "audits.answer", organisation):
        return None
    waiting = len(awaiting_word(organisation))
    if not waiting:
        return None
    return render_to_string("audits/_today.html", {"org": organisation, "waiting": waiting}, request)
