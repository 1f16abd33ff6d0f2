"""The main job, once through the whole house, as the people of the demonstration on a phone.

The steps build on each other in the order of the file, like the programme itself.
"""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.journeys import steps

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walk")]

TITLE, WORDS = "Dera e hapur", "Të premten dera jonë është e hapur për të gjitha."


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What one step leaves for the next."""
    return {}


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("sq", "Të dëgjohesh. Të jesh e sigurt."),
        ("sr", "Da te čuju. Da budeš bezbedna."),
        ("en", "Be heard. Be safe."),
    ],
)
def test_first_page_speaks_three_languages(demonstration, chromium, language, heading):
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(demonstration.url)
    page.locator(f"button[name=language][value={language}]").click()

    assert page.locator("h1").inner_text() == heading
    assert page.locator("html").get_attribute("lang") == {"sr": "sr-Latn"}.get(language, language)
    context.close()


def test_1_the_lead_sees_the_cohort_and_adds_an_organisation(walkers, chromium, demonstration):
    lead = walkers["Mirjana"]
    lead.go("")
    assert "27 organisations, 43 people" in lead.page.locator("h1").inner_text()

    link = steps.add_organisation(lead, "Ura e Gurit")

    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "zana_language", "value": "en", "url": demonstration.url}])
    hers = context.new_page()
    hers.goto(link)
    hers.locator("[name=password]").fill("kali i bardhë në kodër")
    hers.get_by_role("button", name="Go in").click()
    hers.wait_for_url(re.compile(r"/o/"))
    assert "Good to see you, Hana" in hers.locator("h1").inner_text()
    hers.goto(link)
    assert "This link was used already." in hers.locator("main").inner_text()
    context.close()
    lead.go("")
    assert "28 organisations, 44 people" in lead.page.locator("h1").inner_text()
    letters = [path.read_text() for path in (demonstration.home / "outbox").glob("*")]
    steps.until(lambda: any("hana@uraegurit.example" in letter for letter in letters) or _sent(demonstration), "mail")


def _sent(demonstration) -> bool:
    outbox = demonstration.home / "outbox"
    return any("hana@uraegurit.example" in path.read_text() for path in outbox.glob("*"))


def test_2_the_communicator_gives_her_archive(walkers, files):
    arta = walkers["Arta"]

    steps.give_archive(arta, steps.write_archive(files))

    assert "facebook" in arta.read().lower()


def test_3_what_fails_is_a_finding_with_a_remedy(walkers):
    arta = walkers["Arta"]
    arta.go("audit/")

    finding = arta.page.locator("main a[href*='/audit/findings/']", has_text="Two-step login").first
    assert finding.count() == 1
    finding.click()

    assert "Accounts Centre" in arta.read()


def test_4_the_trainer_composes_the_day_from_the_findings(walkers, demonstration):
    words = steps.compose_day(walkers["Blerina"], walkers["Arta"])

    assert re.search(r"\d{2}:\d{2}", words)
    assert "Two-step login" in words


def test_5_a_post_is_written_approved_and_stands_in_the_practice_feed(walkers, files, told, demonstration):
    arta, shpresa = walkers["Arta"], walkers["Shpresa"]
    steps.connect(arta, "Facebook")
    steps.connect(arta, "X")

    piece = told["piece"] = steps.write_post(arta, TITLE, WORDS)
    steps.add_photo(arta, piece, steps.write_photo(files), "Tri gra para një dere të hapur")
    steps.ask(arta, piece)
    steps.approve(shpresa, piece)
    steps.send_now(arta, piece)

    arta.go("outbox/")
    steps.until(lambda: arta.go("outbox/").get_by_text("is out").count() >= 2, "both posts are out")
    arta.page.goto(f"{demonstration.url}/practice/")
    arta.page.get_by_role("link", name="Zërat 2026").first.click()
    feed = arta.page.locator("main").inner_text()
    assert feed.count(WORDS) == 2
    shown = arta.page.locator("main img[src*='/practice/pictures/']:not([src*='/actor/'])").first
    picture = httpx.get(f"{demonstration.url}{shown.get_attribute('src')}").content
    assert picture[:2] == b"\xff\xd8"
    assert [mark for mark in (b"Spy Camera", b"shelter", b"Exif") if mark in picture] == []


def test_5b_a_confidential_place_stops_a_post(walkers):
    shpresa, arta = walkers["Shpresa"], walkers["Arta"]
    page = shpresa.go("places/new/")
    page.locator("[name=names]").fill("Shtëpia e Bardhë")
    page.locator("main form button").first.click()

    piece = steps.write_post(arta, "Ku jemi", "Na gjeni te Shtepise se Bardhe, kati dy.")
    arta.page.goto(piece)

    assert "Bardh" not in arta.read()
    assert arta.page.locator(".stop").count() > 0


def test_5c_the_same_piece_is_posted_by_hand(walkers, files, told):
    arta, shpresa = walkers["Arta"], walkers["Shpresa"]
    page = arta.go("accounts/by-hand/instagram/")
    page.locator("[name=name]").fill("Drita e Re")
    page.locator("[name=url]").fill("https://www.instagram.com/drita.e.re/")
    page.locator("main form button").first.click()
    page.goto(told["piece"])
    page.get_by_text("Add an account or a language").click()
    page.locator("[name=account]").select_option(label="Instagram: Drita e Re")
    page.locator("main [name=language][value=sq]").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_load_state()
    steps.add_photo(arta, told["piece"], steps.write_photo(files), "Tri gra para një dere të hapur", "Instagram")
    steps.ask(arta, told["piece"])
    steps.approve(shpresa, told["piece"])
    steps.send_now(arta, told["piece"])
    arta.go("outbox/")
    assert "to be posted by hand" in arta.read()
    page.get_by_text("to be posted by hand").first.click()
    page.locator("a[href$='/by-hand/']").first.click()

    assert page.locator("#text").input_value() == WORDS
    page.locator("[name=link]").fill("https://www.instagram.com/p/abc123/")
    page.get_by_role("button", name="It is out").click()
    page.wait_for_load_state()

    assert "is out" in arta.read()


def test_6_readings_come_by_themselves_and_from_an_export(walkers, files):
    arta = walkers["Arta"]
    arta.go("accounts/")
    arta.page.locator("main a[href*='/accounts/']", has_text="Facebook").first.click()
    address = arta.page.url
    read = arta.page.get_by_role("button", name=re.compile("now", re.IGNORECASE))
    if read.count():
        read.first.click()

    def drawn() -> bool:
        arta.page.goto(address)
        return bool(arta.page.locator("svg.chart, svg.bars").count() and arta.page.locator("main table").count())

    steps.until(drawn, "a chart with its table")


def test_6b_an_export_is_given_on_the_page(walkers, files):
    arta = walkers["Arta"]

    steps.give_export(arta, steps.write_export(files), "Instagram: Drita e Re")

    result = arta.page.locator(".lead").inner_text()
    listed = arta.go("readings/").locator("#imports + ul li")
    assert (listed.count(), result in listed.first.inner_text()) == (1, True)
    listed.first.click()
    arta.page.locator("main dl a").click()
    assert "1,050" in arta.read()


def test_7_the_lead_makes_the_report_and_the_donor_reads_it(walkers):
    lead, donor = walkers["Mirjana"], walkers["Dana"]
    steps.make_report(lead)

    donor.page.goto(f"{lead.root}report/")
    words = donor.read()
    with donor.page.expect_download() as waiting:
        donor.page.get_by_role("link", name=re.compile("PDF")).first.click()

    assert waiting.value.path().read_bytes()[:5] == b"%PDF-"
    assert "Persons trained for at least three hours" in words
    assert "Drita e Re" not in words


def test_8_the_walk_without_javascript(walkers, files):
    """Write, ask, approve and send, with the browser's scripts switched off."""
    arta, shpresa = walkers["Arta/no script"], walkers["Shpresa/no script"]

    piece = steps.write_post(arta, "Pa skripte", "Dera jonë është e hapur edhe pa skripte.")
    arta.page.goto(piece)
    by_hand = arta.page.locator("main a.row[href*='/variants/']", has_text="Instagram")
    for address in [link.get_attribute("href") for link in by_hand.all()]:
        steps.remove_variant(arta, str(address))
    steps.add_photo(arta, piece, steps.write_photo(files), "Një derë e hapur")
    steps.ask(arta, piece)
    steps.approve(shpresa, piece)
    steps.send_now(arta, piece)
    steps.until(
        lambda: arta.go("outbox/").locator("main .row", has_text="Pa skripte").get_by_text("is out").count() == 2,
        "both posts are out",
    )
    steps.give_archive(arta, steps.write_archive(files))

    assert "facebook" in arta.read().lower()


def test_8b_cohort_plan_and_report_without_javascript(walkers, chromium, demonstration):
    lead, blerina, arta = (walkers[f"{name}/no script"] for name in ("Mirjana", "Blerina", "Arta"))
    counted = re.search(r"(\d+) organisations", lead.go("").locator("h1").inner_text())

    link = steps.add_organisation(lead, "Drita e Dytë")
    day = steps.compose_day(blerina, arta)
    steps.make_report(lead)

    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    hers = context.new_page()
    hers.goto(link)
    hers.locator("[name=password]").fill("kali i bardhë në kodër")
    hers.locator("main form button").last.click()
    hers.wait_for_url(re.compile(r"/o/"))
    context.close()
    assert re.search(r"\d{2}:\d{2}", day)
    assert "Persons trained for at least three hours" in lead.read()
    assert counted is not None
    assert f"{int(counted[1]) + 1} organisations" in lead.go("").locator("h1").inner_text()
