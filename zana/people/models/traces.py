from __future__ import annotations

from typing import Any

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.words import Saying
from zana.people.models.organisations import Organisation, Programme
from zana.people.models.persons import Person


class AppendOnly(Exception):
    """The log is written once. A correction is a new entry."""


class LogQuerySet(models.QuerySet["LogEntry"]):
    def update(self, **_: Any) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class LogEntry(models.Model):
    """Who did what, when, to which thing. Facts are small and never a secret or a finding's text."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)  # "piece.approved"
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=80, blank=True)  # "piece:<ref>"
    facts = models.JSONField(default=dict)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at"], name="log_by_organisation")]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class Notice(Referenced):
    """Somebody is told. Kept as a Saying, so that she reads it in the language she has now."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kept_saying = models.JSONField()
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"], name="unread_notices")]

    def __str__(self) -> str:
        return self.saying.english()

    @property
    def saying(self) -> Saying:
        return Saying.from_json(self.kept_saying)
