from __future__ import annotations

from typing import Any

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.words import Saying, say
from zana.networks.models import Source
from zana.people.models import Person, Programme
from zana.people.tenancy import Owned


class Import(Owned, Referenced):
    """One file given to us: what was read, what was kept, and which rows could not be."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    rows_read = models.PositiveIntegerField()
    stored = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    faults = models.JSONField(default=list)  # [{"row", "words": a saying}]

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.form} {self.made_at:%Y-%m-%d}"

    @property
    def listed_faults(self) -> list[tuple[int, Saying]]:
        return [(fault["row"], Saying.from_json(fault["words"])) for fault in self.faults]

    @property
    def result(self) -> Saying:
        return say(
            "{read} rows read: {stored} with something new, {unchanged} unchanged, {faults} left out.",
            read=self.rows_read,
            stored=self.stored,
            unchanged=self.unchanged,
            faults=len(self.faults),
        )


class Frozen(Exception):
    """A report is made once. What changed later is its next version."""


class Report(Referenced):
    """Numbers of a programme, frozen. `snapshot` may leave the team; `evidence` names organisations and may not."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    evidence = models.JSONField()  # number key -> [[kind of row, its id, organisation's ref]]
    sha256 = models.CharField(max_length=64)  # of snapshot and evidence
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["programme", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="report_version_once_in_programme")
        ]

    def __str__(self) -> str:
        return f"{self.programme}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen
