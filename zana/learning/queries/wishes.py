"""What an organisation wants in its own day, and whether it may still say so."""

from __future__ import annotations

from django.db.models import Exists

from zana.learning.models import Plan, Wish
from zana.learning.models.plans import CONFIRMED
from zana.people.models import Enrolment, Organisation


def list_wishes(organisation: Organisation) -> list[Wish]:
    return list(Wish.objects.of(organisation).select_related("told_by"))


def is_day_agreed(organisation: Organisation) -> bool:
    return Plan.objects.of(organisation).filter(state=CONFIRMED).exists()


def is_wish_wanted(organisation: Organisation) -> bool:
    """Its day is still to be agreed and it has told nothing. One question to the database: the home page asks it."""
    told = Exists(Wish.objects.of(organisation))
    agreed = Exists(Plan.objects.of(organisation).filter(state=CONFIRMED))
    return Enrolment.live.filter(~told, ~agreed, organisation=organisation).exists()
