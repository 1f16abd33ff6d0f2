"""The own days of a programme's organisations: when each is or was, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Value

from zana.learning.models import Booking, Plan
from zana.learning.models.bookings import AGREED
from zana.people.models import Programme


@dataclass(frozen=True, slots=True)
class Led:
    """A day of an organisation and who holds it, or held it. `is_agreed`: it stands in the calendar."""

    organisation: int
    held_on: date | None
    is_agreed: bool
    people: frozenset[int]


def list_led(programme: Programme) -> list[Led]:
    agreed = Booking.objects.across_organisations().filter(programme=programme, state=AGREED).order_by()
    held = Plan.objects.across_organisations().filter(training__programme=programme).order_by()
    nobody = Value(None, output_field=BigIntegerField())
    rows = agreed.values_list("organisation_id", "held_on", Value(1), "trainer_id", "second_id").union(
        held.values_list("organisation_id", "training__held_on", Value(0), "training__trainer_id", nobody), all=True
    )
    return [Led(place, day, bool(agreed), frozenset(people) - {None}) for place, day, agreed, *people in rows]


def read_dates(led: Iterable[Led]) -> dict[int, date]:
    """Organisation -> its own day: as it was held, else as it was agreed on."""
    held_last = sorted(led, key=lambda one: not one.is_agreed)
    return {one.organisation: one.held_on for one in held_last if one.held_on is not None}
