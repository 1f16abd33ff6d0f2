from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.crypto import SealedBytesField, SealedTextField
from zana.kernel.models import Referenced
from zana.learning.models.joint import Block
from zana.learning.models.trainings import Training
from zana.learning.rules.presence import ABSENT, EXCUSED, STATES, THERE, Stay
from zana.people.models import Person
from zana.people.tenancy import Owned

__all__ = ["ABSENT", "EXCUSED", "THERE", "CheckIn", "Correction", "Mark", "Scan"]


class Mark(Owned):
    """Whether a person was there in a half day. `Attendance` keeps the sum of a training's marks."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8)  # there, excused, absent
    late = models.PositiveIntegerField(default=0)  # minutes missed at the beginning
    early = models.PositiveIntegerField(default=0)  # and at the end
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["block", "person"], name="one_mark_a_block_and_person"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="mark_has_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.state}"

    @property
    def stay(self) -> Stay:
        return Stay(self.state, self.late, self.early)


class Correction(Owned):
    """What stood in the sheet and was said differently later. Append-only."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    was = models.JSONField()  # state, late, early; empty when nothing stood there
    now = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} corrected"


class CheckIn(Owned):
    """Somebody says with the code on the trainer's screen that she is here. It counts once the trainer has seen her."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)  # the trainer looked: confirmed, or not seen

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "person"], name="one_check_in_a_block_and_person")]

    def __str__(self) -> str:
        return f"{self.person} at {self.at}"


class Scan(Referenced):
    """The signed paper sheet, drawn anew and sealed: it holds the hands of people of many organisations."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="scans")
    sealed_name = SealedTextField()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of what is kept
    content = SealedBytesField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "sha256"], name="one_scan_a_picture")]

    def __str__(self) -> str:
        return f"scan {self.pk}"
