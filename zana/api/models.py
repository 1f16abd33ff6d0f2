from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models import Person


class Key(Referenced):
    """Opens the door to a program in one person's name. Only the print of it is kept; she saw it once."""

    READ, ANSWER = "read", "answer"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)  # what it is for, in her words
    scope = models.CharField(max_length=10, default=READ)  # read: looks; answer: also writes
    sha256 = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=12)  # by which she tells it from another
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # to the minute
    used_times = models.PositiveIntegerField(default=0)  # within that minute

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins}…)"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()
