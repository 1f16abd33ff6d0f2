"""Once a day, for each organisation, by the worker: what has grown too old to count is to be looked at again."""

from __future__ import annotations

from datetime import timedelta

from zana.audits.actions.rechecks import open_rechecks
from zana.audits.models import Round
from zana.audits.models.rounds import DUE
from zana.kernel import clock
from zana.kernel.work import Lane, Lease

EVERY = timedelta(days=1)


def run_round(lease: Lease) -> None:
    row: Round = lease.row()
    open_rechecks(organisation=row.organisation)
    lease.settle(DUE, next_attempt_at=clock.now() + EVERY)


lane = Lane(name="rechecks", model=Round, run=run_round, owner="organisation")
