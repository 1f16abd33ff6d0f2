"""Signing in as people do it: password, second step, recovery codes; and what is shut."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from tests.routes import all_routes

pytestmark = pytest.mark.slow

DOORS = {  # what a stranger may see of the library's pages; everything else sends her to the sign-in
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
    "account_reset_password_from_key_done",
}


@pytest.fixture(autouse=True)
def _fresh_limits(request):
    request.getfixturevalue("transactional_db" if "live_server" in request.fixturenames else "db")
    cache.clear()


@pytest.fixture
def director(cast):
    EmailAddress.objects.create(user=cast.director_a, email=cast.director_a.email, verified=True, primary=True)
    return cast.director_a


def english() -> Client:
    client = Client()
    client.cookies["zana_language"] = "en"
    return client


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_up_totp(client: Client) -> str:
    asked_again = client.get(reverse("mfa_activate_totp"))  # whoever changes the locks shows her key once more
    assert asked_again.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done.status_code == 302
    cache.clear()  # a code is good once; the next sign-in of this test happens in the same half minute
    return str(secret)


def test_password_opens_the_door_and_a_wrong_one_does_not(director):
    wrong, right = english(), english()

    assert sign_in(wrong, director.email, "something else entirely").status_code == 200
    assert wrong.get("/").status_code == 200
    assert sign_in(right, director.email).status_code == 302
    assert "_auth_user_id" in right.session
    assert "_auth_user_id" not in wrong.session


def test_nobody_signs_up(db):
    page = english().get(reverse("account_signup"))
    english().post(reverse("account_signup"), {"email": "new@zana.example", "password1": PASSWORD})

    assert "invit" in page.content.decode().lower()
    assert not EmailAddress.objects.filter(email="new@zana.example").exists()


def test_guessing_is_slowed_down(director):
    client = english()
    answers = [sign_in(client, director.email, f"wrong password {number}").status_code for number in range(7)]

    assert answers[:5] == [200] * 5
    last = sign_in(client, director.email)
    assert "_auth_user_id" not in client.session
    assert last.status_code in {200, 429}


def test_a_second_step_is_asked_for_once_it_is_set_up(director):
    client = english()
    sign_in(client, director.email)
    secret = set_up_totp(client)

    again = english()
    answer = sign_in(again, director.email)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in again.session
    again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in again.session
    again.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert "_auth_user_id" in again.session


def test_the_secret_of_the_second_step_is_sealed(director):
    client = english()
    sign_in(client, director.email)
    secret = set_up_totp(client)

    assert secret not in str(list(Authenticator.objects.values()))


def test_a_recovery_code_opens_once(director):
    client = english()
    sign_in(client, director.email)
    set_up_totp(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"\b\d{8}\b", page)[0]

    first, second = english(), english()
    for each in (first, second):
        sign_in(each, director.email)
        each.post(reverse("mfa_authenticate"), {"code": code})

    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_forgotten_password_is_answered_the_same_for_everybody(director):
    known = english().post(reverse("account_reset_password"), {"email": director.email})
    unknown = english().post(reverse("account_reset_password"), {"email": "nobody@zana.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert mail.outbox[0].to == [director.email]


def test_the_librarys_pages_are_shut_to_strangers(db):
    for route in all_routes():
        if route.is_library and not route.places and route.name not in DOORS:
            answer = Client().get(reverse(route.name))
            assert answer.status_code in {302, 404, 405} or route.name in {
                "mfa_login_webauthn",
                "account_email_verification_sent",
                "account_confirm_login_code",
            }, f"{route.name}: {answer.status_code}"


def test_a_session_cookie_is_out_of_reach_of_scripts(director, settings):
    client = english()
    sign_in(client, director.email)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert settings.ZANA_BASE_URL.startswith("https") == settings.SESSION_COOKIE_SECURE


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_and_opens_the_door(director, chromium, live_server, settings):
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.ALLOWED_HOSTS = ["localhost"]
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    context.add_cookies([{"name": "zana_language", "value": "en", "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(director.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/o/"))
    page.goto(reverse("mfa_add_webauthn"))
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(re.compile("webauthn/add"))
    page.locator("input[name=name]").fill("My phone")
    if page.locator("input[name=passwordless]").count():
        page.locator("input[name=passwordless]").check(force=True)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"recovery|webauthn/?$|keys|2fa"))
    context.clear_cookies(name="zana_session")
    page.goto(reverse("account_login"))
    page.locator("#passkey_login, [form=mfa_login], button", has_text=re.compile("device|passkey", re.I)).first.click()
    page.wait_for_url(re.compile("/o/"))

    assert Authenticator.objects.filter(user=director, type=Authenticator.Type.WEBAUTHN).count() == 1
    assert problems == []
    context.close()
