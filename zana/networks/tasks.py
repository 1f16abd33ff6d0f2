"""Rounds of readings, the daily look at the keys and the daily forgetting, by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from zana.kernel import clock
from zana.kernel.work import Lane, Lease, back_off
from zana.networks.actions import forget_signals, look_after, take_readings
from zana.networks.errors import CannotDo, NetworkError, Reconnect, TryLater
from zana.networks.models import Forgetting, Upkeep, Watch
from zana.networks.models.watches import DUE

EVERY = timedelta(hours=6)
EVERY_IN_PRACTICE = timedelta(minutes=2)  # a rehearsal is over in an hour
KEYS_EVERY = timedelta(days=1)
FORGET_EVERY = timedelta(days=1)
KEYS_IN_PRACTICE = timedelta(minutes=10)


def run_watch(lease: Lease) -> None:
    watch: Watch = lease.row()
    account = watch.account
    if not account.is_open:
        lease.settle(DUE, next_attempt_at=None)
        return
    try:
        take_readings(account=account)
    except TryLater as busy:
        lease.settle(DUE, next_attempt_at=busy.at, failures=watch.failures + 1)
    except CannotDo:
        lease.settle(DUE, next_attempt_at=None)
    except Reconnect:
        # Connecting again makes it due again, perhaps while we were still asking with the old keys.
        account.refresh_from_db()
        lease.settle(DUE, next_attempt_at=clock.now() if account.is_open else None)
    except NetworkError:
        lease.settle(DUE, next_attempt_at=_after_failure(watch.failures + 1), failures=watch.failures + 1)
    else:
        every = EVERY_IN_PRACTICE if account.is_practice else EVERY
        lease.settle(DUE, next_attempt_at=clock.now() + every, failures=0)


def _after_failure(failures: int) -> datetime:
    return clock.now() + back_off(failures, first=timedelta(minutes=5), longest=EVERY)


def run_upkeep(lease: Lease) -> None:
    upkeep: Upkeep = lease.row()
    account = upkeep.account
    if not account.is_open:
        lease.settle(DUE, next_attempt_at=None)
        return
    try:
        look_after(account)
    except TryLater as busy:
        lease.settle(DUE, next_attempt_at=busy.at, failures=upkeep.failures + 1)
    except Reconnect:
        account.refresh_from_db()
        lease.settle(DUE, next_attempt_at=clock.now() if account.is_open else None)
    except NetworkError:
        lease.settle(DUE, next_attempt_at=_after_failure(upkeep.failures + 1), failures=upkeep.failures + 1)
    else:
        every = KEYS_IN_PRACTICE if account.is_practice else KEYS_EVERY
        lease.settle(DUE, next_attempt_at=clock.now() + every, failures=0)


def run_forgetting(lease: Lease) -> None:
    forget_signals()
    lease.settle(DUE, next_attempt_at=clock.now() + FORGET_EVERY)


forgetting_lane = Lane(name="forgetting", model=Forgetting, run=run_forgetting)
keys_lane = Lane(name="keys", model=Upkeep, run=run_upkeep, owner="organisation")
lane = Lane(name="readings", model=Watch, run=run_watch, owner="organisation")
