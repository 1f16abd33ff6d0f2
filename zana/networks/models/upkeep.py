from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.kernel.states import Graph
from zana.kernel.work import Step, Work
from zana.networks.models.accounts import Account
from zana.people.tenancy import Owned

DUE, LOOKING = "due", "looking"


class Upkeep(Owned, Work):
    """The standing order to look once a day whether our keys still open what they should, and to be told by the
    network what happens.

    It changes nothing people see, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("upkeep", DUE, {DUE: (LOOKING,), LOOKING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=LOOKING, lapses=DUE),)

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="upkeep")
    failures = models.PositiveSmallIntegerField(default=0)
    warned_days = models.PositiveSmallIntegerField(null=True)  # the last warning: so many days before the end
    looked_at = models.DateTimeField(null=True)
    hears_since = models.DateTimeField(null=True)

    class Meta(Work.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"upkeep {self.pk}"
