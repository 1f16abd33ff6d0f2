"""An organisation's own day gets its date, as the page does it."""

from __future__ import annotations

from datetime import date

from tests.cast import Cast
from zana.learning.actions.bookings import change_day
from zana.learning.models import Plan, Training
from zana.learning.models.plans import CONFIRMED
from zana.people.models import Person


def date_own_day(cast: Cast, held_on: date, *, trainer: Person | None = None, reason: str = "") -> Training:
    """Of organisation A, whose plan is confirmed; a second date needs a reason."""
    change_day(
        by=cast.trainer,
        organisation=cast.org_a,
        programme=cast.programme,
        held_on=held_on,
        trainer=trainer or cast.trainer,
        reason=reason,
    )
    training = Plan.objects.of(cast.org_a).get(state=CONFIRMED).training
    assert training is not None
    return training
