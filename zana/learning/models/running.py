from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel.crypto import SealedTextField
from zana.learning.models.trainings import Training
from zana.people.models import Person
from zana.people.tenancy import Owned


class DayUnit(Owned):
    """A unit of an individual day as it was really held: from when to when, with what note, or why it was not."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="held_units")
    unit = models.CharField(max_length=10)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    skipped = models.CharField(max_length=12, blank=True)  # rules.running.SKIPS; empty: not skipped
    sealed_note = SealedTextField(default="")  # may speak of what was found
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["training", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "unit"], name="one_row_a_unit_of_the_day"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(started_at__isnull=False), name="ended_was_started"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} of {self.training}"

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.ended_at is None and not self.skipped

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or bool(self.skipped)
