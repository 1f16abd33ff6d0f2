from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Exposure(Referenced, Owned):
    """The auditor says that just now more eyes are on them: a campaign, a role, a case in the news. Until a day."""

    sealed_reason = SealedTextField()
    until = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"exposed until {self.until}"


class Compensation(Referenced, Owned):
    """Another control stands in for one that is missing. It counts only while that other one is in place."""

    control = models.CharField(max_length=10)
    instead = models.CharField(max_length=10)
    sealed_reason = SealedTextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "control"], condition=Q(ended_at=None), name="one_live_compensation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instead} for {self.control}"


class Precaution(Owned):
    """What the organisation said before the first question: is there a shelter, is somebody of the team at risk?"""

    has_shelter = models.BooleanField(default=False)
    staff_at_risk = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_precaution")]

    def __str__(self) -> str:
        return f"precaution of {self.organisation_id}"
