"""The demonstration as a newcomer starts it, and people of it in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import PAGE_PATIENCE
from tests.databases import own_databases
from tests.stage import free_port, start_process, wait_until_up


@dataclass
class Demonstration:
    """A running `zana demo`."""

    home: Path
    url: str
    log: Path
    signs: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in_of(self, first_name: str) -> dict[str, str]:
        if not self.signs:
            kept = json.loads((self.home / "demo_sign_ins.json").read_text())
            self.signs = {one["name"].split()[0]: one for one in kept}
        return self.signs[first_name]


@dataclass
class Walker:
    """Somebody with a browser: `page`, and the address of the place she landed in after signing in (`root`)."""

    page: Page
    root: str

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.root}{path}")
        return self.page

    def read(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    home = tmp_path_factory.mktemp("demo")
    port, practice_port, log = free_port(), free_port(), home / "demo.log"
    with own_databases(home) as databases:
        env = {"ZANA_HOME": str(home), "ZANA_LEASE_SECONDS": "5", **databases}
        process = start_process("demo", "--port", str(port), "--practice-port", str(practice_port), env=env, log=log)
        try:
            wait_until_up(f"http://localhost:{port}/readyz", process, log, seconds=900)
            yield Demonstration(home, f"http://localhost:{port}", log)
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="session")
def walkers(demonstration: Demonstration, chromium: Browser) -> Iterator[dict[str, Walker]]:
    """Signed in once per session and kept: signing in costs a password hash and a rate limit."""
    contexts: list[BrowserContext] = []
    found: dict[str, Walker] = {}

    class Walkers(dict[str, Walker]):
        def __missing__(self, key: str) -> Walker:
            name, _, manner = key.partition("/")
            context = chromium.new_context(
                viewport={"width": 360, "height": 740}, java_script_enabled=manner != "no script"
            )
            contexts.append(context)
            context.add_cookies([{"name": "zana_language", "value": "en", "url": demonstration.url}])
            page = context.new_page()
            page.set_default_timeout(PAGE_PATIENCE)
            sign_in(page, demonstration, name)
            place = re.search(r"/[op]/[^/]+/", page.url)
            self[key] = Walker(page, demonstration.url + (place[0] if place else "/"))
            return self[key]

    yield Walkers(found)
    for context in contexts:
        context.close()


def sign_in(page: Page, demonstration: Demonstration, name: str) -> None:
    one = demonstration.sign_in_of(name)
    page.goto(f"{demonstration.url}/account/login/")
    page.locator("input[name=login]").fill(one["email"])
    page.locator("input[name=password]").fill(one["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile(r"/[op]/"))
