from __future__ import annotations

import json
from typing import Any

from django.db import models

from zana.audits.models.audit import Audit, current_version
from zana.audits.rules.settling import Piece
from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.kernel.words import Saying
from zana.people.models import Person
from zana.people.tenancy import Owned


class Evidence(Referenced, Owned):  # size: who saw what, when, how, in whose name and by which program
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
    # The newest look at this control that its giver had before her eyes: what came between, she did not know.
    knew = models.BigIntegerField(default=0)
    probe = models.CharField(max_length=60, blank=True)  # which program looked, in whose name is `by`; empty: a person
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = SealedTextField(default="{}")  # what was seen, in words: a finding is a target list
    catalogue_version = models.IntegerField(default=current_version)

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
            by=self.by_id,
            sitting=self.audit_id,
            knew=self.knew,
        )
