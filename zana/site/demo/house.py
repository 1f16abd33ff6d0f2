"""Web, worker and practice as three processes under one command. One that dies is started again and it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

TELL = Callable[[str], None]
PAUSE_SECONDS = 1.0


@dataclass
class Child:
    """One of the three processes."""

    name: str
    arguments: list[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=0.0)

    def start(self) -> None:
        command = [sys.executable, "-m", "zana.site.command", *self.arguments]
        # A session of its own: Ctrl+C reaches the house first, which then stops its children in order.
        env = {**os.environ, **self.env}
        self.process = subprocess.Popen(command, env=env, start_new_session=True)  # noqa: S603 - our own command
        self.started_at = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()


class House:
    """Starts, watches and stops the children."""

    def __init__(self, children: list[Child], tell: TELL) -> None:
        self.children = children
        self.tell = tell
        self.open = True
        self.watching = False

    def listen(self) -> None:
        """Before the first child starts: a stop while the demonstration is being made leaves no child behind."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.interrupt)

    def interrupt(self, *_: object) -> None:
        if self.watching:
            self.open = False
        else:
            raise SystemExit(0)  # the caller's `finally` stops the children

    def start(self, name: str) -> None:
        next(child for child in self.children if child.name == name).start()

    def watch(self) -> None:
        """Until SIGINT or SIGTERM."""
        self.watching = True
        while self.open:
            time.sleep(PAUSE_SECONDS)
            for child in self.children:
                if self.open and child.is_dead():
                    self.tell(child.name)
                    child.start()
        self.stop()

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()


def wait_for(url: str, seconds: float = 60) -> bool:
    """Until the address answers at all."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=2)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return True
    return False
