"""What was told for one day is not kept for ever."""

from __future__ import annotations

from datetime import timedelta

from zana.kernel import clock
from zana.learning.models import Invitee, Training
from zana.learning.models.trainings import JOINT

NEEDS_KEPT = timedelta(days=1)  # after the training


def forget_old_needs() -> int:
    """What somebody needs to take part is nobody's business once the training is over.

    Part of every action that is done around a training, so that no clock has to be wound for it.
    """
    over = Training.objects.filter(kind=JOINT, held_on__lt=clock.today() - NEEDS_KEPT)
    rows = Invitee.objects.across_organisations().filter(training__in=over).exclude(sealed_needs="")
    return rows.update(sealed_needs="")
