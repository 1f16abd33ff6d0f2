from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.rules.presence import is_enough
from zana.people.models import Person, Programme
from zana.people.tenancy import Owned

JOINT, INDIVIDUAL = "joint", "individual"
HALF = "half"  # a second half-day: what must stay did not fit into the individual day


class Training(Referenced):
    """A day of training: one for all (joint), or one organisation's own, which its plan points to."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # joint, individual, half
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)  # of the joint ones on that day; shown from the second on
    minutes = models.PositiveIntegerField()  # planned, without breaks
    units = models.JSONField(default=list)  # ids of the curriculum, as agreed for this day
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(null=True)  # it is not held; everybody invited was told

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[JOINT, INDIVIDUAL, HALF]), name="training_joint_individual_or_half"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="training_has_minutes"),
            models.UniqueConstraint(
                fields=["programme", "held_on", "number"], condition=Q(kind=JOINT), name="one_number_a_joint_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.held_on})"

    @property
    def name(self) -> str:
        """The second session of a day is told from the first."""
        return self.title if self.number == 1 else f"{self.title} ({self.number})"


class Attendance(Owned):
    """A person was at a training, for her organisation, so many minutes. 0 is "was not there", said by somebody."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["training", "person"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_attendance_a_person_and_training")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes} min"

    @property
    def is_enough(self) -> bool:
        """At least four fifths of what was planned."""
        return is_enough(self.minutes, self.training.minutes)
