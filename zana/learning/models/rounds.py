from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.kernel.states import Graph
from zana.kernel.work import Step, Work
from zana.people.tenancy import Owned

DUE, LOOKING = "due", "looking"


class JobRound(Owned, Work):
    """The standing order to look every hour at what an organisation has open with its trainer. It never ends.

    Looking twice tells nobody twice, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("job round", DUE, {DUE: (LOOKING,), LOOKING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=LOOKING, lapses=DUE),)

    call_told_on = models.DateField(null=True)  # when somebody was last told that a call is due; empty: none is

    class Meta(Work.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_round_of_the_job")]

    def __str__(self) -> str:
        return f"job round {self.pk}"
