"""The steps of the walk, each as one person does it on a phone. They work with and without JavaScript."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.journeys.conftest import Walker
from tests.stage import PATIENCE
from zana.audits.tests.archives import facebook_files, pack, session, two_factor
from zana.impact.tests.exports import IG, as_csv, ig_row


def write_archive(folder: Path) -> Path:
    """A synthetic Facebook download: two sessions, one old, and two-step login off."""
    files = facebook_files(
        name="Arta Berisha",
        sessions={"active_sessions_v2": [session(1), session(200)]},
        two_factor=two_factor("Disabled"),
    )
    path = folder / "facebook-archive.zip"
    archive = pack(files)
    path.write_bytes(archive.read_bytes() if isinstance(archive, Path) else archive.getvalue())
    return path


def write_photo(folder: Path) -> Path:
    """A photo with a place and a camera in it."""
    picture = Image.effect_noise((900, 600), 40).convert("RGB")
    exif = picture.getexif()
    exif[0x010F] = "Spy Camera"
    exif[0x8825] = {1: "N", 2: (42.0, 39.0, 0.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"taken at the shelter")
    path = folder / "photo.jpg"
    path.write_bytes(out.getvalue())
    return path


def write_export(folder: Path) -> Path:
    """What Business Suite lets her download about one Instagram post: UTF-8 with BOM."""
    path = folder / "content.csv"
    path.write_bytes(as_csv(IG, [ig_row()]))
    return path


def give_export(communicator: Walker, export: Path, account: str) -> None:
    page = communicator.go("readings/")
    page.locator("input[name=file]").set_input_files(export)
    page.locator("[name=account]").select_option(label=account)
    page.get_by_role("button", name="Bring the numbers").click()
    page.wait_for_url(re.compile(r"/readings/[\w-]{22}/"))


def compose_day(trainer: Walker, communicator: Walker) -> str:
    """What the page of her day says then."""
    trainer.page.goto(f"{communicator.root}plan/")
    again = re.compile("Compose|Work the day out|again", re.IGNORECASE)
    trainer.page.get_by_role("button", name=again).first.click()
    trainer.page.wait_for_load_state()
    return trainer.read()


def make_report(lead: Walker) -> None:
    page = lead.go("report/")
    page.get_by_role("button", name=re.compile("Make the")).click()
    page.wait_for_load_state()


def until(look: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} s"
        time.sleep(1)


def add_organisation(lead: Walker, name: str) -> str:
    """Returns the one-time link for its communicator."""
    page = lead.go("organisations/new/")
    page.get_by_label("Name of the organisation").fill(name)
    page.get_by_label("What it is").select_option("association")
    page.get_by_label("Town or region").fill("Prizren")
    page.get_by_role("button", name="Add it").click()
    page.get_by_label("Her name").fill("Hana")
    page.get_by_label("E-mail").fill(f"hana@{re.sub('[^a-z]', '', name.lower())}.example")
    page.get_by_text("Communicator", exact=True).click()
    page.get_by_role("button", name="Send the invitation").click()
    return page.locator("#link").inner_text()


def give_archive(communicator: Walker, archive: Path) -> None:
    page = communicator.go("audit/archive/")
    page.locator("input[name=file]").set_input_files(archive)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile(r"/audit/(?!archive)"))


def connect(communicator: Walker, network: str) -> None:
    """Over the consent page of the practice network, as herself."""
    page = communicator.go("accounts/connect/")
    page.get_by_role("button", name=re.compile(f"Connect.*{network}, rehearsal")).click()
    if network == "X":  # its price is told first
        page.get_by_role("button", name="Connect at this price").click()
    page.get_by_role("link", name=re.compile("Continue to")).click()
    if page.get_by_role("heading", name="First: in which world are you?").count():
        page.get_by_role("link", name="Zërat 2026").click()
    if page.get_by_role("button", name="Allow").count() == 0:
        page.get_by_role("button", name=re.compile("Arta Berisha")).first.click()
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url(re.compile(r"/accounts/"))


def write_post(communicator: Walker, title: str, words: str) -> str:
    """A piece with a variant for both accounts. Returns its address."""
    page = communicator.go("pieces/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill(words)
    for box in page.locator("[name=accounts]").all():
        box.check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    return re.match(r".*/pieces/[^/]+/", page.url)[0]  # type: ignore[index]  # the address of a piece


def add_photo(communicator: Walker, piece: str, photo: Path, alt_text: str, network: str = "") -> None:
    """To each variant (of that network), with its description."""
    page = communicator.page
    page.goto(piece)
    variants = page.locator("main a.row[href*='/variants/']", has_text=network or None)
    addresses = [link.get_attribute("href") for link in variants.all()]
    assert len(addresses) == (1 if network else 2)
    for address in addresses:
        page.goto(communicator.root.split("/o/")[0] + str(address))
        page.locator("[name=file]").set_input_files(photo)
        page.locator("[name=alt_text]").fill(alt_text)
        page.get_by_role("button", name="Save and check again").click()
        page.wait_for_load_state()


def ask(communicator: Walker, piece: str) -> None:
    communicator.page.goto(piece)
    communicator.page.get_by_role("button", name="Ask for approval").click()
    communicator.page.wait_for_load_state()


def approve(director: Walker, piece: str) -> None:
    director.page.goto(f"{piece}approval/")
    director.page.get_by_role("button", name="Approve as it stands").click()
    director.page.wait_for_load_state()


def send_now(communicator: Walker, piece: str) -> None:
    page = communicator.page
    page.goto(f"{piece}schedule/")
    for box in page.locator("[name=variants]").all():
        box.check()
    page.locator("[name=when][value=now]").check()
    page.get_by_role("button", name="Put it in the outbox").click()
    page.wait_for_load_state()


def remove_variant(communicator: Walker, address: str) -> None:
    page = communicator.page
    page.goto(communicator.root.split("/o/")[0] + address)
    page.locator("a[href$='/remove/']").click()
    page.locator("main form button").first.click()
    page.wait_for_load_state()
