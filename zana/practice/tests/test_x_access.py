"""Ways into the X dialect: signatures, a program's own key, public programs; and what calls cost."""

import base64
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from oauthlib.oauth1 import Client as Signer  # type: ignore[import-untyped]  # ships no types

from zana.kernel import clock
from zana.practice.actions.meter import set_plan
from zana.practice.actions.x_access import hand_over
from zana.practice.dialects.scopes import X_SCOPES
from zana.practice.models import Charge, Handshake, Item, Plan, Token
from zana.practice.queries.meter import meter_of
from zana.practice.tests.conftest import BASIC

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

HOUR = timedelta(hours=1)


def signed_call(stage, method, path, *, token="", secret="", base="https://api.twitter.com", client_secret="secret",
                at=None, nonce="n1", body=None, **more):  # fmt: skip
    signer = Signer(
        "zana", client_secret, token or None, secret or None, nonce=nonce,
        timestamp=str(int((at or clock.now()).timestamp())), **more,
    )  # fmt: skip
    _, headers, _ = signer.sign(f"{base}/{path}", http_method=method.upper())
    kind = {} if method == "get" else {"content_type": "application/json"}
    return getattr(stage.client, method)(f"/practice/x/{path}", body or {}, headers=headers, **kind)


@pytest.fixture
def keys(stage):
    done = hand_over(application=stage.application, person=stage.person, account=stage.account, scopes=tuple(X_SCOPES))
    return {"token": getattr(done.token, "value", ""), "secret": done.token_secret}


@pytest.mark.parametrize(
    "base",
    ["https://api.twitter.com", "https://api.x.com", "http://testserver/practice/x", "https://upload.twitter.com"],
)
def test_a_signature_fits_the_network_and_the_address_here(stage, keys, base):
    answer = signed_call(stage, "get", "2/users/me?user.fields=url,name", base=base, **keys)

    assert answer.json()["data"]["id"] == stage.account.remote_id


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "x" * 40},
        {"client_secret": "wrong"},
        {"base": "https://elsewhere.example"},
        {"at": "old"},
        {"signature_method": "PLAINTEXT"},
        {"token": "1-nobody"},
    ],
)
def test_a_wrong_signature_is_refused_and_leaves_no_row(stage, keys, change):
    if change.get("at") == "old":
        change = {"at": clock.now() - HOUR}

    answer = signed_call(stage, "post", "2/tweets", body={"text": "Sot"}, **{**keys, **change})

    assert (answer.status_code, answer.json()["title"], Item.objects.count()) == (401, "Unauthorized", 0)


def test_the_same_signed_call_is_taken_once(stage, keys):
    first = signed_call(stage, "post", "2/tweets", body={"text": "Sot"}, **keys)
    second = signed_call(stage, "post", "2/tweets", body={"text": "Sot"}, **keys)

    assert (first.status_code, second.status_code) == (201, 401)


def test_a_handshake_is_good_once_and_only_with_its_verifier(stage):
    begun = signed_call(stage, "post", "oauth/request_token", callback_uri="https://zana.example/back")
    request = {name: values[0] for name, values in parse_qs(begun.content.decode()).items()}
    stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": stage.person.remote_id})
    address = f"/practice/x/oauth/authorize?oauth_token={request['oauth_token']}"
    agreed = stage.client.post(
        address, {"decision": "allow", "account": stage.account.remote_id, "scope": ["users.read"]}
    )
    again = stage.client.post(address, {"decision": "allow", "account": stage.account.remote_id})
    back = parse_qs(agreed["Location"].partition("?")[2])
    token = {"token": request["oauth_token"], "secret": request["oauth_token_secret"]}
    statuses = [
        signed_call(stage, "post", "oauth/access_token", verifier=verifier, nonce=nonce, **token).status_code
        for verifier, nonce in (("wrong", "a"), (back["oauth_verifier"][0], "b"), (back["oauth_verifier"][0], "c"))
    ]

    assert (request["oauth_callback_confirmed"], again.status_code) == ("true", 400)
    assert statuses == [401, 200, 401]
    assert Token.objects.filter(kind="x_oauth1").count() == 1


def test_a_callback_nobody_registered_is_refused(stage):
    answer = signed_call(stage, "post", "oauth/request_token", callback_uri="https://elsewhere.example/back")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, 415)
    assert Handshake.objects.count() == 0


def test_a_program_by_itself_reads_and_may_do_nothing_else(stage):
    made = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]
    form = {"grant_type": "client_credentials"}
    key = stage.client.post("/practice/x/oauth2/token", form, headers=BASIC).json()["access_token"]
    headers = {"Authorization": f"Bearer {key}"}
    read = stage.client.get(f"/practice/x/2/tweets/{made}", headers=headers)
    written = stage.client.post("/practice/x/2/tweets", {"text": "x"}, content_type="application/json", headers=headers)
    gone = stage.client.post("/practice/x/oauth2/invalidate_token", {"access_token": key}, headers=BASIC)

    assert read.json()["data"]["text"] == "Sot"
    assert (written.status_code, written.json()["title"]) == (403, "Unsupported Authentication")
    assert gone.json() == {"access_token": key}
    assert stage.client.get(f"/practice/x/2/tweets/{made}", headers=headers).status_code == 401


