"""What `zana worker` runs: Huey's threads work on nudges, a pulse looks for due rows and sends them.

Lost nudges, a dead queue file or a killed worker therefore cost about a second, never a row.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections
from huey.consumer import Consumer

from zana.kernel import heartbeat, queue, work

log = logging.getLogger(__name__)

PULSE_SECONDS = 1.0
BEAT_EVERY = 5  # pulses


class Pulse(threading.Thread):
    """Keeps what this process holds, gives up what dead processes held, and nudges for what is due."""

    def __init__(self, threads: int) -> None:
        super().__init__(name="pulse", daemon=True)
        self.threads = threads
        self.who = f"{socket.gethostname()}:{os.getpid()}"
        self.stopping = threading.Event()

    def run(self) -> None:
        beats = 0
        while True:
            try:
                if beats % BEAT_EVERY == 0:
                    heartbeat.beat("worker", self.who)
                self.look()
            except Exception:
                log.exception("pulse")
            finally:
                close_old_connections()
            beats += 1
            if self.stopping.wait(PULSE_SECONDS):
                break
        connections.close_all()

    def look(self) -> None:
        work.extend_held()
        for lane in work.lanes():
            reaped = work.reap(lane)
            if reaped:
                log.warning("lane %s: %s rows had lost their worker", lane.name, reaped)
            for _ in range(self._wanted(lane)):
                queue.nudge(lane.name)

    def stop(self) -> None:
        """After the last thread has finished: until then its leases must be kept."""
        self.stopping.set()
        self.join(timeout=10)
        heartbeat.stop(self.who)

    def _wanted(self, lane: work.Lane) -> int:
        """As many nudges as there are rows, but never a heap of them when the workers are slow or away."""
        lying = queue.message().huey.pending_count()
        return max(0, min(lane.due()[: self.threads].count(), self.threads - int(lying)))


class GracefulConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """Both Ctrl-C and SIGTERM finish what is being done; a second one does not wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}


def run_worker(threads: int) -> None:
    """Until a signal. Rows that are being worked on are finished first, at most one lease long."""
    store = queue.message().huey
    store.on_shutdown()(connections.close_all)
    consumer = GracefulConsumer(
        store,
        workers=threads,
        periodic=False,
        max_delay=1.0,
        graceful_signal="TERM",
        shutdown_timeout=settings.ZANA_LEASE_SECONDS,
    )
    pulse = Pulse(threads)
    pulse.start()
    try:
        consumer.run()
    finally:
        pulse.stop()
        connections.close_all()
