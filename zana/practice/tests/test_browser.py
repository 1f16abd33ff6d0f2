"""The people's side of the real process, in a real browser, on a phone."""

import base64
import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.browser import find_barriers, is_too_wide
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def ready(practice_server):
    made = practice_server.stage("ready", name="Shfletuesi", followers=500)
    httpx.post(
        f"{practice_server.url}/graph/me/photos",
        files={"source": ("a.png", picture_bytes(size=(600, 400)))},
        data={"caption": "Kopshti ynë", "alt_text_custom": "Tri gra mbjellin domate"},
        headers={"Authorization": f"Bearer {made['page_token']}"},
    )
    practice_server.stage("clock", world=made["world"], seconds=86_400)
    return made


@pytest.fixture
def phone(chromium, practice_server):
    """Opens a phone's browser; without script where a test says so."""
    opened = []

    def open_phone(*, language="en", script=True, scheme="light"):
        origin = practice_server.url.removesuffix("/practice")
        context = chromium.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=script, color_scheme=scheme, base_url=origin
        )
        context.add_cookies([{"name": "zana_language", "value": language, "url": origin}])
        opened.append(context)
        return context.new_page()

    yield open_phone
    for context in opened:
        context.close()


def take_part(page, world):
    page.goto(f"/practice/w/{world}/who/")
    page.click("button[name=person]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_is_too_wide(phone, ready, scheme):
    page, world = phone(scheme=scheme), ready["world"]
    take_part(page, world)
    page.goto(f"/practice/w/{world}/")
    post = urlsplit(page.get_attribute("article small a", "href")).path
    consent = "/practice/graph/dialog/oauth?" + urlencode(
        {"client_id": ready["client_id"], "redirect_uri": "http://localhost/back", "scope": "pages_show_list"}
    )
    addresses = ["/practice/", post, consent, f"/practice/w/{world}/a/{ready['page']}/"]
    addresses += [f"/practice/w/{world}/{end}" for end in ("", "who/", "join/", "account/", "write/", "backstage/")]

    faults = {}
    for address in addresses:
        page.goto(address)
        faults[address] = [*find_barriers(page), *(["too wide"] if is_too_wide(page) else [])]

    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_a_program_is_given_access_without_script(phone, practice_server, ready, language):
    page = phone(language=language, script=False)
    verifier = "v" * 60
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    back = f"{practice_server.url.removesuffix('/practice')}/practice/"
    asked = {
        "client_id": ready["client_id"], "redirect_uri": back, "response_type": "code", "state": "s1",
        "scope": "tweet.read users.read", "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip

    page.goto(f"/practice/x/i/oauth2/authorize?{urlencode(asked)}")
    if "/who/" not in page.url:
        page.click(f"main a[href*='{ready['world']}']")
    page.click("button[name=person]")
    page.click("button[value=allow]")

    told = parse_qs(urlsplit(page.url).query)
    form = {
        "grant_type": "authorization_code", "code": told["code"][0], "redirect_uri": back, "code_verifier": verifier,
        "client_id": ready["client_id"],
    }  # fmt: skip
    known = (ready["client_id"], ready["client_secret"])
    answer = httpx.post(f"{practice_server.url}/x/2/oauth2/token", data=form, auth=known)
    assert (told["state"], answer.status_code) == (["s1"], 200)


def test_a_participant_posts_answers_and_hides(phone, practice_server, ready, tmp_path):
    page = phone(script=False)
    picture = tmp_path / "a.png"
    picture.write_bytes(picture_bytes())
    take_part(page, ready["world"])

    page.goto(f"/practice/w/{ready['world']}/write/")
    page.fill("textarea[name=text]", "Nga telefoni")
    page.set_input_files("input[name=picture]", str(picture))
    page.fill("input[name=alt_text]", "Një kopsht")
    page.click("main form .btn.primary")
    assert page.get_attribute("article figure img", "alt") == "Një kopsht"

    practice_server.stage("clock", world=ready["world"], seconds=3 * 86_400)
    page.reload()
    page.click("main li button[value=hide] >> nth=0")
    page.fill("textarea[name=text]", "Faleminderit!")
    page.click("#answer .btn.primary")

    listed = practice_server.stage("posts", world=ready["world"])["posts"]
    assert [one["alt_texts"] for one in listed if one["text"] == "Nga telefoni"] == [["Një kopsht"]]
    assert sum(one["hidden"] for one in listed) == 1
    assert [one["author"] for one in listed if one["text"] == "Faleminderit!"] == [ready["page"]]
