from __future__ import annotations

import json
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.learning.models.trainings import Training
from zana.people.models import Person
from zana.people.tenancy import Owned

YES, NO, OPEN = "yes", "no", ""


class Meeting(models.Model):
    """Where a joint training takes place, and what the people invited were told of it."""

    training = models.OneToOneField(Training, primary_key=True, on_delete=models.CASCADE, related_name="meeting")
    place = models.CharField(max_length=200, blank=True, default="")
    is_place_open = models.BooleanField(default=False)  # may it stand in mails and calendars?
    sequence = models.PositiveIntegerField(default=0)  # of the calendar's event: rises with every change that is sent
    told = models.CharField(max_length=64, blank=True, default="")  # print of what the last letters said

    def __str__(self) -> str:
        return f"meeting of {self.training}"


class Block(Referenced):
    """A half day of a training: from when to when, with which units, led by whom."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="blocks")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    breaks = models.PositiveIntegerField(default=0)  # minutes that nobody has to sit through
    units = models.JSONField(default=list)
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "starts_at"], name="one_block_a_beginning"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="block_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.training} at {self.starts_at}"

    @property
    def minutes(self) -> int:
        """Between two moments, not between two faces of a clock: a night when clocks change has another length."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1) - self.breaks


class Invitee(Referenced, Owned):
    """A person invited to a joint training, for her organisation, and what she answered."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=3, blank=True, default=OPEN)  # yes, no, not yet
    answered_at = models.DateTimeField(null=True)
    # What she needs to take part may tell of her body or her faith: for the organiser alone, and only until the day.
    sealed_needs = SealedTextField(blank=True, default="")
    invited_at = models.DateTimeField(default=clock.now)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_invitation_a_training_and_person"),
            models.CheckConstraint(condition=Q(answer__in=[YES, NO, OPEN]), name="invitee_answers_yes_or_no"),
        ]

    def __str__(self) -> str:
        return f"{self.person} invited to {self.training}"

    @property
    def needs(self) -> list[str]:
        found: list[str] = json.loads(self.sealed_needs)["kinds"] if self.sealed_needs else []
        return found

    @property
    def needs_words(self) -> str:
        return str(json.loads(self.sealed_needs)["words"]) if self.sealed_needs else ""
