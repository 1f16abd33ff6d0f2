from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.audits.controls import Control, catalogue
from zana.audits.models.evidence import Evidence
from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.people.models import Person
from zana.people.tenancy import Owned


class Finding(Referenced, Owned):
    """A control that is not in place: its own task, with an owner, a day and a way to show that it is done.

    `recheck`: it was in place, but what showed it has grown too old; somebody should look again.
    """

    OPEN, ACCEPTED, CLOSED, RECHECK = "open", "accepted", "closed", "recheck"

    control = models.CharField(max_length=10)
    severity = models.IntegerField()
    result = models.CharField(max_length=10)  # fail or partial; unknown for a re-check
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
