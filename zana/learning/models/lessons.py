from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class LessonRead(Owned):
    """A person says that she has read a lesson, once for her organisation; in which language tells who reads what."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["read_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person", "unit"], name="one_reading_a_lesson")]

    def __str__(self) -> str:
        return f"{self.unit} by {self.person}"


class LessonDoubt(Referenced, Owned):
    """On her phone it looks different from what the lesson says: a menu moved, a price changed. Trainers see it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    screen = models.PositiveSmallIntegerField(default=0)  # 1 is the first; 0 = the lesson as a whole
    note = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(default=clock.now)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["unit", "told_at", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}, screen {self.screen}"
