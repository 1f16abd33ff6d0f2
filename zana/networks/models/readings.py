"""Numbers read off a network or out of an export. Written once; a correction is a newer row, and the newest wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.networks.models.accounts import Account
from zana.networks.models.posts import RemotePost
from zana.people.tenancy import Owned, OwnedManager, OwnedQuerySet


class AppendOnly(Exception):
    """A reading is written once. A correction is a new reading with a source of its own."""


class ReadingQuerySet(OwnedQuerySet["Reading"]):
    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly


class ReadingManager(OwnedManager["Reading"]):
    def _open(self) -> ReadingQuerySet:
        return ReadingQuerySet(self.model, using=self._db)


class Source(Owned):
    """Where readings come from: one round of API calls, or one imported file. No reading without one."""

    API, IMPORT, HAND = "api", "import", "hand"

    kind = models.CharField(max_length=10)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.taken_at:%Y-%m-%d %H:%M}"


class Reading(Owned):
    """One number. A period is two days, both counted; without one the value is the state at `taken_at`.

    `source_row` is the row in the imported file, counted from 1 after the header.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    source_row = models.PositiveIntegerField(null=True, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    remote_post = models.ForeignKey(RemotePost, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    metric = models.CharField(max_length=40)
    value = models.BigIntegerField()
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    taken_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ReadingManager] = ReadingManager()

    class Meta:
        ordering = ["taken_at", "pk"]
        indexes = [
            models.Index(fields=["account", "metric", "taken_at"], name="readings_of_account"),
            models.Index(fields=["remote_post", "metric"], name="readings_of_post"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start=None, period_end=None) | Q(period_end__gte=models.F("period_start")),
                name="reading_period_is_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @classmethod
    def newest(cls, readings: Iterable[Reading]) -> list[Reading]:
        """One for each thing measured: where there are several, the one that was taken last."""
        kept: dict[tuple[object, ...], Reading] = {}
        for reading in sorted(readings, key=lambda one: (one.taken_at, one.pk)):
            kept[reading.natural_key] = reading
        return list(kept.values())

    @property
    def natural_key(self) -> tuple[object, ...]:
        """What it measures. A state is measured anew each time, a period only once."""
        when: object = (self.period_start, self.period_end) if self.period_end else self.taken_at
        return (self.account_id, self.remote_post_id, self.metric, when)
