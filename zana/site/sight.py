"""What somebody sees of a programme where she arrives: each part is asked for once, and only if something needs it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, Value

from zana.learning.models import LessonDoubt, Plan
from zana.learning.models.plans import CONFIRMED, DRAFT
from zana.learning.queries.bookings import NextDay
from zana.learning.queries.coaching import Waiting, list_waiting
from zana.learning.queries.own_days import Led, list_led
from zana.learning.queries.rounds import find_next_day, list_hers
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.roles import TRAINER
from zana.site.cohort import Line, describe_cohort

DOUBT = "doubt"


@dataclass(frozen=True)
class Sight:
    person: Person
    programme: Programme

    @cached_property
    def lines(self) -> list[Line]:
        return describe_cohort(self.programme, self.led)

    @property
    def organisations(self) -> list[Organisation]:
        return [line.organisation for line in self.lines]

    @cached_property
    def members(self) -> list[Membership]:
        """Of its organisations, and its trainers."""
        inside, trains = Q(organisation__in=self.organisations), Q(programme=self.programme, role=TRAINER)
        rows = Membership.live.filter(inside | trains).select_related("person")
        return list(rows.order_by("person__name", "pk"))

    @property
    def trainers(self) -> list[Person]:
        return [one.person for one in self.members if one.programme_id is not None]

    @property
    def people_count(self) -> int:
        """Unique persons of its organisations."""
        return len({one.person_id for one in self.members if one.organisation_id is not None})

    @cached_property
    def led(self) -> list[Led]:
        return list_led(self.programme)

    @cached_property
    def hers(self) -> list[Waiting]:
        return list_hers(self.person, list_waiting(self.organisations), self.led)

    @cached_property
    def standing(self) -> dict[int, set[str]]:
        """Organisation -> which plans stand there, by their state, and `DOUBT` where a lesson is doubted."""
        plans = Plan.objects.across_organisations().filter(organisation__in=self.organisations)
        doubts = LessonDoubt.objects.across_organisations().filter(organisation__in=self.organisations)
        states = plans.filter(state__in=(DRAFT, CONFIRMED)).order_by().values_list("organisation_id", "state")
        open_ones = doubts.filter(settled_at=None).order_by().values_list("organisation_id", Value(DOUBT))
        found: dict[int, set[str]] = defaultdict(set)
        for organisation, what in states.union(open_ones):
            found[organisation].add(what)
        return found

    @property
    def late_count(self) -> int:
        """Organisations of hers that missed two dates and were not talked with since."""
        return sum(bool(one.late) for one in self.hers)

    @property
    def next_day(self) -> NextDay | None:
        return find_next_day(self.person, self.organisations, self.led)
