"""A real practice network in its own process with its own database, and a way to set its stage."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.databases import REPOSITORY, own_databases

# Loading the world's certificates takes 50 ms, and httpx would do it for each call.
TRUST = ssl.create_default_context()

# How long a test waits for another process, in seconds. A busy machine is not a fault of the house.
PATIENCE = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MediaHouse:
    """Our pictures at an address from which the practice network fetches them.

    What it does not keep it fetches from `behind`, where a test runs the house itself.
    """

    behind = ""

    def __init__(self) -> None:
        kept: dict[str, tuple[bytes, str]] = {}

        house = self

        class Shelf(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content, kind = kept.get(self.path) or house.fetch(self.path)
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.kept = kept
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fetch(self, path: str) -> tuple[bytes, str]:
        found = httpx.get(self.behind + path, timeout=PATIENCE, verify=TRUST) if self.behind else None
        return (found.content, found.headers["content-type"]) if found and found.is_success else (b"", "")

    def put(self, content: bytes, kind: str) -> str:
        path = f"/{hashlib.sha256(content).hexdigest()}"
        self.kept[path] = (content, kind)
        return self.url + path

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class PracticeServer:
    """`url` is what ZANA_PRACTICE_URL would be."""

    url: str
    token: str
    process: int
    media: Any = None  # a MediaHouse, where the practice network fetches pictures from us

    def stage(self, path: str, **data: Any) -> Any:
        """POST to /practice/stage/<path>; the answer's JSON."""
        answer = httpx.post(
            f"{self.url}/stage/{path}",
            json=data,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=PATIENCE,
            verify=TRUST,
        )
        answer.raise_for_status()
        return answer.json()


def start_process(*arguments: str, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """`zana <arguments>` as a process of its own."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "zana.site.command", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **env},
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = PATIENCE) -> None:
    """Until the address answers; tells the process' own words when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=2, verify=TRUST).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not come up:\n{log.read_text()[-3000:]}")


@contextmanager
def practice_network(home: Path) -> Iterator[PracticeServer]:
    """A practice network that runs until the end of the block."""
    port, token, log = free_port(), secrets.token_urlsafe(16), home / "practice.log"
    media = MediaHouse()
    with own_databases(home) as databases:
        env = {
            "ZANA_HOME": str(home),
            "ZANA_MEDIA_URL": media.url,
            "ZANA_STAGE_TOKEN": token,
            "ZANA_BASE_URL": f"http://localhost:{port}",
            **databases,
        }
        migrated = start_process("migrate", "--database", "practice", "--verbosity", "0", env=env, log=log)
        assert migrated.wait(600) == 0, log.read_text()[-3000:]
        process = start_process("practice", "--port", str(port), env=env, log=log)
        url = f"http://127.0.0.1:{port}/practice"
        try:
            wait_until_up(f"{url}/", process, log)
            yield PracticeServer(url, token, process.pid, media)
        finally:
            media.close()
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def practice_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    with practice_network(tmp_path_factory.mktemp("practice")) as server:
        yield server
