import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zana.practice.actions.faults import queue_fault
from zana.practice.actions.worlds import move_clock
from zana.practice.models import Item
from zana.practice.tests.conftest import BASIC, picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def test_a_post_is_created_read_and_deleted(stage):
    made = stage.x("post", "tweets", {"text": "Sot hapim kopshtin"})
    identity = made.json()["data"]["id"]
    read = stage.x("get", f"tweets/{identity}").json()
    gone = stage.x("delete", f"tweets/{identity}").json()
    after = stage.x("get", f"tweets/{identity}")

    assert made.status_code == 201
    assert read["data"] == {"id": identity, "text": "Sot hapim kopshtin", "edit_history_tweet_ids": [identity]}
    assert gone == {"data": {"deleted": True}}
    assert (after.status_code, after.json()["errors"][0]["title"]) == (200, "Not Found Error")


def test_the_same_text_is_refused_as_a_duplicate(stage):
    stage.x("post", "tweets", {"text": "Sot"})

    answer = stage.x("post", "tweets", {"text": "Sot"})

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "detail": "You are not allowed to create a Tweet with duplicate content.",
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
    }


def test_a_text_of_281_units_is_refused(stage):
    assert stage.x("post", "tweets", {"text": "a" * 280}).status_code == 201
    assert stage.x("post", "tweets", {"text": "b" * 281}).status_code == 403
    assert Item.objects.count() == 1


def test_an_unknown_key_is_refused(stage):
    answer = stage.x("post", "tweets", {"text": "Sot", "message": "x"})

    assert answer.status_code == 400
    assert answer.json()["title"] == "Invalid Request"


def test_a_picture_is_uploaded_described_and_posted(stage):
    file = SimpleUploadedFile("a.png", picture_bytes(), "image/png")
    uploaded = stage.client.post(
        "/practice/x/2/media/upload",
        {"media": file, "media_category": "tweet_image"},
        headers={"Authorization": f"Bearer {stage.x_token.value}"},
    ).json()["data"]
    described = stage.x(
        "post", "media/metadata", {"id": uploaded["id"], "metadata": {"alt_text": {"text": "Një kopsht"}}}
    )
    made = stage.x("post", "tweets", {"text": "Foto", "media": {"media_ids": [uploaded["id"]]}}).json()["data"]

    read = stage.x("get", f"tweets/{made['id']}", {
        "expansions": "attachments.media_keys", "media.fields": "alt_text,width,height", "tweet.fields": "attachments",
    }).json()  # fmt: skip

    assert uploaded["image"] == {"w": 40, "h": 30, "image_type": "image/png"}
    assert described.status_code == 200
    assert read["data"]["attachments"] == {"media_keys": [uploaded["media_key"]]}
    assert read["includes"]["media"] == [
        {"media_key": uploaded["media_key"], "type": "photo", "alt_text": "Një kopsht", "width": 40, "height": 30}
    ]


def test_me_shows_followers(stage):
    answer = stage.x("get", "users/me", {"user.fields": "public_metrics"})

    assert answer.json()["data"]["public_metrics"]["followers_count"] == 300
    assert answer["x-rate-limit-limit"] == "75"


def test_both_field_dialects_are_spoken(stage):
    identity = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]

    older = stage.x("get", f"tweets/{identity}", {"tweet.fields": "public_metrics"}).json()["data"]
    newer = stage.x("get", f"tweets/{identity}", {"post.fields": "public_metrics"}).json()["data"]

    assert "retweet_count" in older["public_metrics"]
    assert "repost_count" in newer["public_metrics"]
    assert newer["edit_history_post_ids"] == [identity]


def test_own_metrics_are_closed_after_thirty_days(stage):
    identity = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]
    fields = {"tweet.fields": "non_public_metrics"}
    fresh = stage.x("get", f"tweets/{identity}", fields).json()

    stage.world = move_clock(world=stage.world, seconds=31 * 86_400)
    stage.x_token.expires_at = None
    stage.x_token.save()
    old = stage.x("get", f"tweets/{identity}", fields).json()

    assert fresh["data"]["non_public_metrics"]["impression_count"] == 0
    assert "non_public_metrics" not in old["data"]
    assert old["errors"][0]["title"] == "Field Authorization Error"


def test_an_empty_timeline_has_no_data(stage):
    assert stage.x("get", f"users/{stage.account.remote_id}/tweets").json() == {"meta": {"result_count": 0}}


