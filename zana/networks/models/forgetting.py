from __future__ import annotations

from typing import ClassVar

from zana.kernel.states import Graph
from zana.kernel.work import Step, Work

DUE, FORGETTING = "due", "forgetting"


class Forgetting(Work):
    """The standing order to forget once a day what networks told us long ago: one row for the whole house.

    Forgetting twice forgets no more, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("forgetting", DUE, {DUE: (FORGETTING,), FORGETTING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=FORGETTING, lapses=DUE),)

    class Meta(Work.Meta):
        abstract = False

    def __str__(self) -> str:
        return "forgetting"
