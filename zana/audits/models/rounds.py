from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.kernel.states import Graph
from zana.kernel.work import Step, Work
from zana.people.tenancy import Owned

DUE, LOOKING = "due", "looking"


class Round(Owned, Work):
    """The standing order to see once a day what has grown too old to count. It never ends.

    Looking twice opens nothing twice, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("round", DUE, {DUE: (LOOKING,), LOOKING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=LOOKING, lapses=DUE),)

    class Meta(Work.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_round_of_re_checks")]

    def __str__(self) -> str:
        return f"round {self.pk}"
