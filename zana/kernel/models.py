"""Abstract rows any room may build on. No words of the trade here."""

from __future__ import annotations

from django.db import models

from zana.kernel.refs import REF_LENGTH, new_ref


class Referenced(models.Model):
    """A row whose address others may see: it goes by a random `ref`, never by its number."""

    ref = models.CharField(max_length=REF_LENGTH, default=new_ref, unique=True, editable=False)

    class Meta:
        abstract = True


class Heartbeat(models.Model):
    """One row per long-running process that is alive; see `heartbeat.py`."""

    who = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.who}"


class OnceKey(models.Model):
    """The key of a form that has been acted on; see `once.py`."""

    key = models.CharField(max_length=100, unique=True)
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
