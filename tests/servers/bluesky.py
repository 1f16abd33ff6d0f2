"""The reference server of Bluesky from npm as a process of its own, with a proxy before it that plays faults."""

from __future__ import annotations

import json
import select
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.databases import REPOSITORY
from tests.servers.proxy import Proxy
from tests.stage import TRUST

PROGRAMS = REPOSITORY / ".servers"
READY_WITHIN = 60  # seconds
PASSWORD = "nje fjalekalim vetem per prova"


@dataclass
class Person:
    """An account there, with the keys of its own app (`access`) and an app password for us."""

    did: str
    handle: str
    access: str = field(repr=False)
    app_password: str = field(repr=False)


@dataclass
class BlueskyServer:
    """`url` is the server itself, `proxy.url` what our programs call."""

    url: str
    accounts: Path
    proxy: Proxy
    made: int = 0

    def sign_up(self) -> Person:
        """A new account, ready for us to connect."""
        self.made += 1
        name = f"drita{self.made}.test"
        given = self.call(
            "com.atproto.server.createAccount", email=f"{name}@zana.example", handle=name, password=PASSWORD
        )
        person = Person(given["did"], name, given["accessJwt"], "")
        made = self.call("com.atproto.server.createAppPassword", by=person, name="zana")
        person.app_password = made["password"]
        return person

    def call(self, method: str, by: Person | None = None, **data: Any) -> Any:
        """A POST past the proxy, as the person's own app would make it."""
        headers = {"Authorization": f"Bearer {by.access}"} if by else {}
        answer = httpx.post(f"{self.url}/xrpc/{method}", json=data, headers=headers, timeout=30, verify=TRUST)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def read_records(self, person: Person, collection: str) -> list[dict[str, Any]]:
        """What stands in the repository."""
        asked = {"repo": person.did, "collection": collection, "limit": "100"}
        answer = httpx.get(f"{self.url}/xrpc/com.atproto.repo.listRecords", params=asked, timeout=30, verify=TRUST)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["records"]
        return found

    def posts(self, person: Person, text: str) -> list[dict[str, Any]]:
        found = self.read_records(person, "app.bsky.feed.post")
        return [record["value"] for record in found if record["value"]["text"] == text]

    def end_grace(self) -> None:
        """A used refresh token lives on for two hours, so that a lost answer can be asked for again: these are over."""
        with sqlite3.connect(self.accounts, timeout=10) as database:
            over = "UPDATE refresh_token SET expiresAt = '2020-01-01T00:00:00.000Z' WHERE nextId IS NOT NULL"
            database.execute(over)
        database.close()


@pytest.fixture(scope="session")
def bluesky_server(tmp_path_factory) -> Iterator[BlueskyServer]:
    assert (PROGRAMS / "lock").exists(), "The servers are not installed: `make test-servers` does it."
    home = tmp_path_factory.mktemp("bluesky")
    log = home / "server.log"
    program = REPOSITORY / "tests/servers/pds.mjs"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            ["node", str(program), str(home / "data")],
            cwd=PROGRAMS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    ready = _read_line(process)
    assert ready, f"the server did not come up:\n{log.read_text()[-3000:]}"
    facts = json.loads(ready)
    server = BlueskyServer(facts["url"], Path(facts["accounts"]), Proxy(facts["url"]))
    yield server
    server.proxy.close()
    process.communicate(timeout=20)  # it ends with its input


def _read_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], READY_WITHIN)
    return process.stdout.readline() if readable else b""
