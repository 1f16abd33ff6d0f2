import pytest

from tests.browser import find_barriers, is_too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = ["/look/", "/account/login/", "/account/password/reset/", "/help/danger/", "/nowhere/"]
OWN = ["/account/2fa/", "/account/logout/", "/account/reauthenticate/", "/account/password/change/"]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])  # every page walks at 360 in light
def test_open_pages_have_no_barrier(open_page, width, scheme):
    page = open_page("/look/", width=width, scheme=scheme)

    for address in OPEN:
        page.goto(address)
        assert (address, find_barriers(page), is_too_wide(page)) == (address, [], False)


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_own_pages_have_no_barrier(open_page, client, cast, language):
    client.force_login(cast.communicator_a)
    page = open_page("/account/2fa/", language=language, client=client)

    for address in OWN:
        page.goto(address)
        assert (address, find_barriers(page), is_too_wide(page)) == (address, [], False)


def test_language_switch_works_without_a_script(open_page):
    page = open_page("/look/", language="sq", script=False)

    page.get_by_role("button", name="Srpski").click()

    assert page.locator("html").get_attribute("lang") == "sr-Latn"
    assert page.url.endswith("/look/")


def test_quick_exit_leaves_no_way_back(open_page):
    page = open_page("/account/login/")
    page.goto("/help/danger/")
    page.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="elsewhere"))

    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()

    assert page.url.endswith("/account/login/")


def test_copy_button_says_that_it_copied(open_page):
    page = open_page("/look/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy").click()

    assert page.get_by_role("status").get_by_text("Copied").is_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "XK00 0000 0000 0000 0000"


def test_file_field_says_how_large_the_file_is(open_page):
    page = open_page("/look/")

    page.locator("#id_picture").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2_500_000})

    assert page.locator('[data-file-note="id_picture"]').inner_text() == "2.5 MB chosen."


def test_passkey_that_is_refused_is_told_in_words(open_page):
    page = open_page("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")

    page.get_by_role("button", name="Sign in with this device").click()

    page.get_by_text("The device did not confirm.").wait_for(state="visible")


def test_passkey_is_added_and_opens_the_door(open_page, client, cast):
    client.force_login(cast.communicator_a)
    client.post("/account/reauthenticate/", {"password": "kalaja e vogel mbi lume"})
    page = open_page("/account/2fa/", client=client)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    verified = {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **verified}})

    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("What shall we call it?").fill("Office laptop")
    page.get_by_label("Sign in with it alone, without a password").check()
    page.get_by_role("button", name="Set up now").click()
    page.get_by_text("Recovery codes").first.wait_for()
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with this device").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    page.goto("/account/2fa/webauthn/")

    assert page.get_by_text("Office laptop").first.is_visible()


def test_form_is_sent_once_however_often_it_is_tapped(open_page):
    page = open_page("/account/password/reset/")
    sent = []

    def stay(route):
        sent.append(route.request.method)
        route.fulfill(status=204)  # no new page, as while an answer takes its time

    page.route("**/account/password/reset/", stay)
    page.get_by_label("E-mail").fill("arta@zana.example")

    for _ in range(3):
        page.get_by_role("button", name="Send me the link").click(no_wait_after=True)
        page.wait_for_timeout(100)

    assert sent == ["POST"]
