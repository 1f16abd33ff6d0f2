"""The web process: granian over WSGI, one binary, no proxy needed on a small machine."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def serve(*, host: str, port: int, workers: int = 1, threads: int = 4) -> None:
    """Blocks until it is told to stop. Synchronous views cost 2 to 7 times the CPU over ASGI."""
    Granian(
        "zana.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=128,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
