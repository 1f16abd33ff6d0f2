"""Work is a row: a state, a next attempt, a lease. Every process may die at any moment and the row tells the truth.

A room makes a model of its own from `Work`, declares `graph` (which moves exist) and `steps` (what a worker may take),
writes one function `run(lease)` and registers a `Lane` from its `apps.py`. Messages are only nudges: see `queue.py`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Min, Q, QuerySet

from zana.kernel import clock
from zana.kernel.refs import new_ref
from zana.kernel.states import Graph

log = logging.getLogger(__name__)

LONGEST_HOLD = timedelta(minutes=10)  # a thread that hangs longer is given up: its lease runs out


@dataclass(frozen=True)
class Step:
    """A worker takes a row that `waits` and puts it into `works`; if it dies there, the row `lapses`.

    `works` equals `waits` where a worker only looks and leaves no trace outside. Where a request may be out,
    `lapses` is the suspicious state, never back to the start: nobody knows what the dead worker achieved.
    """

    waits: str
    works: str
    lapses: str


class Work(models.Model):
    """A row that a worker works on. `next_attempt_at` empty: no worker will touch it, whatever its state."""

    state = models.CharField(max_length=20, editable=False)
    next_attempt_at = models.DateTimeField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    leased_by = models.CharField(max_length=100, default="", blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    graph: ClassVar[Graph]
    steps: ClassVar[tuple[Step, ...]]  # the most urgent first

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="%(app_label)s_%(class)s_due")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.state = self.state or self.graph.initial
        super().save(*args, **kwargs)

    def move(self, target: str, *, next_attempt_at: datetime | None = None, **fields: Any) -> bool:
        """A person's move. False, and nothing stored, when a worker holds the row or somebody was quicker."""
        self.graph.check(self.state, target)
        changes = {"state": target, "next_attempt_at": next_attempt_at, **fields}
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=clock.now())
        rows = type(self)._base_manager.filter(free, pk=self.pk, state=self.state)
        if rows.update(lease_until=None, leased_by="", **changes) != 1:
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class LeaseLost(Exception):
    """Somebody else has the row by now; what this worker was about to store is not stored."""


@dataclass(eq=False)
class Lane:
    """One kind of work: which rows, and the function that works on one of them.

    `run(lease)` ends with `lease.settle(...)`. `owner` names the field whose values get a fair share.
    """

    name: str
    model: type[Work]
    run: Callable[[Lease], None]
    owner: str = ""
    _turns: dict[object, int] = field(default_factory=dict)
    _turn: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for step in self.model.steps:
            self.model.graph.check(step.waits, step.works)
            self.model.graph.check(step.works, step.lapses)

    def rows(self) -> QuerySet[Any]:
        """Every row, whoever owns it: the machine serves all and shows nothing to anybody."""
        return self.model._base_manager.all()

    def due(self) -> QuerySet[Any]:
        """What may be taken now. The back-off is honoured here, in the query, or nowhere."""
        now = clock.now()
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        waiting = {step.waits for step in self.model.steps}
        return self.rows().filter(free, state__in=waiting, next_attempt_at__lte=now)

    def in_turn(self) -> list[object]:
        """Owners with due rows: the fewest busy workers first, then who was served longest ago, then the oldest row."""
        due = self.due().order_by().values_list(self.owner).annotate(first=Min("next_attempt_at"))
        held = self.rows().filter(lease_until__gte=clock.now()).order_by()
        busy = dict(held.values_list(self.owner).annotate(n=Count("pk")))
        ranked = sorted((busy.get(owner, 0), self._turns.get(owner, -1), first, owner) for owner, first in due)
        return [owner for *_, owner in ranked]

    def serve(self, owner: object) -> None:
        self._turns[owner] = next(self._turn)


@dataclass(eq=False)
class Lease:
    """The right to work on one row for a while. It is kept alive by the worker's pulse and ends with `settle`."""

    lane: Lane
    pk: int
    step: Step
    token: str
    taken_at: datetime
    settled: bool = False

    def row(self) -> Any:
        return self.lane.rows().get(pk=self.pk)

    def extend(self) -> bool:
        """False when the row is no longer ours."""
        if clock.now() - self.taken_at > LONGEST_HOLD:
            return False
        return self._mine().update(lease_until=_lease_end()) == 1

    def settle(self, state: str, *, next_attempt_at: datetime | None = None, **fields: Any) -> None:
        """Store what came of it and let the row go. Inside a transaction, LeaseLost undoes the whole of it."""
        self.lane.model.graph.check(self.step.works, state)
        changes = {"state": state, "next_attempt_at": next_attempt_at, "lease_until": None, "leased_by": ""}
        if self._mine().update(**changes, **fields) != 1:
            raise LeaseLost(f"{self.lane.name} {self.pk}")
        self.settled = True

    def lapse(self) -> None:
        """Give the row up without knowing what was achieved."""
        attempts = self._mine().values_list("attempts", flat=True).first() or 0
        self._mine().update(
            state=self.step.lapses, next_attempt_at=lapse_until(attempts), lease_until=None, leased_by=""
        )

    def _mine(self) -> QuerySet[Any]:
        return self.lane.rows().filter(pk=self.pk, leased_by=self.token, state=self.step.works)


def claim(lane: Lane, worker: str) -> Lease | None:
    """Take one due row by conditional UPDATE; None when there is nothing to take right now."""
    for owner in lane.in_turn() if lane.owner else [None]:
        due = lane.due().filter(**{lane.owner: owner}) if lane.owner else lane.due()
        for step in lane.model.steps:
            waiting = due.filter(state=step.waits).order_by("next_attempt_at", "pk")
            for pk in waiting.values_list("pk", flat=True)[:8]:
                lease = _seize(lane, pk, step, worker)
                if lease is not None:
                    lane.serve(owner)
                    return lease
    return None


def _seize(lane: Lane, pk: int, step: Step, worker: str) -> Lease | None:
    token = f"{worker}:{new_ref()}"  # of this claim, not of this worker: an old claim cannot finish a new one
    taken = lane.due().filter(pk=pk, state=step.waits)
    changed = taken.update(state=step.works, lease_until=_lease_end(), leased_by=token, attempts=F("attempts") + 1)
    return Lease(lane, pk, step, token, clock.now()) if changed == 1 else None


def reap(lane: Lane) -> int:
    """Rows whose worker died go to the state declared for that. Returns how many."""
    reaped = 0
    for step in lane.model.steps:
        dead = lane.rows().filter(state=step.works, lease_until__lt=clock.now())
        for pk, token, attempts in dead.values_list("pk", "leased_by", "attempts")[:200]:
            reaped += (
                lane.rows()
                .filter(pk=pk, leased_by=token, state=step.works, lease_until__lt=clock.now())
                .update(state=step.lapses, next_attempt_at=lapse_until(attempts), lease_until=None, leased_by="")
            )
    return reaped


def run_next(lane: Lane, worker: str) -> bool:
    """Take one due row and work on it. False when nothing was due. This is the worker loop: it survives bugs."""
    lease = claim(lane, worker)
    if lease is None:
        return False
    with _held(lease):
        try:
            lane.run(lease)
        except LeaseLost as lost:
            log.warning("lease lost: %s", lost)
        except Exception:
            log.exception("lane %s, row %s", lane.name, lease.pk)
            lease.lapse()
        else:
            if not lease.settled:
                log.error("lane %s, row %s: run() ended without settling", lane.name, lease.pk)
                lease.lapse()
    return True


def drain(name: str, limit: int = 1000) -> int:
    """Work in this thread until nothing of this lane is due; for the command line and for tests. Returns how many."""
    done = 0
    while done < limit and run_next(lane_named(name), "drain"):
        done += 1
    return done


def back_off(attempts: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """first, 2 x first, 4 x first ... never more than `longest`. `attempts` counts from 1."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(first * (1 << doublings), longest)


def lapse_until(attempts: int) -> datetime:
    """At once after the first death; a row that keeps killing its workers is taken ever more rarely."""
    if attempts <= 1:
        return clock.now()
    return clock.now() + back_off(attempts - 1, first=timedelta(seconds=5), longest=timedelta(minutes=15))


def _lease_end() -> datetime:
    return clock.now() + timedelta(seconds=settings.ZANA_LEASE_SECONDS)


# --- what this process holds, so that the pulse can keep it

_holding: set[Lease] = set()
_holding_lock = threading.Lock()


@contextmanager
def _held(lease: Lease) -> Iterator[None]:
    with _holding_lock:
        _holding.add(lease)
    try:
        yield
    finally:
        with _holding_lock:
            _holding.discard(lease)


def extend_held() -> None:
    """Called by the pulse: everything this process is working on stays its own."""
    with _holding_lock:
        held = list(_holding)
    for lease in held:
        if not lease.extend() and not lease.settled:  # it may have been settled while we asked for the others
            log.warning("could not extend the lease on %s %s", lease.lane.name, lease.pk)


# --- the lanes of the house

_lanes: dict[str, Lane] = {}


def register(lane: Lane) -> None:
    """From a room's `apps.py`, once per kind of work."""
    if lane.name in _lanes:
        raise ValueError(f"two lanes are called {lane.name}")
    _lanes[lane.name] = lane


def lanes() -> tuple[Lane, ...]:
    return tuple(_lanes.values())


def lane_named(name: str) -> Lane:
    return _lanes[name]
