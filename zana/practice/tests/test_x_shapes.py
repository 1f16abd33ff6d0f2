"""Answers of the X dialect against the schema written from the reference."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from zana.practice.actions.meter import set_plan
from zana.practice.actions.talks import say_privately
from zana.practice.actions.worlds import move_clock
from zana.practice.dialects.x_fields import (
    KNOWN_EVENT_FIELDS,
    KNOWN_EXPANSIONS,
    KNOWN_MEDIA_FIELDS,
    KNOWN_POLL_FIELDS,
    KNOWN_TWEET_FIELDS,
    KNOWN_USER_FIELDS,
)
from zana.practice.models import Item, Plan
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.shapes import faults_of, read_shapes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

SHAPES = read_shapes("x")
EVERYTHING = {
    "tweet.fields": ",".join(sorted(KNOWN_TWEET_FIELDS)),
    "user.fields": ",".join(sorted(KNOWN_USER_FIELDS)),
    "media.fields": ",".join(sorted(KNOWN_MEDIA_FIELDS)),
    "poll.fields": ",".join(sorted(KNOWN_POLL_FIELDS)),
    "expansions": ",".join(sorted(one for one in KNOWN_EXPANSIONS if "post" not in one)),
}
NEWER = {"post.fields": EVERYTHING["tweet.fields"], "user.fields": EVERYTHING["user.fields"],
         "expansions": "author_id,referenced_posts.id,pinned_post_id"}  # fmt: skip


def envelope(answer: str) -> dict[str, Any]:
    made = SHAPES["answers"][answer]
    one = {"$ref": f"#/$defs/{made['kind']}"}
    parts = {
        "data": {"type": "array", "minItems": 1, "items": one} if made["many"] else one,
        "includes": {"$ref": "#/$defs/includes"},
        "errors": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/single_error"}},
        "meta": {"$ref": "#/$defs/meta"},
    }
    return {"type": "object", "properties": parts, "additionalProperties": False}


@pytest.fixture
def lively(stage):
    """A post with a picture and links, replies of the crowd, a quote, a poll, a message."""
    stage.world.manner = {"limits": False}
    stage.world.save()
    stage.account.profile = {"location": "Prizren", "subscription_type": "Premium"}
    stage.account.about, stage.account.website = "Shih https://kopshti.example #kopsht", "https://kopshti.example"
    stage.account.save()
    set_plan(application=stage.application, tier=Plan.ENTERPRISE, owner=stage.account)
    file = SimpleUploadedFile("a.png", picture_bytes(), "image/png")
    picture = stage.x(
        "post", "media/upload", {"media": file, "media_category": "tweet_image"}, content_type=MULTIPART_CONTENT
    )
    body = {
        "text": "Sot hapim #kopshtin @arta https://kopshti.example",
        "media": {"media_ids": [picture.json()["data"]["id"]]},
    }
    first = stage.x("post", "tweets", body).json()["data"]["id"]
    stage.x("post", "tweets", {"text": "Shih", "quote_tweet_id": first})
    stage.x("post", "tweets", {"text": "Po?", "poll": {"options": ["po", "jo"], "duration_minutes": 60}})
    stage.x("post", "tweets", {"text": "g" * 400})
    stage.x_token.expires_at = None
    stage.x_token.save()
    stage.world = move_clock(world=stage.world, seconds=2 * 86_400)
    guest = stage.world.actors.filter(kind="crowd")[0]
    say_privately(account=stage.account, guest=guest, author=guest, text="A jeni hapur?", network="x", remote_id="77")
    stage.first = first
    return stage


def answers(lively):
    """Every kind of answer by its path: shape and parameters."""
    me, first = lively.account.remote_id, lively.first
    lively.x("get", f"tweets/{first}")  # the audience catches up
    reply = Item.objects.filter(reply_to__remote_id=first)[0]
    return [
        ("tweet", f"tweets/{first}", EVERYTHING),
        ("tweet", f"tweets/{first}", NEWER),
        ("tweets", "tweets", {**EVERYTHING, "ids": f"{first},1,{reply.remote_id}"}),
        ("tweets", f"users/{me}/tweets", {**EVERYTHING, "max_results": 5}),
        ("tweets", f"users/{me}/mentions", {**NEWER, "max_results": 5}),
        ("tweets", "tweets/search/recent", {**EVERYTHING, "query": f"conversation_id:{first}", "max_results": 10}),
        ("tweets", f"tweets/{first}/quote_tweets", EVERYTHING),
        ("user", "users/me", EVERYTHING),
        ("users", "users", {**EVERYTHING, "ids": f"{me},1"}),
        ("users", "users/by", {**NEWER, "usernames": f"{lively.account.handle},nobody"}),
        ("users", f"users/{me}/followers", {**EVERYTHING, "max_results": 3}),
        ("users", f"tweets/{first}/liking_users", {**EVERYTHING, "max_results": 2}),
        ("users", f"users/{me}/muting", {}),
        ("events", "dm_events", {"dm_event.fields": ",".join(sorted(KNOWN_EVENT_FIELDS)), "expansions": "sender_id"}),
    ]


def test_every_answer_has_the_shape_of_the_reference(lively):
    checked = answers(lively)
    found = {}
    for shape, path, params in checked:
        answer = lively.x("get", path, params)
        found[path, shape] = (answer.status_code, faults_of(answer.json(), envelope(shape), SHAPES))

    assert found == {(path, shape): (200, []) for shape, path, _ in checked}


def test_an_edited_post_names_its_versions(lively):
    written = lively.x("post", "tweets", {"text": "Gabim"}).json()["data"]["id"]
    changed = lively.x("post", "tweets", {"text": "Drejt", "edit_options": {"previous_post_id": written}}).json()[
        "data"
    ]

    read = lively.x("get", f"tweets/{changed['id']}", {"tweet.fields": "edit_controls"}).json()["data"]

    assert changed["edit_history_tweet_ids"] == [written, changed["id"]]
    assert (read["text"], read["edit_controls"]["edits_remaining"]) == ("Drejt", 4)
    assert lively.x("get", f"tweets/{written}").json()["data"]["text"] == "Gabim"
    assert Item.objects.filter(text__in=["Gabim", "Drejt"], state="published").count() == 1


@pytest.mark.parametrize(
    ("method", "path", "data", "status"),
    [
        ("get", "tweets", {"ids": ""}, 400),
        ("get", "tweets", {"ids": "x"}, 400),
        ("get", "tweets/1", {"tweet.fields": "nonsense"}, 400),
        ("get", "tweets/1", {"expansions": "nonsense"}, 400),
        ("get", "tweets/search/recent", {"query": "(open"}, 400),
        ("get", "tweets/search/recent", {"query": "near:prizren kopsht"}, 400),
        ("get", "tweets/search/recent", {"query": "is:reply"}, 400),
        ("get", "users/1/likes", {}, 404),
        ("get", "dm_conversations/1-2/dm_events", {}, 403),
        ("post", "tweets", {"text": 5}, 400),
        ("post", "tweets", {"media": {"media_ids": ["1"]}}, 400),
        ("post", "tweets", {"text": "a", "media": {"strange": 1}}, 400),
        ("post", "tweets", {"text": "a", "reply_settings": "nobody"}, 400),
        ("post", "tweets", {"text": "a", "poll": {"options": ["a"], "duration_minutes": 5}}, 400),
        ("post", "tweets", {"text": "a", "poll": {"options": ["a", "b"], "duration_minutes": 1}}, 400),
        ("post", "tweets", {"text": "a", "edit_options": {"previous_post_id": "1"}}, 403),
        ("post", "dm_conversations", {"conversation_type": "Group"}, 403),
        ("post", "media/upload/initialize", {"media_type": "video/mp4", "media_category": "tweet_video",
                                             "total_bytes": 5 * 1024**3}, 400),
    ],
)  # fmt: skip
def test_every_refusal_is_a_problem_and_leaves_no_row(stage, method, path, data, status):
    answer = stage.x(method, path, data)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert faults_of(answer.json(), {"$ref": "#/$defs/problem"}, SHAPES) == []
    assert int(answer["x-rate-limit-limit"] if status != 404 else 1) > 0
    assert (Item.objects.count(), stage.account.clips.count(), stage.application.charges.count()) == (0, 0, 0)