def test_a_timeline_is_paged_and_cut_by_since_id(stage):
    ids = [stage.x("post", "tweets", {"text": str(number)}).json()["data"]["id"] for number in range(7)]
    path = f"users/{stage.account.remote_id}/tweets"

    first = stage.x("get", path, {"max_results": 5}).json()
    second = stage.x("get", path, {"max_results": 5, "pagination_token": first["meta"]["next_token"]}).json()
    since = stage.x("get", path, {"since_id": ids[4]}).json()

    assert [one["text"] for one in first["data"] + second["data"]] == ["6", "5", "4", "3", "2", "1", "0"]
    assert "next_token" not in second["meta"]
    assert [one["id"] for one in since["data"]] == [ids[6], ids[5]]


def test_replies_are_found_by_conversation(stage):
    identity = stage.x("post", "tweets", {"text": "Sot hapim kopshtin"}).json()["data"]["id"]
    stage.world = move_clock(world=stage.world, seconds=3 * 86_400)
    stage.x_token.expires_at = None
    stage.x_token.save()

    found = stage.x("get", "tweets/search/recent", {
        "query": f"conversation_id:{identity}", "expansions": "author_id", "max_results": 100,
    }).json()  # fmt: skip
    named = stage.x("get", f"users/{stage.account.remote_id}/mentions", {"max_results": 100}).json()

    assert found["meta"]["result_count"] > 0
    assert {one["text"].split()[0] for one in found["data"]} == {f"@{stage.account.handle}"}
    assert [one["id"] for one in named["data"]] == [one["id"] for one in found["data"]]
    assert found["includes"]["users"]


def test_a_reply_needs_a_summons(stage):
    own = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]

    fine = stage.x("post", "tweets", {"text": "dhe nesër", "reply": {"in_reply_to_tweet_id": own}})
    stranger = Item.objects.create(
        world=stage.world, network="x", remote_id="1999", author=stage.world.actors.filter(kind="crowd")[0],
        wall=stage.world.actors.filter(kind="crowd")[0], text="Kot", created_at=stage.world.now(),
    )  # fmt: skip
    refused = stage.x("post", "tweets", {"text": "pse?", "reply": {"in_reply_to_tweet_id": stranger.remote_id}})

    assert (fine.status_code, refused.status_code) == (201, 403)


def test_a_wrong_token_is_unauthorized(stage):
    answer = stage.client.get("/practice/x/2/users/me", headers={"Authorization": "Bearer nonsense"})

    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


def test_calls_over_the_limit_are_refused_until_the_window_ends(stage):
    answers = [stage.x("get", "users/me") for _ in range(76)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1]["x-rate-limit-remaining"] == "0"
    assert answers[-1].json()["errors"] == [{"code": 88, "message": "Rate limit exceeded"}]


@pytest.mark.parametrize(
    ("kind", "status", "written"),
    [
        ("rate_limited", 429, 0),
        ("token_expired", 401, 0),
        ("token_revoked", 401, 0),
        ("permission_missing", 403, 0),
        ("broken_before", 503, 0),
        ("broken_after", 503, 1),
        ("refused", 403, 0),
        ("duplicate", 403, 0),
    ],
)
def test_faults_are_played(stage, kind, status, written):
    queue_fault(world=stage.world, kind=kind, verb="publish", network="x")

    answer = stage.x("post", "tweets", {"text": "Sot"})

    assert (answer.status_code, Item.objects.count()) == (status, written)


def test_a_refresh_token_is_good_once(stage):
    form = {"grant_type": "refresh_token", "refresh_token": stage.refresh_token.value}

    first = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)
    second = stage.client.post("/practice/x/2/oauth2/token", form, headers=BASIC)

    assert first.status_code == 200
    assert first.json()["refresh_token"] != stage.refresh_token.value
    assert (second.status_code, second.json()["error"]) == (400, "invalid_request")


def test_a_wrong_secret_is_refused(stage):
    form = {"grant_type": "refresh_token", "refresh_token": stage.refresh_token.value}

    answer = stage.client.post("/practice/x/2/oauth2/token", form, headers={"Authorization": "Basic emFuYTpubw=="})

    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized_client")


def test_a_limit_tells_when_it_ends(stage):
    queue_fault(world=stage.world, kind="rate_limited", seconds=60)

    answer = stage.x("get", "users/me")

    assert answer.status_code == 429
    assert 55 < int(answer["x-rate-limit-reset"]) - time.time() < 65


@pytest.mark.parametrize(
    "body",
    [{"text": "Shih", "quote_tweet_id": "1"}, {"text": "$ABC $DEF"}],
)
def test_what_self_serve_programs_may_not_do_is_refused(stage, body):
    assert stage.x("post", "tweets", body).status_code == 403
    assert Item.objects.count() == 0


def test_one_cashtag_and_a_price_are_fine(stage):
    assert stage.x("post", "tweets", {"text": "Nga $5 te $ABC"}).status_code == 201
