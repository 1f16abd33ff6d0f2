from __future__ import annotations

import json
from typing import Any

from django.db import models

from zana.audits.models.audit import Audit, current_version
from zana.kernel import clock
from zana.kernel.crypto import SealedBytesField, SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Frozen(Exception):
    """A report is made once. What changed later is its next version."""


class Report(Referenced, Owned):
    """What an audit says on one day in one language, frozen. All of it lies sealed: it is a list of open doors."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveIntegerField()  # counted within the organisation
    language = models.CharField(max_length=2)
    catalogue_version = models.IntegerField(default=current_version)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # None: command line
    made_at = models.DateTimeField(default=clock.now)
    sealed = SealedTextField()  # JSON: `document` is what it says, `basis` what it rests on
    content = SealedBytesField()  # the PDF as it was made
    sha256 = models.CharField(max_length=64)  # of the PDF

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="audit_report_version_once"),
        ]

    def __str__(self) -> str:
        return f"report {self.version}"

    @property
    def said(self) -> dict[str, Any]:
        """`document`, `basis`: opened on every call, so ask once."""
        opened: dict[str, Any] = json.loads(self.sealed)
        return opened

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen
