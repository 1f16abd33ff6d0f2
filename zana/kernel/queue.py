"""Nudges. A message says "look at this lane"; it carries no work, so losing it costs a second and doubling it nothing.

Where messages lie is `ZANA_QUEUE_URL`: empty for a file of their own beside the database, `postgresql://...` or
`redis://...` for many machines, `memory:` for tests.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from functools import cache
from importlib import import_module, util
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, transaction
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer

from zana.kernel.work import lane_named, run_next

log = logging.getLogger(__name__)

redis = import_module("redis") if util.find_spec("redis") else None  # locked, but only redis:// queues need it
CONNECTION_NAME = "zana queue"
QUEUE_BROKEN: tuple[type[Exception], ...] = (OSError, sqlite3.Error, psycopg.Error)
if redis is not None:
    QUEUE_BROKEN += (redis.RedisError,)


@cache
def message() -> Any:
    """The one kind of message, tied to this house's queue (`.huey`); calling it enqueues."""
    return _store(settings.ZANA_QUEUE_URL).task(name="work_on")(work_on)


def _store(url: str) -> Huey:
    shape: dict[str, Any] = {
        "name": "zana",
        "results": False,
        "immediate": False,
        "serializer": SignedSerializer(secret=settings.SECRET_KEY, salt="zana.kernel.queue"),
    }
    kind = urlsplit(url).scheme
    if kind in ("", "sqlite"):
        path = Path(urlsplit(url).path) if kind else settings.ZANA_HOME / "queue.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(filename=str(path), timeout=10, **shape)  # fsync unset: a written nudge stays written
    if kind in ("postgres", "postgresql"):
        # Each thread keeps two: one asks, one listens. They bear a name, so that who holds a connection can be seen.
        return PostgresHuey(dsn=url, application_name=CONNECTION_NAME, **shape)
    if kind == "redis" and redis is not None:
        return RedisHuey(url=url, **shape)
    if kind == "redis":
        raise ImproperlyConfigured("ZANA_QUEUE_URL names Redis, but the Python package `redis` is not installed")
    if kind == "memory":
        return MemoryHuey(**shape)
    raise ImproperlyConfigured(f"ZANA_QUEUE_URL: no queue of kind {kind!r}; use sqlite, postgresql or redis")


def wake(lane: str) -> None:
    """Tell the workers, after this transaction, that there is something to do. Never fails: the pulse looks anyway."""
    transaction.on_commit(lambda: nudge(lane))


def nudge(lane: str) -> bool:
    """Put one message into the queue. False when the queue is not there; then the pulse or the next nudge will do."""
    try:
        message()(lane)
    except QUEUE_BROKEN as broken:
        log.warning("could not nudge %s: %s", lane, type(broken).__name__)
        return False
    return True


def is_there() -> bool:
    """Whether the queue answers."""
    try:
        message().huey.pending_count()
    except QUEUE_BROKEN:
        return False
    return True


def work_on(lane: str) -> None:
    """Run in a worker's thread: one row, then a nudge for the next, so that no lane keeps all the threads."""
    try:
        if run_next(lane_named(lane), threading.current_thread().name):
            nudge(lane)
    finally:
        close_old_connections()