def test_a_public_program_has_no_secret_a_confidential_one_must_show_it(stage):
    form = {"grant_type": "refresh_token", "refresh_token": stage.refresh_token.value, "client_id": "zana"}

    confidential = stage.client.post("/practice/x/2/oauth2/token", form)
    set_plan(application=stage.application, public=True)
    public = stage.client.post("/practice/x/2/oauth2/token", form)

    assert (confidential.status_code, confidential.json()["error"]) == (401, "unauthorized_client")
    assert public.status_code == 200


def test_a_reused_refresh_token_changes_nothing(stage):
    form = {"grant_type": "refresh_token", "refresh_token": stage.refresh_token.value}
    fresh = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC).json()
    before = Token.objects.count()

    again = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)
    stage.x_token.value = fresh["access_token"]

    assert (again.status_code, Token.objects.count()) == (400, before)
    assert stage.x("get", "users/me").status_code == 200


@pytest.mark.parametrize("header", ["Basic !!!", "Basic " + base64.b64encode(b"zana:\xff").decode(), "Bearer x"])
def test_a_broken_secret_is_refused(stage, header):
    answer = stage.client.post("/practice/x/2/oauth2/token", {}, headers={"Authorization": header})

    assert answer.status_code == 401


def test_every_answer_carries_the_limit(stage):
    answers = [
        stage.x("get", "users/me"),
        stage.client.get("/practice/x/2/users/me"),
        stage.client.post("/practice/x/2/oauth2/token", {}),
        stage.x("post", "tweets", {}),
    ]

    assert [answer.status_code for answer in answers] == [200, 401, 401, 400]
    assert all(
        {"x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"} <= set(a.headers) for a in answers
    )


def test_a_world_without_limits_refuses_nothing_for_them(stage):
    stage.world.manner = {"limits": False}
    stage.world.save()

    assert {stage.x("get", "users/me").status_code for _ in range(80)} == {200}


def test_each_thing_costs_once_a_day_and_a_link_is_dear(stage):
    set_plan(application=stage.application, owner=stage.account)
    plain = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]
    stage.x("post", "tweets", {"text": "Shih https://kopshti.example"})
    stage.x("post", "tweets", {"text": "i gjithë", "reply": {"in_reply_to_tweet_id": plain}})
    for _ in range(3):
        stage.x("get", f"tweets/{plain}")
        stage.x("get", f"users/{stage.world.actors.filter(kind='crowd')[0].remote_id}")
    with clock.frozen(clock.now() + HOUR):
        stage.x("get", f"tweets/{plain}")

    lines = {line.kind: (line.count, line.dollars) for line in meter_of(stage.world)}
    assert lines == {
        "post": (2, "0.030"), "post_with_link": (1, "0.200"), "own_read": (1, "0.001"), "users_read": (1, "0.010"),
    }  # fmt: skip
    assert Plan.objects.get().spent == 241_000


def test_what_is_spent_blocks_and_is_told(stage):
    set_plan(application=stage.application, limit=15_000)

    first, second = (stage.x("post", "tweets", {"text": text}) for text in ("një", "dy"))

    assert (first.status_code, second.status_code, Item.objects.count()) == (201, 402, 1)
    assert (second.json()["title"], Charge.objects.count()) == ("CreditsDepleted", 1)


def test_enterprise_programs_like_share_quote_and_answer_anybody(stage):
    stranger = stage.world.actors.filter(kind="crowd")[0]
    post = Item.objects.create(
        world=stage.world, network="x", remote_id="1999", author=stranger, wall=stranger, text="Kot",
        created_at=stage.world.now(),
    )  # fmt: skip
    me = f"users/{stage.account.remote_id}"

    def tries():
        return [
            stage.x("post", f"{me}/likes", {"tweet_id": "1999"}).status_code,
            stage.x("post", f"{me}/retweets", {"tweet_id": "1999"}).status_code,
            stage.x("post", "tweets", {"text": "shih", "quote_tweet_id": "1999"}).status_code,
            stage.x("post", "tweets", {"text": "pse?", "reply": {"in_reply_to_tweet_id": "1999"}}).status_code,
        ]

    refused = tries()
    set_plan(application=stage.application, tier=Plan.ENTERPRISE)

    assert (refused, tries()) == ([403] * 4, [200, 200, 201, 201])
    fields = {"tweet.fields": "public_metrics"}
    counted = stage.x("get", f"tweets/{post.remote_id}", fields).json()["data"]["public_metrics"]
    assert [counted[name] for name in ("like_count", "retweet_count", "quote_count", "reply_count")] == [1, 1, 1, 1]
    assert stage.x("delete", f"{me}/likes/1999").json() == {"data": {"liked": False}}
