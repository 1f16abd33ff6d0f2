from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.states import Graph
from zana.people.models import Person
from zana.people.tenancy import Owned

PLANNED, CONSENTED, DECLINED, RUNNING, PAUSED, ENDED, DEBRIEFED = (
    "planned", "consented", "declined", "running", "paused", "ended", "debriefed",
)  # fmt: skip
STATES = Graph(
    "drill run", PLANNED,
    {
        PLANNED: (CONSENTED, DECLINED, ENDED), CONSENTED: (RUNNING, DECLINED, ENDED), DECLINED: (CONSENTED,),
        RUNNING: (PAUSED, ENDED), PAUSED: (RUNNING, ENDED), ENDED: (DEBRIEFED,), DEBRIEFED: (),
    },
    final={DEBRIEFED},
)  # fmt: skip
OPEN, LIVE, OVER = (PLANNED, CONSENTED, RUNNING, PAUSED), (RUNNING, PAUSED), (ENDED, DEBRIEFED)
# How a run ended. After `left` and `stopped` there is no result.
FINISHED, LEFT, STOPPED, RED, TIME = "finished", "left", "stopped", "red", "time"
COUNTED = (FINISHED, RED, TIME)
# Who saw that something was done.
PRACTICE, HERSELF, TRAINER = "practice", "herself", "trainer"


class Sitting(Referenced, Owned):
    """One drill, planned by a trainer for some people of one organisation, each with a run of her own."""

    drill = models.CharField(max_length=4)
    planned_on = models.DateField()
    trainer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-planned_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.drill} on {self.planned_on}"


class DrillRun(Referenced, Owned):
    """One person in one drill, in a world of her own. Hers and her trainer's; nobody else reads it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="runs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PLANNED)
    world = models.CharField(max_length=22, blank=True)  # refs: practice has its own database
    actor = models.CharField(max_length=32, blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, blank=True)
    pauses = models.JSONField(default=list, blank=True)  # [[from, to or null], ...]
    came = models.JSONField(default=dict, blank=True)  # inject -> minute, where it is not its own plan
    points = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    feeling = models.CharField(max_length=10, blank=True)  # her answer to "how are you?"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="one_run_a_person_and_sitting"),
            models.CheckConstraint(condition=Q(state__in=STATES.states), name="drill_run_state_known"),
        ]
        indexes = [models.Index(fields=["organisation", "person", "state"], name="drill_run_of_person")]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.person} ({self.state})"

    @property
    def rests(self) -> list[tuple[datetime, datetime | None]]:
        return [
            (datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None) for start, end in self.pauses
        ]

    @property
    def ended_rests(self) -> list[tuple[datetime, datetime]]:
        return [(start, end) for start, end in self.rests if end is not None]


class DrillStep(Owned):
    """Something was recognised: an act or a wrong turn, by whom, and what she wrote to it."""

    run = models.ForeignKey(DrillRun, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    minute = models.FloatField()
    seen_by = models.CharField(max_length=10)  # practice, herself, trainer
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    withdrawn = models.BooleanField(default=False)  # the trainer saw that it was not so
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["minute", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "act"], name="one_step_an_act"),
            models.CheckConstraint(condition=Q(seen_by__in=[PRACTICE, HERSELF, TRAINER]), name="step_seen_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.act} at {self.minute:.0f}"
