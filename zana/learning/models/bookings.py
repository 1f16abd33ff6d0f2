from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.words import Saying
from zana.people.models import Organisation, Person, Programme
from zana.people.tenancy import Owned

PROPOSED, AGREED = "proposed", "agreed"


class TrainerFacts(models.Model):
    """What a trainer can do and when, for one programme: she says it herself, or the lead does."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)  # sq, sr, en
    specialities = models.JSONField(default=list)  # topics of the framework, nothing finer
    region = models.CharField(max_length=60, blank=True)
    weekdays = models.JSONField(default=list)  # 0 is Monday
    away = models.JSONField(default=list)  # single days, "2026-12-24"
    days_a_week = models.PositiveSmallIntegerField(default=2)
    conflicts = models.ManyToManyField(Organisation, related_name="+")  # she must not look into these
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["person"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="one_sheet_a_trainer"),
            models.CheckConstraint(condition=Q(days_a_week__range=(1, 2)), name="two_days_a_week_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.programme}"

    @property
    def days_away(self) -> frozenset[date]:
        return frozenset(date.fromisoformat(day) for day in self.away)


class Booking(Owned):
    """When an organisation's own day is and who holds it: proposed by the rule, agreed by a person, or by hand.

    `kept_why` of a proposal without a trainer names the rule that stands in the way. `second` leads her own units.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(null=True)
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PROPOSED)
    kept_why = models.JSONField(null=True)
    reason = models.CharField(max_length=200, blank=True)  # of a change by hand
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="one_booking_an_organisation"),
            models.CheckConstraint(condition=Q(state__in=[PROPOSED, AGREED]), name="booking_proposed_or_agreed"),
            models.CheckConstraint(
                condition=Q(state=PROPOSED) | Q(held_on__isnull=False, trainer__isnull=False),
                name="what_is_agreed_has_day_and_trainer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.held_on} ({self.state})"

    @property
    def why(self) -> Saying | None:
        return Saying.from_json(self.kept_why) if self.kept_why else None

    @property
    def is_agreed(self) -> bool:
        return self.state == AGREED

    @property
    def team(self) -> tuple[int, ...]:
        return tuple(number for number in (self.trainer_id, self.second_id) if number is not None)
