import re

import pytest
from django.template.loader import render_to_string

from zana.ui.words import speaking

ERRORS = ["400", "403", "403_csrf", "404", "413", "422", "429", "500", "503"]
PASSWORD = "kalaja e vogel mbi lume"  # of everybody in the cast
LANGUAGES = ["sq", "sr", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS)
def test_error_page_stands_alone_and_tells_the_way(error, language):
    with speaking(language):
        shown = render_to_string(f"{error}.html", {"saying": "It is damaged.", "back": "/"})

    assert re.search(r"<h1>[^<]+</h1>\s*<p class=\"lead\">[^<]+</p>", shown)
    assert shown.count("<li>") >= 1
    assert 'class="btn primary"' in shown


@pytest.fixture
def arta(client, cast):
    """A communicator who has just proved who she is."""
    client.force_login(cast.communicator_a)
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def read(client, address, language):
    client.cookies["zana_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


OPEN_DOORS = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/help/danger/", "/look/"]
OWN_DOORS = [
    "/account/logout/",
    "/account/reauthenticate/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/webauthn/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", OPEN_DOORS)
def test_open_door_is_in_our_look(client, address, language):
    shown = read(client, address, language)

    assert shown.count("<h1>") == 1
    assert "style=" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", OWN_DOORS)
def test_own_door_is_in_our_look(arta, address, language):
    shown = read(arta, address, language)

    assert shown.count("<h1>") == 1
    assert "style=" not in shown


def test_passkey_button_is_hidden_without_a_script(client, db):
    shown = read(client, "/account/login/", "en")

    assert re.search(r'<div data-scripted="PublicKeyCredential" hidden>\s*<p', shown)
    assert shown.count("<script") == shown.count("<script src=") + shown.count('<script type="module" src=')


def test_recovery_codes_are_made_and_shown(arta, cast):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.communicator_a, generate_totp_secret())
    made = arta.post("/account/2fa/recovery-codes/generate/")
    shown = read(arta, made.headers["Location"], "en")

    assert "10 of 10 are left." in shown
    assert read(arta, "/account/2fa/", "en").count('class="st ok"') == 3
    assert "<h1>Turn off the code from an app?</h1>" in read(arta, "/account/2fa/totp/deactivate/", "en")
    assert "<h1>Make new recovery codes?</h1>" in read(arta, "/account/2fa/recovery-codes/generate/", "en")


def test_second_step_asks_for_a_code(client, cast):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.communicator_a, generate_totp_secret())
    entry = {"login": cast.communicator_a.email, "password": PASSWORD}
    client.cookies["zana_language"] = "en"
    answer = client.post("/account/login/", entry, follow=True)

    assert "The second step" in answer.content.decode()


def test_wrong_password_is_said_beside_the_form(client, cast):
    client.cookies["zana_language"] = "en"
    answer = client.post("/account/login/", {"login": cast.communicator_a.email, "password": "wrong"})

    assert answer.content.decode().count('role="alert"') == 2  # the words, and the hidden one for passkeys
    assert cast.communicator_a.email in answer.content.decode()
