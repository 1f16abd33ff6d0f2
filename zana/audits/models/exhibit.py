from __future__ import annotations

from django.db import models

from zana.audits.models.evidence import Evidence
from zana.kernel import clock
from zana.kernel.crypto import SealedBytesField, SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Exhibit(Referenced, Owned):
    """A picture or a document that goes with a piece of evidence, without what it told beside its content.

    It lies sealed in the database: a screen that shows an open door is worth more to an attacker than the answer.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="exhibits")
    sealed_name = SealedTextField()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of what is kept
    content = SealedBytesField()
    removed = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"exhibit {self.pk}"
