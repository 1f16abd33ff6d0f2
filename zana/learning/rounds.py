"""Every hour, for each organisation, by the worker: proofs are taken in, dates are told, needs are forgotten."""

from __future__ import annotations

from django.db import transaction

from zana.kernel import clock
from zana.kernel.work import Lane, Lease
from zana.learning.actions.forgetting import forget_needs
from zana.learning.actions.proving import settle_tasks
from zana.learning.actions.rounds import EVERY, spread_rounds, tell_due
from zana.learning.models import JobRound
from zana.learning.models.rounds import DUE


def run_round(lease: Lease) -> None:
    """What is told and that it was told are stored together, so that nobody hears it twice."""
    row: JobRound = lease.row()
    organisation = row.organisation
    forget_needs(organisation=organisation)
    settle_tasks(by=None, organisation=organisation)
    spread_rounds(organisation)
    with transaction.atomic():
        told_on = tell_due(organisation=organisation, call_told_on=row.call_told_on)
        lease.settle(DUE, next_attempt_at=clock.now() + EVERY, call_told_on=told_on)


lane = Lane(name="job rounds", model=JobRound, run=run_round, owner="organisation")
