import base64
import hashlib
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from zana.kernel import clock
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.worlds import create_world
from zana.practice.models import Grant, Token
from zana.practice.tests.conftest import BASIC

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

BACK = "https://zana.example/back"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-1234"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def graph_dialog(**more):
    asked = {"client_id": "zana", "redirect_uri": BACK, "state": "s1", "scope": "pages_show_list,pages_manage_posts"}
    return "/practice/graph/v25.0/dialog/oauth?" + urlencode({**asked, **more})


def x_dialog(**more):
    asked = {
        "client_id": "zana", "redirect_uri": BACK, "state": "s1", "scope": "tweet.read tweet.write offline.access",
        "response_type": "code", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }  # fmt: skip
    return "/practice/x/i/oauth2/authorize?" + urlencode({**asked, **more})


def pick(stage):
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})


def allow(stage, address, account, scopes):
    answer = stage.client.post(address, {"decision": "allow", "account": account.remote_id, "scope": scopes})
    assert answer.status_code == 302, answer.content
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def test_with_one_world_the_only_question_is_who(stage):
    answer = stage.client.get(graph_dialog())

    assert answer["Location"].startswith(f"/practice/w/{stage.world.ref}/who/?next=%2Fpractice%2Fgraph")


def test_who_has_not_chosen_a_part_is_asked_first(stage):
    create_world(name="Tjetër")

    page = stage.client.get(graph_dialog()).content.decode()

    assert f"/practice/w/{stage.world.ref}/who/?next=" in page
    assert "decision" not in page


def test_the_consent_page_names_program_pages_and_permissions(stage):
    pick(stage)

    page = stage.client.get(graph_dialog()).content.decode()

    assert re.findall(r'name="account" value="(\d+)"', page) == [stage.page.remote_id]
    assert re.findall(r'name="scope" value="([\w.]+)"', page) == ["pages_show_list", "pages_manage_posts"]


def test_a_yes_leads_to_page_tokens_that_last(stage):
    pick(stage)
    back = allow(stage, graph_dialog(), stage.page, ["pages_show_list", "pages_manage_posts"])
    form = {"client_id": "zana", "client_secret": "secret"}

    short = stage.client.post(
        "/practice/graph/v25.0/oauth/access_token", {**form, "redirect_uri": BACK, "code": back["code"]}
    ).json()
    long = stage.client.get("/practice/graph/oauth/access_token", {
        **form, "grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"],
    }).json()  # fmt: skip
    pages = stage.graph("get", "me/accounts", {"fields": "id,access_token,tasks"}, token=long["access_token"]).json()
    inspected = stage.client.get("/practice/graph/debug_token", {
        "input_token": pages["data"][0]["access_token"], "access_token": "zana|secret",
    }).json()["data"]  # fmt: skip

    assert back["state"] == "s1"
    assert (short["token_type"], short["expires_in"], long["expires_in"]) == ("bearer", 5400, 5183944)
    assert pages["data"][0]["id"] == stage.page.remote_id
    assert (inspected["type"], inspected["expires_at"], inspected["is_valid"]) == ("PAGE", 0, True)
    assert inspected["scopes"] == ["pages_show_list", "pages_manage_posts"]


def test_a_page_token_of_a_short_user_token_runs_out_with_it(stage):
    pick(stage)
    back = allow(stage, graph_dialog(), stage.page, ["pages_show_list"])
    form = {"client_id": "zana", "client_secret": "secret", "redirect_uri": BACK, "code": back["code"]}
    short = stage.client.post("/practice/graph/oauth/access_token", form).json()["access_token"]

    pages = stage.graph("get", "me/accounts", {"fields": "access_token"}, token=short).json()

    token = Token.objects.get(value=pages["data"][0]["access_token"])
    assert token.expires_at == Token.objects.get(value=short).expires_at


def test_a_declined_permission_is_listed_as_declined(stage):
    pick(stage)
    back = allow(stage, graph_dialog(), stage.page, ["pages_show_list"])
    form = {"client_id": "zana", "client_secret": "secret", "redirect_uri": BACK, "code": back["code"]}
    token = stage.client.post("/practice/graph/oauth/access_token", form).json()["access_token"]

    listed = stage.graph("get", "me/permissions", token=token).json()["data"]

    assert listed == [
        {"permission": "pages_show_list", "status": "granted"},
        {"permission": "pages_manage_posts", "status": "declined"},
    ]


def test_a_no_is_told_to_the_program(stage):
    pick(stage)

    answer = stage.client.post(graph_dialog(), {"decision": "deny"})

    told = parse_qs(urlsplit(answer["Location"]).query)
    assert (told["error"], told["error_reason"], told["state"]) == (["access_denied"], ["user_denied"], ["s1"])
    assert Grant.objects.count() == 2  # those of the stage


