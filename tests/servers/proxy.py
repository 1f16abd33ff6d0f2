"""A loopback proxy before a server nobody here wrote: it hands everything on, except where a test ordered a fault."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

LONGEST = 30.0  # seconds; nothing here waits longer
SLOW = 1.5


@dataclass
class Fault:
    """`kind` befalls the next `times` calls whose path ends with `verb`."""

    kind: str
    verb: str
    times: int = 1


@dataclass
class Proxy:
    """`calls` are the paths that were asked for. Kinds: rate_limited, broken_before, broken_after, answer_lost, slow,
    refused, token_expired."""

    target: str
    faults: list[Fault] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def fail(self, kind: str, verb: str, times: int = 1) -> None:
        self.faults.append(Fault(kind, verb, times))

    def mend(self) -> None:
        self.faults.clear()
        self.calls.clear()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def take(self, path: str) -> str:
        """The kind of the fault that befalls this call, or ""."""
        self.calls.append(path)
        for fault in self.faults:
            if fault.times > 0 and path.endswith(fault.verb):
                fault.times -= 1
                return fault.kind
        return ""


# status, error, headers: what is said instead of handing the call on
SAID: dict[str, tuple[int, str, dict[str, str]]] = {
    "rate_limited": (429, "RateLimitExceeded", {"RateLimit-Reset": "{soon}"}),
    "broken_before": (502, "UpstreamFailure", {}),
    "refused": (400, "InvalidRequest", {}),
    "token_expired": (400, "ExpiredToken", {}),
}


def _handler_of(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class OneCall(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = LONGEST

        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def log_message(self, format: str, *args: Any) -> None:
            """Silence."""

        def _pass_on(self, body: bytes) -> None:
            self.close_connection = True
            kind = proxy.take(self.path.partition("?")[0])
            if kind in SAID:
                status, error, headers = SAID[kind]
                soon = str(int(time.time()) + 30)
                self._say(status, b'{"error":"%s","message":"played"}' % error.encode(), headers, soon)
                return
            answer = self._ask(body)
            if kind == "answer_lost":
                return
            if kind == "broken_after":
                self._say(500, b'{"error":"InternalServerError","message":"played"}', {})
                return
            if kind == "slow":
                time.sleep(SLOW)
            self._say(answer.status_code, answer.content, {})

        def _ask(self, body: bytes) -> httpx.Response:
            sent = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            with httpx.Client(timeout=LONGEST, trust_env=False) as client:
                return client.request(self.command, proxy.target + self.path, content=body, headers=sent)

        def _say(self, status: int, body: bytes, headers: dict[str, str], soon: str = "") -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value.format(soon=soon))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return OneCall
