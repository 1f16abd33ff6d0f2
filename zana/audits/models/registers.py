from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class RegisterLine(Referenced, Owned):
    """One line of a register. What it says lies sealed: together these lines are a map for an attacker."""

    register = models.CharField(max_length=20)  # rules.shapes.REGISTERS
    sealed = SealedTextField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    account = models.BigIntegerField(null=True, blank=True)  # row of networks it was taken from

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "register"], name="lines_by_register")]

    def __str__(self) -> str:
        return f"{self.register} {self.pk}"

    @property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.sealed or "{}")
        return said


class Review(Owned):
    """Somebody looked through a register, compared rights with staff, or the team agreed on a paper. Append-only
    but for the second signature of a comparison.

    `register` is a code of a register, `compare`, or `paper:<paper>`.
    """

    COMPARE, PAPER = "compare", "paper:"

    register = models.CharField(max_length=30)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    second_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    networks_too = models.BooleanField(default=False)
    settings_too = models.BooleanField(default=False)
    differing = models.PositiveIntegerField(default=0)  # rights that should not be there
    seen = models.CharField(max_length=64, blank=True)  # fingerprint of what was signed
    sealed = SealedTextField(default="[]")  # what differed, as Sayings

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "register", "-at"], name="reviews_by_register")]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("by")), name="two_signatures_are_two_people"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.register}"