@pytest.mark.parametrize(
    "more",
    [
        {"client_id": "stranger"},
        {"redirect_uri": "https://elsewhere.example/back"},
        {"redirect_uri": "javascript:alert(1)"},
        {"scope": "everything"},
        {"response_type": "token"},
    ],
)
def test_a_wrong_ask_is_refused_on_the_spot(stage, more):
    pick(stage)

    answer = stage.client.post(graph_dialog(**more), {"decision": "allow", "account": stage.page.remote_id})

    assert answer.status_code == 400


def test_the_page_of_another_person_cannot_be_given_away(stage):
    from zana.practice.actions.worlds import create_page, create_person

    other = create_page(owner=create_person(world=stage.world, name="Besa Tjetër"), name="Tjetra")
    pick(stage)

    answer = stage.client.post(graph_dialog(), {"decision": "allow", "account": other.remote_id})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("change", "subcode"),
    [({"redirect_uri": BACK + "/"}, 36008), ({"code": "nonsense"}, None), ({"client_secret": "wrong"}, None)],
)
def test_a_code_is_bound_to_secret_and_address(stage, change, subcode):
    pick(stage)
    back = allow(stage, graph_dialog(), stage.page, ["pages_show_list"])
    form = {"client_id": "zana", "client_secret": "secret", "redirect_uri": BACK, "code": back["code"]}

    answer = stage.client.post("/practice/graph/oauth/access_token", {**form, **change})

    assert answer.status_code == 400
    assert answer.json()["error"].get("error_subcode") == subcode


def test_a_code_is_good_once(stage):
    pick(stage)
    back = allow(stage, graph_dialog(), stage.page, ["pages_show_list"])
    form = {"client_id": "zana", "client_secret": "secret", "redirect_uri": BACK, "code": back["code"]}

    first = stage.client.post("/practice/graph/oauth/access_token", form)
    second = stage.client.post("/practice/graph/oauth/access_token", form)

    assert (first.status_code, second.status_code) == (200, 400)
    assert second.json()["error"]["error_subcode"] == 36009


def test_x_gives_access_and_refresh_for_code_and_verifier(stage):
    pick(stage)
    back = allow(stage, x_dialog(), stage.account, ["tweet.read", "tweet.write", "offline.access"])
    form = {
        "grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, "code_verifier": VERIFIER,
    }  # fmt: skip
    answer = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC).json()

    assert (answer["token_type"], answer["expires_in"]) == ("bearer", 7200)
    assert answer["scope"] == "tweet.read tweet.write offline.access"
    assert Token.objects.get(value=answer["access_token"]).actor == stage.account
    assert Token.objects.get(value=answer["refresh_token"]).kind == Token.X_REFRESH


def test_x_refuses_another_verifier(stage):
    pick(stage)
    back = allow(stage, x_dialog(), stage.account, ["tweet.read"])
    form = {
        "grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, "code_verifier": "x" * 50,
    }  # fmt: skip

    answer = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_x_codes_live_thirty_seconds(stage, noon):
    pick(stage)
    back = allow(stage, x_dialog(), stage.account, ["tweet.read"])
    form = {
        "grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK, "code_verifier": VERIFIER,
    }  # fmt: skip

    with clock.frozen(noon + timedelta(seconds=31)):
        answer = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)

    assert answer.status_code == 400


def test_x_asks_for_the_proof(stage):
    pick(stage)

    assert stage.client.get(x_dialog(code_challenge="")).status_code == 400


def test_access_taken_back_is_dead(stage):
    stage.graph("delete", "me/permissions", token=stage.user_token.value)

    answer = stage.graph("get", "me")

    assert answer.json()["error"]["error_subcode"] == 458


@pytest.mark.parametrize(("proof", "status"), [("", 200), ("0" * 64, 400)])
def test_a_wrong_proof_of_the_secret_is_refused(stage, proof, status):
    assert stage.graph("get", "me", {"appsecret_proof": proof}).status_code == status


def test_the_exchange_can_be_made_to_fail_once(stage):
    form = {"grant_type": "refresh_token", "refresh_token": stage.refresh_token.value}
    queue_fault(world=stage.world, kind="broken_before", verb="token")

    broken = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)
    fine = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)

    assert (broken.status_code, fine.status_code) == (503, 200)


def test_the_way_back_is_allowed_for_the_form(stage):
    pick(stage)

    policy = stage.client.get(graph_dialog())["Content-Security-Policy"]

    assert "form-action 'self' https://zana.example" in policy
