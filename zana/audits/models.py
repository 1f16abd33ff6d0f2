from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from zana.audits.controls import Control, catalogue, catalogue_version
from zana.audits.rules.settling import Piece
from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.kernel.words import Saying
from zana.people.models import Person
from zana.people.tenancy import Owned


def _version() -> int:
    return catalogue_version().number


class Audit(Referenced, Owned):
    """One time of looking at an organisation's accounts together."""

    scope = models.CharField(max_length=10, default="full")  # minimum: the controls of severity 5; full: all
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    catalogue_version = models.IntegerField(default=_version)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(closed_at=None), name="one_open_audit")
        ]

    def __str__(self) -> str:
        return f"audit of {self.started_at:%Y-%m-%d}"


class Evidence(Referenced, Owned):
    """Who saw what about one control, when, how strongly, under which wording of the rule. Never rewritten.

    The one thing that may still come is the owner's word on facts only she can recognise: until then the result is
    unknown, after it `confirmed_by` says whose word it is.
    """

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="evidence")
    control = models.CharField(max_length=10)  # id in the catalogue
    network = models.CharField(max_length=20, blank=True)  # empty: about the organisation
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # whose archive it was
    result = models.CharField(max_length=10)  # pass, partial, fail, unknown, na
    way = models.CharField(max_length=10)  # rules.freshness.Way
    strength = models.FloatField()
    observed_at = models.DateTimeField()
    noted_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = SealedTextField(default="{}")  # what was seen, in words: a finding is a target list
    catalogue_version = models.IntegerField(default=_version)

    class Meta:
        ordering = ["-observed_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "control"], name="evidence_by_control")]

    def __str__(self) -> str:
        return f"{self.control}: {self.result}"

    @property
    def seen(self) -> dict[str, Any]:
        """`why`, `asks` (Saying or None), `facts` (list of Saying), `if_yes`, `if_no`, `note`, `rule`."""
        kept = json.loads(self.sealed or "{}")
        return {
            "why": Saying.from_json(kept["why"]) if kept.get("why") else None,
            "asks": Saying.from_json(kept["asks"]) if kept.get("asks") else None,
            "facts": [Saying.from_json(fact) for fact in kept.get("facts", ())],
            "if_yes": kept.get("if_yes", "unknown"),
            "if_no": kept.get("if_no", "unknown"),
            "note": kept.get("note", ""),
            "rule": kept.get("rule", ""),
        }

    @property
    def piece(self) -> Piece:
        """As the rules see it."""
        return Piece(
            result=self.result,  # type: ignore[arg-type]  # written by our own actions only
            way=self.way,  # type: ignore[arg-type]  # written by our own actions only
            observed_at=self.observed_at,
            strength=self.strength,
            source=f"{self.network}:{self.holder_id}" if self.network else "",
            number=self.pk or 0,
        )


class Finding(Referenced, Owned):
    """A control that is not in place: its own task, with an owner, a day and a way to show that it is done."""

    OPEN, ACCEPTED, CLOSED = "open", "accepted", "closed"

    control = models.CharField(max_length=10)
    severity = models.IntegerField()
    result = models.CharField(max_length=10)  # fail or partial
    state = models.CharField(max_length=10, default=OPEN)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    opened_with = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_with = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # closed or accepted
    sealed_reason = SealedTextField(default="")  # why it is accepted as it is

    class Meta:
        ordering = ["due_on", "-severity", "control"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "control"], condition=~Q(state="closed"), name="one_standing_finding"
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="findings_by_due")]

    def __str__(self) -> str:
        return self.control

    @property
    def about(self) -> Control:
        return catalogue()[self.control]
