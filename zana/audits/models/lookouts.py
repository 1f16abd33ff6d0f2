from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.kernel import clock
from zana.kernel.states import Graph
from zana.kernel.work import Step, Work
from zana.people.models import Person
from zana.people.tenancy import Owned

DUE, LOOKING = "due", "looking"


class Lookout(Owned, Work):
    """The standing order to look by ourselves at an organisation's real accounts and website.

    Looking changes nothing out there, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("lookout", DUE, {DUE: (LOOKING,), LOOKING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=LOOKING, lapses=DUE),)

    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # in whose name it is noted
    weekly = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)
    troubles = models.JSONField(default=list)  # sayings: what could not be looked at the last time
    silent_since = models.DateTimeField(null=True)  # the website does not answer
    language_plan = models.JSONField(default=dict)  # {language: percent of the posts}

    class Meta(Work.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_lookout")]

    def __str__(self) -> str:
        return f"lookout {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """A worker is at it, or will be as soon as one is free."""
        return self.state == LOOKING or (self.next_attempt_at is not None and self.next_attempt_at <= clock.now())
