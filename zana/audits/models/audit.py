from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.audits.controls import catalogue_version
from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


def current_version() -> int:
    return catalogue_version().number


class Audit(Referenced, Owned):
    """One time of looking at an organisation's accounts together."""

    scope = models.CharField(max_length=10, default="full")  # minimum: the controls of severity 5; full: all
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    # Whose accounts they are said yes to it, after she was told what is looked at and who will see it.
    consented_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    catalogue_version = models.IntegerField(default=current_version)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(closed_at=None), name="one_open_audit")
        ]

    def __str__(self) -> str:
        return f"audit of {self.started_at:%Y-%m-%d}"
