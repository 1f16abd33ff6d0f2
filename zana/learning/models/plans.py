from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.models.trainings import Training
from zana.people.models import Person
from zana.people.tenancy import Owned

DRAFT, CONFIRMED, REPLACED = "draft", "confirmed", "replaced"
PIN, BAN = "pin", "ban"


class Frozen(Exception):
    """A confirmed plan is what people agreed on. A new one is composed beside it."""


class Plan(Referenced, Owned):
    """The individual day as composed: units with reasons, times, what was left out. See `rules/plan.py`.

    At most one draft and one confirmed plan an organisation. A confirmed plan can only be replaced.
    """

    state = models.CharField(max_length=12, default=DRAFT)
    day = models.JSONField()  # `rules.plan.Day.as_json()`
    inputs_hash = models.CharField(max_length=64)
    rule_version = models.CharField(max_length=10)
    composed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    composed_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    training = models.OneToOneField(Training, null=True, on_delete=models.PROTECT, related_name="plan")
    second_half = models.OneToOneField(Training, null=True, on_delete=models.PROTECT, related_name="plan_of_half")

    class Meta:
        ordering = ["-composed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state=DRAFT), name="one_draft_plan"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state=CONFIRMED), name="one_confirmed_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.state} plan of {self.composed_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            kept = type(self).objects.across_organisations().filter(pk=self.pk).values("state", "inputs_hash").first()
            if kept and kept["state"] != DRAFT and kept["inputs_hash"] != self.inputs_hash:
                raise Frozen
        super().save(*args, **kwargs)

    @property
    def is_confirmed(self) -> bool:
        return self.state == CONFIRMED

    @property
    def units(self) -> list[str]:
        return [unit["id"] for unit in self.day["units"]]


class PlanPin(Owned):
    """The trainer puts a unit into the day or takes it out, with a reason that is printed."""

    unit = models.CharField(max_length=10)
    kind = models.CharField(max_length=3)  # pin, ban
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["unit"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit"], name="one_pin_or_ban_a_unit"),
            models.CheckConstraint(condition=Q(kind__in=[PIN, BAN]), name="pin_or_ban"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit}"
