"""The practice network calls back: what it sends, byte for byte, is what our door takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.databases import own_databases
from tests.stage import PracticeServer, free_port, start_process, wait_until_up
from zana.kernel.work import drain
from zana.networks import actions
from zana.networks.models import Signal, Upkeep
from zana.networks.port import Post
from zana.networks.testing import Rehearsal, begin_rehearsal

pytestmark = pytest.mark.slow


class Mailbox(ThreadingHTTPServer):
    """Our address as the network sees it: keeps what comes, so that the test can carry it to our door."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Slot)
        self.greetings: list[str] = []
        self.letters: list[tuple[str, bytes, dict[str, str]]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Slot(BaseHTTPRequestHandler):
    server: Mailbox

    def do_GET(self) -> None:
        self.server.greetings.append(self.path)
        self._say(self.path.partition("hub.challenge=")[2].partition("&")[0])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.letters.append((self.path, body, dict(self.headers)))
        self._say("ok")

    def _say(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    threading.Thread(target=box.serve_forever, daemon=True).start()
    yield box
    box.shutdown()
    box.server_close()


@pytest.fixture
def rehearsal(mailbox, tmp_path, settings) -> Iterator[Rehearsal]:
    """A practice network that may call our mailbox."""
    port, log = free_port(), tmp_path / "practice.log"
    with own_databases(tmp_path) as databases:
        env = {
            "ZANA_HOME": str(tmp_path),
            "ZANA_STAGE_TOKEN": "stage",
            "ZANA_BASE_URL": f"http://localhost:{port}",
            "ZANA_MEDIA_URL": mailbox.url,
            **databases,
        }
        migrated = start_process("migrate", "--database", "practice", "--verbosity", "0", env=env, log=log)
        assert migrated.wait(600) == 0, log.read_text()[-3000:]
        process = start_process("practice", "--port", str(port), env=env, log=log)
        server = PracticeServer(f"http://127.0.0.1:{port}/practice", "stage", process.pid)
        try:
            wait_until_up(f"{server.url}/", process, log)
            settings.ZANA_PRACTICE_URL, settings.ZANA_BASE_URL = server.url, f"http://127.0.0.1:{port}"
            settings.ZANA_MEDIA_URL = ""
            yield begin_rehearsal(server)
        finally:
            process.terminate()
            process.wait(20)


def carry(letter: tuple[str, bytes, dict[str, str]], *, body: bytes | None = None) -> int:
    path, sent, headers = letter
    signature = {"X-Hub-Signature-256": headers["X-Hub-Signature-256"]}
    return Client().post(path, body or sent, content_type="application/json", headers=signature).status_code


def test_what_happens_to_a_page_reaches_us_once(rehearsal, mailbox, cast, settings):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, "facebook")
    settings.ZANA_MEDIA_URL = mailbox.url
    assert drain("keys", limit=1) == 1
    assert Upkeep.objects.of(cast.org_a).get().hears_since is not None
    asked = urlsplit(mailbox.greetings[-1])
    answer = Client().get(asked.path, query_params=dict(pair.split("=") for pair in asked.query.split("&")))
    assert answer.content.decode() == asked.query.partition("hub.challenge=")[2].partition("&")[0]

    rehearsal.fail("webhook_twice", "webhook")
    actions.send_post(account=account, post=Post("Sot jemi hapur deri në mbrëmje."))
    rehearsal.wait(2 * 86_400)
    rehearsal.server.stage("hooks/deliver", world=rehearsal.world)
    deadline = time.monotonic() + 300
    while len(mailbox.letters) < 2 and time.monotonic() < deadline:  # its own postman may have been quicker
        time.sleep(0.2)

    letters = list(mailbox.letters)
    assert len({body for _, body, _ in letters}) < len(letters)  # one was told twice
    assert [carry(letter) for letter in letters] == [200] * len(letters)
    stored = Signal.objects.of(cast.org_a).count()
    assert stored > 0
    assert set(Signal.objects.of(cast.org_a).values_list("account", flat=True)) == {account.pk}
    assert [carry(letter) for letter in reversed(letters)] == [200] * len(letters)
    assert Signal.objects.of(cast.org_a).count() == stored
    assert carry(letters[0], body=letters[0][1] + b" ") == 403

    actions.disconnect(by=cast.director_a, account=account)
    before = len(mailbox.letters)
    rehearsal.wait(2 * 86_400)
    rehearsal.server.stage("hooks/deliver", world=rehearsal.world)
    assert len(mailbox.letters) == before
