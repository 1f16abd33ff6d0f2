"""A loopback server that answers with the bytes a test gives it: for answers no proper server would send."""

from __future__ import annotations

import socket
import threading


class Stage:
    """A loopback server that reads one request a connection and answers with the bytes it was told."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.answers: list[bytes] = []
        self.requests: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            with visitor:
                visitor.settimeout(5)
                self.requests.append(self._request(visitor))
                visitor.sendall(self.answers.pop(0) if self.answers else answer(b"ok"))

    def _request(self, visitor: socket.socket) -> bytes:
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += visitor.recv(65536)
        head, _, body = heard.partition(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                while len(body) < int(line.split(b":")[1]):
                    body += visitor.recv(65536)
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        if self.socket.fileno() == -1:
            return
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


def answer(body: bytes, status: bytes = b"200 OK", *headers: bytes) -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
