from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.words import Saying
from zana.learning.models.plans import Plan
from zana.people.models import Person
from zana.people.tenancy import Owned

OPEN, DONE, DROPPED = "open", "done", "dropped"


class Task(Referenced, Owned):
    """A unit that found no room in the day and is done on the job. Findings are their own tasks, in audits."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    unit = models.CharField(max_length=10)
    place = models.PositiveIntegerField()  # 1 comes first
    minutes = models.PositiveIntegerField()
    due_on = models.DateField(null=True)  # known once the individual day has its date
    kept_why = models.JSONField()
    state = models.CharField(max_length=10, default=OPEN)
    created_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    kept_proof = models.JSONField(null=True)  # what showed that it is done: a Saying

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit"], condition=Q(state=OPEN), name="one_open_task_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.state})"

    @property
    def why(self) -> Saying:
        return Saying.from_json(self.kept_why)

    @property
    def proof(self) -> Saying | None:
        return Saying.from_json(self.kept_proof) if self.kept_proof else None
