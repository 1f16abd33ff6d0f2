"""Tokens of people, pages and programs, and the permissions behind them."""

import hashlib
import hmac

import pytest

from zana.practice.actions.access import Consent, end_tokens, give_consent
from zana.practice.dialects.scopes import GRAPH_SCOPES
from zana.practice.models import Token
from zana.practice.tests.graph_schema import faults_of_error, faults_of_list

pytestmark = pytest.mark.django_db(databases=["default", "practice"])
BACK = "https://zana.example/back"
PROGRAM = {"client_id": "zana", "client_secret": "secret"}


@pytest.fixture
def code(stage):
    consent = Consent(actors=(stage.page,), scopes=tuple(GRAPH_SCOPES), redirect_uri=BACK, declined=("email",))
    return give_consent(
        application=stage.application, dialect="graph", person=stage.person, consent=consent, code_seconds=60
    ).code


def ask(stage, **given):
    return stage.client.get("/practice/graph/v25.0/oauth/access_token", {**PROGRAM, **given})


def test_a_code_becomes_a_short_then_a_long_token_and_a_lasting_one_for_the_page(stage, code):
    short = ask(stage, code=code, redirect_uri=BACK).json()
    long = ask(stage, grant_type="fb_exchange_token", fb_exchange_token=short["access_token"]).json()
    (page,) = stage.graph("get", "me/accounts", {"fields": "access_token"}, token=long["access_token"]).json()["data"]

    assert (short["expires_in"], long["expires_in"], short["token_type"]) == (5_400, 5_183_944, "bearer")
    assert Token.objects.get(value=page["access_token"]).expires_at is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"client_secret": "wrong"}, (400, 1, None)),
        ({"client_id": "nobody"}, (400, 101, None)),
        ({"redirect_uri": "https://elsewhere.example/"}, (400, 100, 36008)),
        ({"code": "nonsense"}, (400, 100, None)),
        ({"grant_type": "fb_exchange_token", "fb_exchange_token": "nonsense"}, (400, 190, None)),
    ],
)
def test_a_wrong_exchange_is_refused_and_gives_no_token(stage, code, given, expected):
    before = Token.objects.count()

    answer = ask(stage, **{"code": code, "redirect_uri": BACK, **given})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("error_subcode")) == expected
    assert faults_of_error(answer.json()) == []
    assert Token.objects.count() == before


def test_a_code_is_good_once(stage, code):
    first, second = (ask(stage, code=code, redirect_uri=BACK) for _ in range(2))

    assert (first.status_code, second.json()["error"]["error_subcode"]) == (200, 36009)


def test_a_program_speaks_in_its_own_name(stage):
    token = ask(stage, grant_type="client_credentials").json()["access_token"]
    itself = stage.graph("get", "app", token=token).json()
    page = stage.graph("get", stage.page.remote_id, token=token)

    assert (token, itself["id"], itself["name"]) == ("zana|secret", "zana", "Zana")
    assert (page.status_code, page.json()["error"]["code"]) == (403, 10)


def test_a_token_is_looked_into(stage):
    def look(token):
        return stage.graph("get", "debug_token", {"input_token": token}, token="zana|secret").json()["data"]

    page, user, program, unknown = (
        look(one) for one in (stage.page_token.value, stage.user_token.value, "zana|secret", "nonsense")
    )
    end_tokens(grant=stage.user_token.grant, subcode=460)
    ended = look(stage.page_token.value)

    assert (page["type"], page["profile_id"], page["expires_at"], page["is_valid"]) == (
        "PAGE", stage.page.remote_id, 0, True,
    )  # fmt: skip
    assert (user["type"], user["user_id"], user["expires_at"] - user["issued_at"]) == (
        "USER", stage.person.remote_id, 60 * 86_400,
    )  # fmt: skip
    granular = {one["scope"]: one.get("target_ids") for one in user["granular_scopes"]}
    assert (granular["pages_manage_posts"], granular["public_profile"]) == ([stage.page.remote_id], None)
    assert (program["type"], unknown["is_valid"]) == ("APP", False)
    assert (ended["is_valid"], ended["error"]["subcode"]) == (False, 460)


def test_one_permission_or_all_are_taken_back(stage):
    token = stage.user_token.value
    one = stage.graph("delete", "me/permissions?permission=pages_manage_posts", token=token).json()
    left = stage.graph("get", "me/permissions", token=token).json()
    refused = stage.graph("post", "me/feed", {"message": "Sot"})
    unknown = stage.graph("delete", "me/permissions?permission=nonsense", token=token)
    every = stage.graph("delete", "me/permissions", token=token).json()
    gone = [stage.graph("get", "me", token=one).json()["error"] for one in (token, stage.page_token.value)]

    assert (one, every, unknown.status_code) == ({"success": True}, {"success": True}, 400)
    assert faults_of_list(left, "Permission") == []
    assert [row["permission"] for row in left["data"] if row["status"] == "declined"] == ["pages_manage_posts"]
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, 200)
    assert [(error["code"], error["error_subcode"]) for error in gone] == [(190, 458)] * 2


def test_a_proof_must_fit_the_token_it_comes_with(stage):
    def prove(token, secret):
        proof = hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()
        return stage.graph("get", "me", {"appsecret_proof": proof}, token=token).status_code

    token = stage.page_token.value
    assert [prove(token, b"secret"), prove(token, b"wrong"), prove(stage.user_token.value, b"secret")] == [
        200,
        400,
        200,
    ]
