"""Rounds of looking, by the worker: once when somebody asks, and every week where that was ordered."""

from __future__ import annotations

from datetime import datetime, timedelta

from zana.audits.actions.probing import Looked, look, speak_for
from zana.audits.models import Lookout
from zana.audits.models.lookouts import DUE
from zana.kernel import clock
from zana.kernel.work import Lane, Lease

EVERY = timedelta(weeks=1)
AGAIN = timedelta(days=1, hours=1)  # a website that did not answer


def run_lookout(lease: Lease) -> None:
    lookout: Lookout = lease.row()
    by = speak_for(lookout)
    if by is None:
        lease.settle(DUE, next_attempt_at=None, weekly=False)
        return
    looked = look(by=by, organisation=lookout.organisation)
    lookout.refresh_from_db(fields=["weekly", "silent_since"])
    lease.settle(DUE, next_attempt_at=_next(lookout, looked))


def _next(lookout: Lookout, looked: Looked) -> datetime | None:
    """When a network wants us back, the next day where the website was silent, in a week, or not any more."""
    now = clock.now()
    if looked.wait_until is not None:
        return max(looked.wait_until, now + timedelta(minutes=1))
    if lookout.silent_since is not None and now - lookout.silent_since < AGAIN:
        return now + AGAIN
    return now + EVERY if lookout.weekly else None


lane = Lane(name="lookouts", model=Lookout, run=run_lookout, owner="organisation")
