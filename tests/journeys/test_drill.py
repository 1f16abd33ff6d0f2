"""Drill D1 as two people have it: the communicator on her phone, the trainer at the console. Passed, and failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser import PAGE_PATIENCE, find_barriers, is_too_wide
from tests.cast import Cast
from zana.people.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "practice"], transaction=True),
]

WARNING = "Do not open the message about copyright and do not send it on."


@dataclass
class Somebody:
    page: Page
    root: str  # of the organisation's pages
    script: bool = True

    def go(self, path: str) -> None:
        self.page.goto(f"{self.root}{path}")

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=re.compile(name)).first.click()
        self.page.wait_for_load_state()

    def read(self) -> str:
        return self.page.locator("main").inner_text()

    def check_look(self) -> None:
        """Barriers are found by a script in the page."""
        assert not self.script or find_barriers(self.page) == []
        assert not self.script or not is_too_wide(self.page)

    def did(self, what: str, note: str = "") -> None:
        self.page.get_by_label(what).check()
        self.page.locator("textarea[name=note]").fill(note)
        self.press("I did this")


@dataclass
class Doors:
    """Opens a browser for a person who is signed in."""

    browser: Browser
    url: str
    cast: Cast

    def enter(self, person: Person, *, script: bool = True, wide: bool = False) -> Somebody:
        client = Client()
        client.force_login(person)
        client.cookies["zana_language"] = "en"
        width, height = (1280, 900) if wide else (360, 740)
        context = self.browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
        context.add_cookies([{"name": key, "value": one.value, "url": self.url} for key, one in client.cookies.items()])
        page = context.new_page()
        page.set_default_timeout(PAGE_PATIENCE)
        return Somebody(page, f"{self.url}/o/{self.cast.org_a.ref}/", script)


@pytest.fixture
def doors(chromium: Browser, live_server, cast: Cast) -> Iterator[Doors]:
    cast.communicator_a.language = "en"
    cast.communicator_a.save()
    before = len(chromium.contexts)
    yield Doors(chromium, live_server.url, cast)
    for context in chromium.contexts[before:]:
        context.close()


def begin(doors: Doors, *, script: bool) -> tuple[Somebody, Somebody]:
    """Planned, asked, agreed to and started."""
    trainer = doors.enter(doors.cast.trainer, wide=True)
    trainer.go("drills/plan/")
    trainer.page.get_by_label("Arta Communicator").check()
    trainer.press("Plan and ask them")
    her = doors.enter(doors.cast.communicator_a, script=script)
    her.go("")
    assert "Drill: “Your Page violates copyright”" in her.read()
    her.page.get_by_role("link", name="Start now").click()
    her.check_look()
    her.press("Yes, I take part")
    trainer.page.reload()
    trainer.check_look()
    trainer.press("Start for all who said yes")
    her.page.get_by_role("link", name="Has it begun?").click()
    assert "Confirm that you are its owner" in her.read()
    return trainer, her


def enter_practice(her: Somebody) -> str:
    """Returns the address of the inbox of her world."""
    her.press("Go into the practice network")
    return re.sub(r"(/practice/w/[^/]+/).*", r"\1inbox/", her.page.url)


def test_the_false_message_is_recognised_and_the_drill_passed(doors):
    trainer, her = begin(doors, script=True)
    sheet = her.page.url
    inbox = enter_practice(her)
    her.page.goto(inbox)
    her.page.get_by_role("link", name=re.compile("Meta Page Support")).click()
    her.press("Keep a copy as proof")
    her.press("^Report it$")
    her.page.goto(inbox.replace("inbox/", "support/"))
    assert "nothing open" in her.read()
    her.check_look()

    her.page.goto(sheet)
    her.check_look()
    her.did("Warn the team", WARNING)
    her.did("Write it into the log", "10:02, false message about copyright, reported")
    for name in ("I saw it too", "Last reminder"):  # the last comes by itself: what it follows is done
        trainer.page.reload()
        trainer.press(f"Now.*{name}")
    her.page.goto(inbox.replace("inbox/", "settings/"))
    her.press("Change the password")
    her.page.get_by_role("link", name=re.compile("^Settings.*Facebook Page")).click()
    assert "Who works here" in her.read()
    her.page.goto(sheet)
    assert "I typed our password" in her.read()
    her.did("Stop your colleague", "It is false. Do not try again.")
    her.press("I am done")

    assert "How are you?" in her.read()
    assert "points" not in her.read()
    her.page.get_by_label("A little shaken").check()
    her.press("Go on")
    assert "passed" in her.read()
    assert "100 of 100 points" in her.read()
    her.check_look()
    assert her.page.get_by_role("button", name="Print this sheet").is_visible()
    paper = her.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    trainer.page.reload()
    trainer.check_look()
    trainer.press("We have talked")


def test_a_password_on_the_false_page_ends_the_drill(doors):
    """Without script, as on a very old phone."""
    trainer, her = begin(doors, script=False)
    sheet = her.page.url
    inbox = enter_practice(her)
    her.page.goto(inbox)
    her.page.get_by_role("link", name=re.compile("Meta Page Support")).click()
    her.page.get_by_role("link", name="m3ta-appeals.example").click()
    her.check_look()
    her.page.get_by_label("Password").fill("not a real one")
    her.press("Sign in")
    assert "This page was false" in her.read()
    assert "not a real one" not in her.page.content()
    her.check_look()

    her.page.goto(sheet)
    her.page.get_by_label("Fine").check()
    her.press("Go on")
    assert "a red line was crossed" in her.read()
    trainer.page.reload()
    assert "red line" in trainer.read()
