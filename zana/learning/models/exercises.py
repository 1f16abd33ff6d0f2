from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.people.models import Person
from zana.people.tenancy import Owned


class Seat(Owned):
    """Who a person is in the practice network. That network has its own database: refs, no keys.

    Her name there is invented, for its pages can be read by anybody.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    world = models.CharField(max_length=22)
    actor = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_seat_a_person")]

    def __str__(self) -> str:
        return self.name


class Attempt(Owned):
    """One look at what she has done, with what was still missing then. For her and her trainer."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    exercise = models.CharField(max_length=20)
    looked_at = models.DateTimeField(default=clock.now)
    passed = models.BooleanField()
    kept_missing = models.JSONField(default=list)  # sayings

    class Meta:
        ordering = ["looked_at", "pk"]
        indexes = [models.Index(fields=["organisation", "person", "exercise"], name="attempt_of_person")]

    def __str__(self) -> str:
        return f"{self.exercise} by {self.person}"
