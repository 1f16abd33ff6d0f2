"""What was told for one day is not kept for ever."""

from __future__ import annotations

from zana.learning.models import Invitee
from zana.learning.queries.joint import list_over
from zana.people.models import Organisation


def forget_needs(*, organisation: Organisation) -> int:
    """What somebody needs to take part is nobody's business once the training is over. The worker asks every hour."""
    told = Invitee.objects.of(organisation).exclude(sealed_needs="")
    return told.filter(training__in=list_over(told.values_list("training", flat=True))).update(sealed_needs="")
