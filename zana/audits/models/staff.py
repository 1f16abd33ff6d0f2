from __future__ import annotations

from datetime import date

from django.db import models

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Worker(Referenced, Owned):
    """Somebody who works in the organisation, paid or not; she may or may not sign in here."""

    name = SealedTextField()
    role = SealedTextField(default="")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"worker {self.pk}"

    def is_here(self, today: date) -> bool:
        return self.until is None or self.until > today


class Leaving(Referenced, Owned):
    """Somebody leaves: a list of steps, measured from the moment she left."""

    worker = models.OneToOneField(Worker, on_delete=models.PROTECT, related_name="leaving")
    left_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)  # with the last step

    class Meta:
        ordering = ["-left_at", "-pk"]

    def __str__(self) -> str:
        return f"leaving {self.pk}"


class LeavingStep(Owned):
    """One thing she held: ticked with who and when, or said not to apply to her."""

    leaving = models.ForeignKey(Leaving, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)  # rules.shapes.LEAVER_STEPS
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    had_none = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["leaving", "step"], name="one_step_of_a_kind")]

    def __str__(self) -> str:
        return self.step
