"""An afternoon in the rehearsal network, as a participant has it: on a phone, without script; then on a laptop."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import find_barriers, is_too_wide
from tests.stage import PracticeServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWER = "Na vjen mirë që shkruat. Linja e ndihmës përgjigjet falas, ditë e natë. Po ju shkruajmë privatisht."


def write_picture(folder: Path) -> Path:
    kept = io.BytesIO()
    Image.effect_mandelbrot((800, 800), (-2.0, -1.5, 1.0, 1.5), 40).convert("RGB").save(kept, "JPEG")
    path = folder / "kopshti.jpg"
    path.write_bytes(kept.getvalue())
    return path


class Phone:
    """`go` opens a page of the world and looks for barriers; `press` sends the form the button belongs to."""

    def __init__(self, page: Page, world: str) -> None:
        self.page, self.world, self.faults = page, world, dict[str, list[str]]()

    def go(self, path: str) -> Page:
        self.page.goto(f"/practice/w/{self.world}/{path}")
        self.look(path)
        return self.page

    def look(self, name: str) -> None:
        found = [*find_barriers(self.page), *(["too wide"] if is_too_wide(self.page) else [])]
        if found:
            self.faults[name] = found

    def press(self, name: str, **more: object) -> Page:
        self.page.locator("main").get_by_role("button", name=name).first.click()
        return self.page


@pytest.fixture
def world(practice_server: PracticeServer) -> str:
    made = practice_server.stage("worlds", name="Trajnimi i nëntorit", manner={"liveliness": 4.0})
    practice_server.stage("people", world=made["world"], name="Besa Shembull")
    return str(made["world"])


@pytest.fixture
def phone(chromium: Browser, practice_server: PracticeServer, world: str):
    origin = practice_server.url.removesuffix("/practice")
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, base_url=origin, accept_downloads=True, java_script_enabled=True
    )
    context.add_cookies([{"name": "zana_language", "value": "en", "url": origin}])
    yield Phone(context.new_page(), world)
    context.close()


def join(phone: Phone) -> None:
    page = phone.go("join/")
    page.fill("input[name=name]", "Arta Shembull")
    phone.press("Go on")


def open_account(phone: Phone, kind: str, name: str) -> str:
    page = phone.go("account/")
    page.locator(f"input[name=kind][value={kind}]").check()
    page.fill("input[name=name]", name)
    phone.press("Go on")
    return str(re.search(r"/a/(\d+)/", page.url)[1])  # type: ignore[index]  # the address of a profile


def post(phone: Phone, text: str, picture: Path | None = None, account: str = "") -> str:
    page = phone.go("write/")
    if account:
        page.select_option("select[name=account]", label=account)
    page.fill("textarea[name=text]", text)
    if picture:
        page.set_input_files("input[name=picture]", str(picture))
        page.fill("input[name=alt_text]", "Një kopsht me domate")
    phone.press("Post it")
    phone.look("post")
    return str(re.search(r"/i/(\d+)/", page.url)[1])  # type: ignore[index]  # the address of a post


def test_an_afternoon_in_the_rehearsal_network(phone, practice_server, world, tmp_path, capsys):
    picture = write_picture(tmp_path)
    join(phone)
    page_id = open_account(phone, "page", "Shoqata Kopshti")
    gram_id = open_account(phone, "instagram", "Shoqata Kopshti")
    open_account(phone, "x", "Shoqata Kopshti")

    page = phone.go(f"a/{page_id}/edit/")
    page.fill("textarea[name=about]", "Mbjellim një kopsht me gra që nisin përsëri.")
    page.fill("input[name=website]", "https://kopshti.example")
    page.set_input_files("input[name=avatar]", str(picture))
    page.set_input_files("input[name=cover]", str(picture))
    phone.press("Save")
    assert "https://kopshti.example" in page.locator("main").inner_text()

    for words in ("gënjeshtr*, turp", "turp\ngënjeshtr*"):
        phone.go(f"a/{page_id}/settings/").fill("textarea[name=words]", words)
        page.locator("form[action$='/words/'] .btn.primary").click()
    assert page.locator("textarea[name=words]").input_value() == "turp\ngënjeshtr*"

    text = "Nëse në shtëpi nuk jeni e sigurt: ka ndihmë."
    item = post(phone, text, picture, "Shoqata Kopshti (Facebook)")
    post(phone, "Kopshti sot", picture, "Shoqata Kopshti (Instagram)")
    practice_server.stage("clock", world=world, seconds=3 * 86_400)

    page = phone.go(f"i/{item}/")
    counted = re.search(r"reached: (\d+)", page.locator("article .counts").inner_text())
    reached = int(counted[1]) if counted else 0
    comments = page.locator("main ul.list > li").count()
    assert reached > 0
    assert comments > 0
    page.locator("main li button[value=hide]").first.click()
    page.fill("textarea[name=text]", ANSWER)
    page.locator("#answer .btn.primary").click()
    page.locator("article button[value=like]").click()
    phone.look("answered")

    said = practice_server.stage("posts", world=world)["posts"]
    assert [one["alt_texts"] for one in said if one["text"] == text] == [["Një kopsht me domate"]]
    assert sum(one["hidden"] for one in said) >= 1
    assert [one["text"] for one in said if one["text"] == ANSWER] == [ANSWER]

    for path in (
        "",
        "?network=instagram",
        "inbox/",
        "notices/",
        "settings/",
        "archives/",
        f"a/{gram_id}/",
        f"a/{page_id}/",
    ):
        phone.go(path)
    assert page.locator(".who .ava.big").count() == 1
    phone.go("settings/")
    page.locator("form[action$='/two-step/'] .btn.primary").click()
    assert len(page.locator(".codes").inner_text().split()) == 2 * 8
    phone.go("archives/")
    with page.expect_download() as waiting:
        page.locator("main button[name=account]").first.click()  # herself
    archive = tmp_path / "archive.zip"
    waiting.value.save_as(archive)
    call_command("audit_archive", str(archive), "--json")
    found = {one["id"]: one["result"] for one in json.loads(capsys.readouterr().out)["controls"]}
    assert (found["SEC-06"], found["SEC-19"]) == ("pass", "fail")
    assert phone.faults == {}
