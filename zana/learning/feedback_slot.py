"""The way to the feedback, on the page of a joint training."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zana.kernel import clock
from zana.learning.models import FeedbackWave, Training
from zana.learning.queries.feedback import has_given
from zana.people.access import may_here
from zana.people.models import Organisation, Person


def show_feedback(request: HttpRequest, **context: object) -> SafeString | None:
    """Hers to give while it is open; for lead and trainer the wave, or where one is opened."""
    training, organisation = context.get("training"), context.get("organisation")
    if not isinstance(training, Training) or not isinstance(request.user, Person):
        return None
    if training.held_on > clock.today() or training.cancelled_at is not None:
        return None
    wave = FeedbackWave.objects.filter(training=training).first()
    if isinstance(organisation, Organisation):
        is_open = wave is not None and wave.released_on is None and wave.closes_on >= clock.today()
        if not is_open or wave is None or has_given(request.user, organisation, wave):
            return None
    elif not may_here(request, "feedback.see"):
        return None
    shown = {"organisation": organisation, "training": training, "wave": wave}
    return mark_safe(render_to_string("learning/_feedback.html", shown, request))
