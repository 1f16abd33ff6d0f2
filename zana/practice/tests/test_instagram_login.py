"""Signing in with an Instagram account of one's own: consent, code, short and long tokens; and what it is told."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from zana.practice.actions.hooks import follow, subscribe
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import create_instagram_account, move_clock
from zana.practice.dialects.graph_hook_instagram import compose_instagram
from zana.practice.models import Actor, Grant, Ring, Token, World

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

BACK = "https://zana.example/back"
SCOPES = ["instagram_business_basic", "instagram_business_manage_comments", "instagram_business_manage_messages"]
FORM = {"client_id": "zana", "client_secret": "secret", "grant_type": "authorization_code", "redirect_uri": BACK}


@pytest.fixture
def account(stage):
    return create_instagram_account(owner=stage.person, name="Shoqata", handle="kopshti", followers=400)


def dialog(**more):
    asked = {
        "client_id": "zana", "redirect_uri": BACK, "response_type": "code", "state": "s1", "scope": ",".join(SCOPES),
        "enable_fb_login": "0",
    }  # fmt: skip
    return "/practice/instagram/oauth/authorize?" + urlencode({**asked, **more})


def sign_in(stage, account):
    """The long way through the browser; returns where the program is sent."""
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})
    given = {"decision": "allow", "account": account.remote_id, "scope": SCOPES}
    return stage.client.post(dialog(), given)["Location"]


def code_of(address):
    return parse_qs(urlsplit(address).query)["code"][0]


def spend(stage, code, /, **more):
    return stage.client.post("/practice/instagram/oauth/access_token", {**FORM, "code": code} | more)


def call(stage, method, path, token, **params):
    return getattr(stage.client, method)(f"/practice/instagram/{path}", {**params, "access_token": token})


def test_one_account_is_chosen_and_a_code_comes_back(stage, account):
    other = create_instagram_account(owner=stage.person, name="Tjetër", handle="tjeter")
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})

    page = stage.client.get(dialog()).content.decode()
    both = stage.client.post(
        dialog(), {"decision": "allow", "account": [account.remote_id, other.remote_id], "scope": SCOPES}
    )
    no = stage.client.post(dialog(), {"decision": "deny"})["Location"]
    yes = sign_in(stage, account)

    assert page.count('type="radio" name="account"') == 2
    assert both.status_code == 422
    assert parse_qs(urlsplit(no).query) == {
        "error": ["access_denied"], "error_reason": ["user_denied"],
        "error_description": ["The user denied your request."], "state": ["s1"],
    }  # fmt: skip
    assert (urlsplit(yes).fragment, parse_qs(urlsplit(yes).query)["state"]) == ("_", ["s1"])


def test_a_code_becomes_short_long_and_fresh_tokens(stage, account):
    code = code_of(sign_in(stage, account))
    short = spend(stage, f"{code}#_").json()
    again = spend(stage, code)
    long = call(
        stage, "get", "access_token", short["access_token"], grant_type="ig_exchange_token", client_secret="secret"
    ).json()
    early = call(stage, "get", "refresh_access_token", long["access_token"], grant_type="ig_refresh_token")
    move_clock(world=World.objects.get(), seconds=2 * 86_400)
    dead = call(stage, "get", "v25.0/me", short["access_token"]).json()["error"]
    fresh = call(stage, "get", "refresh_access_token", long["access_token"], grant_type="ig_refresh_token").json()

    assert (short["user_id"], short["permissions"]) == (account.remote_id, SCOPES)
    assert (again.status_code, again.json()) == (400, {
        "error_type": "OAuthException", "code": 400,
        "error_message": "Matching code was not found or was already used",
    })  # fmt: skip
    assert (long["token_type"], long["expires_in"]) == ("bearer", 5_184_000)
    assert early.json()["error"]["code"] == 190
    assert (dead["code"], dead["error_subcode"]) == (190, 463)
    assert fresh["permissions"] == ",".join(SCOPES)
    me = call(stage, "get", "v25.0/me", fresh["access_token"], fields="username").json()
    assert me == {"username": "kopshti", "id": account.remote_id}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"client_secret": "other"}, "Error validating client secret."),
        ({"client_id": "other"}, "Invalid platform app"),
        ({"redirect_uri": "https://other.example/"}, "Error validating verification code."),
        ({"code": "other"}, "Matching code was not found or was already used"),
    ],
)
def test_a_wrong_exchange_spends_nothing(stage, account, wrong, words):
    code = code_of(sign_in(stage, account))

    answer = spend(stage, code, **wrong)

    assert answer.status_code == 400
    assert answer.json()["error_message"].startswith(words)
    assert (Grant.objects.filter(used_at=None, dialect="ig").count(), Token.objects.filter(actor=account).count()) == (
        1, 0,
    )  # fmt: skip


def test_messages_are_read_and_answered(stage, account):
    token = spend(stage, code_of(sign_in(stage, account))).json()["access_token"]
    lasting = call(stage, "get", "access_token", token, grant_type="ig_exchange_token", client_secret="secret").json()[
        "access_token"
    ]
    guest = Actor.objects.filter(kind=Actor.CROWD)[0]
    say_privately(account=account, guest=guest, author=guest, text="A keni vend?", network="instagram")

    listed = call(
        stage, "get", "v25.0/me/conversations", token, platform="instagram", fields="id,messages{id,message,from}"
    ).json()["data"]
    recipient = json.dumps({"id": guest.remote_id})
    sent = call(stage, "post", "me/messages", token, recipient=recipient, message='{"text": "Po, ejani."}').json()
    late = listed[0]["messages"]["data"]
    endless = call(stage, "post", "me/messages", token, recipient=recipient, message=json.dumps({"text": "ë" * 501}))
    for number in range(20):
        say_privately(account=account, guest=guest, author=guest, text=f"{number}", network="instagram")
    readable = call(stage, "get", f"{listed[0]['id']}/messages", token, limit="50", fields="message").json()["data"]
    move_clock(world=World.objects.get(), seconds=2 * 86_400)
    too_late = call(stage, "post", "me/messages", lasting, recipient=recipient, message='{"text": "Ende?"}')

    assert [one["message"] for one in late] == ["A keni vend?"]
    assert (sent["recipient_id"], sent["message_id"][:2]) == (guest.remote_id, "m_")
    assert too_late.json()["error"]["code"] == 10
    assert (endless.status_code, endless.json()["error"]["code"]) == (400, 100)  # 1,002 bytes
    assert [one["message"] for one in readable] == [str(number) for number in reversed(range(20))]


def test_a_program_is_told_of_comments_mentions_and_messages(stage, account):
    hook = subscribe(
        application=stage.application, subject="instagram", callback_url="https://zana.example/hook",
        fields=["comments", "mentions", "messages"],
    )  # fmt: skip
    follow(application=stage.application, account=account, fields=["comments", "mentions", "messages"])
    account.world.refresh_from_db()
    guest = Actor.objects.filter(kind=Actor.CROWD)[0]
    other = create_instagram_account(owner=stage.person, name="Tjetër", handle="tjeter")
    post = publish_post(wall=account, network="instagram", draft=Draft(text="Sot"))
    comment = add_answer(author=guest, to=post, text="Kur?")
    elsewhere = publish_post(wall=other, network="instagram", draft=Draft(text="Me @kopshti"))
    say_privately(account=account, guest=guest, author=guest, text="Tung", network="instagram")

    body = compose_instagram(list(Ring.objects.filter(hook=hook)))

    changes = [entry["changes"][0] for entry in body["entry"] if "changes" in entry]
    assert (body["object"], {entry["id"] for entry in body["entry"]}) == ("instagram", {account.remote_id})
    assert changes == [
        {"field": "comments", "value": {
            "id": comment.remote_id, "text": "Kur?", "from": {"id": guest.remote_id, "username": guest.handle},
            "media": {"id": post.remote_id, "media_product_type": "FEED"},
        }},
        {"field": "mentions", "value": {"media_id": elsewhere.remote_id}},
    ]  # fmt: skip
    assert [entry["messaging"][0]["message"]["text"] for entry in body["entry"] if "messaging" in entry] == ["Tung"]


def test_an_account_is_followed_by_its_own_list(stage, account):
    token = spend(stage, code_of(sign_in(stage, account))).json()["access_token"]

    wrong = call(stage, "post", "me/subscribed_apps", token, subscribed_fields="comments,feed")
    done = call(stage, "post", "me/subscribed_apps", token, subscribed_fields="comments,mentions").json()
    listed = call(stage, "get", "me/subscribed_apps", token).json()["data"]

    assert wrong.json()["error"]["message"].startswith("(#100) Param subscribed_fields[1] must be one of {comments,")
    assert done == {"success": True}
    assert listed == [{"id": "zana", "name": "Zana", "subscribed_fields": ["comments", "mentions"]}]
