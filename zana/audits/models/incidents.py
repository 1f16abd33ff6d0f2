from __future__ import annotations

import json

from django.db import models
from django.db.models import Q

from zana.audits.flows import Flow, flows
from zana.audits.models.evidence import Evidence
from zana.kernel import clock
from zana.kernel.crypto import SealedBytesField, SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Incident(Referenced, Owned):
    """Something that is happening, or was. A sign only makes it suspected: a person says that it is so, or why not."""

    SUSPECTED, OPEN, CLOSED, ASIDE = "suspected", "open", "closed", "aside"
    STANDING = (SUSPECTED, OPEN)

    kind = models.CharField(max_length=30)  # a file of flows.py
    state = models.CharField(max_length=10, default=OPEN)
    sign = models.CharField(max_length=30, blank=True)  # the control that gave the sign, or a hint of an archive
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    noticed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    sealed_ending = SealedTextField(default="")  # JSON: happened, lost, told, next; or why it was set aside

    class Meta:
        ordering = ["-noticed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state__in=["suspected", "open"]),
                name="one_standing_incident_of_a_kind",
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="incidents_by_state")]

    def __str__(self) -> str:
        return f"incident {self.pk}"

    @property
    def flow(self) -> Flow:
        return flows()[self.kind]

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def ending(self) -> dict[str, str]:
        said: dict[str, str] = json.loads(self.sealed_ending or "{}")
        return said


class Keepsake(Referenced, Owned):
    """What somebody saw, kept as proof: a picture without its metadata, another file as it is, an address or a note.

    An address is text and never fetched. The hashes say that what is shown later is what was given then.
    """

    PICTURE, FILE, ADDRESS, NOTE = "picture", "file", "address", "note"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="keepsakes")
    kind = models.CharField(max_length=10)
    sealed_name = SealedTextField(default="")
    sealed_text = SealedTextField(default="")  # the address or the note; beside a file, what it shows
    content = SealedBytesField(null=True)
    media_type = models.CharField(max_length=40, default="application/octet-stream")
    size = models.PositiveIntegerField(default=0)
    sha256_given = models.CharField(max_length=64)
    sha256_kept = models.CharField(max_length=64)
    removed = models.JSONField(default=list)
    seen_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["kept_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class IncidentNote(Owned):
    """One line of an incident's own log, written once: who did what, when."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="log")
    verb = models.CharField(max_length=12)  # rules/incidents.py
    move = models.CharField(max_length=30, blank=True)
    keepsake = models.ForeignKey(Keepsake, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.move}".strip()
