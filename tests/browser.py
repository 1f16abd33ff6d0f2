"""A real headless Chromium for tests marked `browser`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

Opens = Callable[..., Page]

PAGE_PATIENCE = 60_000  # milliseconds: a busy machine is not a fault of the page
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str:
    """The machine's own browser: `ZANA_CHROMIUM`, else what PATH knows."""
    known = [os.environ.get("ZANA_CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    found = next((path for path in known if path), None)
    if found is None:
        pytest.fail("No Chromium: install the package chromium, or name one in ZANA_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django would take our own queries for its.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Opens]:
    """`open_page("/look/", language="sr", width=360, scheme="dark", client=client)`; client lends its sign-in."""
    contexts: list[BrowserContext] = []

    def opens(
        address: str,
        *,
        language: str = "en",
        width: int = 360,
        scheme: Any = "light",
        script: bool = True,
        client: Any = None,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=live_server.url,
        )
        contexts.append(context)
        cookies = {"zana_language": language}
        if client is not None:
            cookies["zana_session"] = client.cookies["zana_session"].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(PAGE_PATIENCE)
        page.goto(address)
        return page

    yield opens
    for context in contexts:
        context.close()


def find_barriers(page: Page) -> list[str]:
    """What axe has against the page, one line per finding; empty is the aim."""
    answer = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    """True when a phone would have to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
