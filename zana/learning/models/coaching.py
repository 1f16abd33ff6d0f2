from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.models.trainings import Training
from zana.people.models import Person
from zana.people.tenancy import Owned

VISIT, CALL, MESSAGE = "visit", "call", "message"


class Contact(Referenced, Owned):
    """The trainer was there, called or wrote, with what comes next. The organisation reads it too."""

    kind = models.CharField(max_length=10)  # visit, call, message
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=500)
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    logged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[VISIT, CALL, MESSAGE]), name="contact_visit_call_or_message")
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.held_on}"


class Review(Referenced, Owned):
    """So many weeks after the individual day trainer and organisation look at what became of it."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="reviews")
    weeks = models.PositiveSmallIntegerField()  # 4, 12, 26
    due_on = models.DateField()
    told_on = models.DateField(null=True)  # when those who hold it were last told
    contact = models.OneToOneField(Contact, null=True, on_delete=models.PROTECT, related_name="review")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "weeks"], name="one_review_a_training_and_week")]

    def __str__(self) -> str:
        return f"{self.weeks} weeks, {self.due_on}"


class CapacityLevel(Owned):
    """Where the organisation stands in a topic, as agreed with the trainer. Never changed: the newest counts."""

    topic = models.CharField(max_length=4)
    level = models.PositiveSmallIntegerField()
    target = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300)  # what it rests on
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["topic", "set_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(level__lte=4, target__lte=4), name="levels_from_0_to_4")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.level}, wants {self.target}"
