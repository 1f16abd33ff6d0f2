"""Whatever comes in, the answer is one a real network gives, and no row is left behind."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zana.practice.dialects.x_context import METER
from zana.practice.models import Item, Picture
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from([
    "fields", "limit", "after", "before", "since", "until", "metric", "period", "filter", "order", "summary", "ids",
    "type", "method", "message", "link", "attached_media", "attached_media[0]", "published", "scheduled_publish_time",
    "source", "url", "is_hidden", "batch", "appsecret_proof",
])  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["-1", "0", "²", "99999999999999999999", "1e5", "[", "{", "[[]]", '{"a":', "null", "\x00", "a,b", "٣"]
    ),
)
PATHS = st.sampled_from(
    [
        "",
        "me",
        "me/feed",
        "me/posts",
        "me/photos",
        "me/insights",
        "me/nonsense",
        "0",
        "0_0",
        "²",
        "me/",
        "/",
        "v25.0",
        "oauth",
    ]
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TWEET_KEYS = st.sampled_from(["text", "media", "reply", "quote_tweet_id", "poll", "geo", "nonsense"])
X_ROUTES = st.sampled_from([
    "users/me", "users/0", "users/me/tweets", "users/0/mentions", "tweets", "tweets/0", "tweets/x",
    "tweets/search/recent", "media/upload", "media/metadata", "users/by/username/a", "tweets/0/hidden", "nonsense", "",
    "users", "users/by", "users/0/followers", "tweets/0/liking_users", "tweets/0/quote_tweets", "tweets/analytics",
    "dm_events", "dm_events/0", "dm_conversations/0-1/dm_events", "dm_conversations/with/0/messages", "users/0/muting",
    "media/upload/initialize", "media/upload/0/append", "media/upload/0/finalize", "usage/tweets", "webhooks",
])  # fmt: skip
X_NAMES = st.sampled_from([
    "ids", "query", "max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time", "tweet.fields",
    "user.fields", "media.fields", "expansions", "exclude", "media", "media_category",
    "command", "total_bytes", "media_type", "segment_index", "hidden", "target_user_id", "granularity", "usernames",
    "dm_event.fields", "event_types", "post.fields",
])  # fmt: skip


@FEW
@given(path=PATHS, params=st.dictionaries(NAMES, VALUES, max_size=4), method=st.sampled_from(["get", "post", "delete"]))
def test_the_graph_dialect_never_breaks(stage, path, params, method):
    answer = stage.graph(method, path, params if method != "delete" else {})

    assert answer.status_code in (200, 400, 403)
    assert isinstance(json.loads(answer.content), dict)


@FEW
@given(body=JSON_VALUES | st.dictionaries(TWEET_KEYS, JSON_VALUES, max_size=4))
def test_a_tweet_of_any_shape_is_taken_or_refused(stage, body):
    METER.forget()

    answer = stage.x("post", "tweets", json.dumps(body))

    assert answer.status_code in (201, 400, 403)


@FEW
@given(
    route=X_ROUTES, params=st.dictionaries(X_NAMES, VALUES, max_size=3), method=st.sampled_from(["get", "post", "put"])
)
def test_the_x_dialect_never_breaks(stage, route, params, method):
    METER.forget()

    answer = stage.x(method, route, params if method == "get" else json.dumps(params))

    assert answer.status_code in (200, 201, 400, 403, 404)


@pytest.mark.parametrize("body", ["", "[]", '"text"', "{", "[" * 100_000, "\x00", "null"])
def test_a_body_that_is_no_object_is_refused(stage, body):
    graph = stage.graph("post", "me/feed", body, content_type="application/json")
    x = stage.x("post", "tweets", body)

    assert (graph.status_code, x.status_code) == (400, 400)
    assert Item.objects.count() == 0


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud83d"])
def test_signs_no_database_takes_are_dropped(stage, sign):
    graph = stage.graph("post", "me/feed", f'{{"message": "Sot{sign}"}}', content_type="application/json")
    x = stage.x("post", "tweets", f'{{"text": "Sot{sign}"}}')

    assert (graph.status_code, x.status_code) == (200, 201)
    assert {item.text.rstrip("?") for item in Item.objects.all()} == {"Sot"}


def test_a_hundred_kilobytes_of_text_are_refused(stage):
    graph = stage.graph("post", "me/feed", {"message": "a" * 100_000})
    x = stage.x("post", "tweets", {"text": "a" * 100_000})

    assert (graph.status_code, x.status_code, Item.objects.count()) == (400, 403, 0)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken", picture_bytes("BMP"), picture_bytes("TIFF"), b"%PDF-1.7"]
)
def test_what_is_no_picture_is_refused_on_both(stage, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    graph = stage.graph("post", "me/photos", {"source": SimpleUploadedFile("a.png", content)})
    x = stage.client.post(
        "/practice/x/2/media/upload", {"media": SimpleUploadedFile("a.png", content), "media_category": "tweet_image"},
        headers={"Authorization": f"Bearer {stage.x_token.value}"},
    )  # fmt: skip

    assert (graph.status_code, x.status_code, Picture.objects.count()) == (400, 400, 0)


def test_a_picture_too_large_for_x_is_refused(stage):
    from django.core.files.uploadedfile import SimpleUploadedFile

    large = picture_bytes("PNG") + b"\0" * 5 * 1024 * 1024
    answer = stage.client.post(
        "/practice/x/2/media/upload", {"media": SimpleUploadedFile("a.png", large), "media_category": "tweet_image"},
        headers={"Authorization": f"Bearer {stage.x_token.value}"},
    )  # fmt: skip

    assert (answer.status_code, Picture.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "path",
    [
        "graph/dialog/oauth?client_id=%00",
        "x/2/oauth2/authorize?client_id=%00",
        "w/%00/",
        "w/x/i/%00/",
        "pictures/%00/",
        "graph/%00x",
        "graph/me/%00x",
        "x/2/tweets/%00",
    ],
)
def test_a_null_sign_in_an_address_is_no_error_of_ours(stage, path):
    headers = {"Authorization": f"Bearer {(stage.x_token if path.startswith('x') else stage.page_token).value}"}

    assert stage.client.get(f"/practice/{path}", headers=headers).status_code in (400, 404)
    assert stage.client.post(f"/practice/w/{stage.world.ref}/who/", {"person": "\x00"}).status_code == 404


def test_gigabytes_are_refused_before_they_are_read(stage):
    from zana.practice.dialects.call import MOST_BYTES

    class Endless:
        def read(self, *_size):
            raise AssertionError("the body was read")

        readline = read

    announced = {"CONTENT_LENGTH": str(MOST_BYTES + 1), "wsgi.input": Endless()}
    graph = stage.graph("post", "me/photos", {}, **announced)
    x = stage.x("post", "media/upload", {}, **announced)

    assert (graph.status_code, x.status_code) == (413, 413)
