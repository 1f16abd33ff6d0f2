from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.kernel.states import Graph
from zana.kernel.work import Step, Work
from zana.networks.models.accounts import Account
from zana.people.tenancy import Owned

DUE, READING = "due", "reading"


class Watch(Owned, Work):
    """The standing order to read an account's numbers. It never ends; a left account has no next attempt.

    Reading changes nothing out there, so a worker that died over it leaves it simply due again.
    """

    graph: ClassVar[Graph] = Graph("watch", DUE, {DUE: (READING,), READING: (DUE,)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits=DUE, works=READING, lapses=DUE),)

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="watch")
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta(Work.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"watch {self.pk}"
