"""Lists, uploads, messages and the weight of words in the X dialect: what is fine and what is not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from PIL import Image

from zana.practice.actions.bars import bar
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.actions.worlds import create_x_account, move_clock
from zana.practice.models import Clip, Item, Message, Picture, Segment
from zana.practice.rules.search import BadQuery, parse_query
from zana.practice.rules.weight import weigh
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


def gif_bytes(size=(20, 20), frames=3):
    kept = io.BytesIO()
    drawn = [Image.new("L", size, number % 250) for number in range(frames)]
    drawn[0].save(kept, "GIF", save_all=True, append_images=drawn[1:])
    return kept.getvalue()


def send(stage, path, data):
    return stage.x("post", path, data, content_type=MULTIPART_CONTENT)


def begin(stage, content, mime, category):
    asked = {"media_type": mime, "total_bytes": len(content), "media_category": category}
    return stage.x("post", "media/upload/initialize", asked).json()["data"]["id"]


def put(stage, identity, number, piece):
    return send(
        stage, f"media/upload/{identity}/append", {"segment_index": number, "media": SimpleUploadedFile("x", piece)}
    )


def put_whole(stage, content, mime, category):
    identity = begin(stage, content, mime, category)
    assert put(stage, identity, 0, content).status_code == 200
    return stage.x("post", f"media/upload/{identity}/finalize")


def wait(stage, seconds):
    stage.world = move_clock(world=stage.world, seconds=seconds)


def status(stage, identity):
    answer = stage.x("get", "media/upload", {"command": "STATUS", "media_id": identity}).json()["data"]
    return answer["processing_info"]


def test_a_film_comes_in_any_order_thinks_and_stands_in_a_post(stage):
    film = film_bytes(seconds=12, size=(640, 360), content=90)
    identity = begin(stage, film, "video/mp4", "tweet_video")
    for number in (2, 0, 1):
        place = number * 100
        assert put(stage, identity, number, film[place : place + 100 if number < 2 else None]).status_code == 200
    first = stage.x("post", f"media/upload/{identity}/finalize").json()["data"]["processing_info"]
    early = stage.x("post", "tweets", {"text": "Film", "media": {"media_ids": [identity]}})
    wait(stage, 1.5)
    between = status(stage, identity)
    wait(stage, 60)
    after = status(stage, identity)
    made = stage.x("post", "tweets", {"text": "Film", "media": {"media_ids": [identity]}})

    assert [one["state"] for one in (first, between, after)] == ["pending", "in_progress", "succeeded"]
    assert first["check_after_secs"] >= 1
    assert (early.status_code, made.status_code, Segment.objects.count()) == (400, 201, 0)
    assert Clip.objects.get().item == Item.objects.get(text="Film")
    wait(stage, 6_000)
    asked = {
        "media_keys": f"13_{identity},3_1", "start_time": "2026-11-02T11:00:00Z", "end_time": "2026-11-03T11:00:00Z",
        "media_analytics.fields": "video_views,playback50,watch_time_ms",
    }  # fmt: skip
    told = stage.x("get", "media/analytics", asked).json()
    (numbers,) = [one["metrics"] for one in told["data"][0]["timestamped_metrics"]]
    views = numbers["video_views"]
    assert numbers == {
        "video_views": views,
        "playback50": views * 41 // 100,
        "watch_time_ms": int(views * 12_000 * 0.42),
    }
    assert views > 0
    assert [one["value"] for one in told["errors"]] == ["3_1"]


@pytest.mark.parametrize("film", [film_bytes(seconds=150), film_bytes(size=(2000, 100)), b"no film" * 20])
def test_a_film_the_network_cannot_use_fails_after_its_processing(stage, film):
    identity = put_whole(stage, film, "video/mp4", "tweet_video").json()["data"]["id"]
    wait(stage, 90)

    told = status(stage, identity)

    assert (told["state"], told["error"]["name"]) == ("failed", "InvalidMedia")
    assert stage.x("post", "tweets", {"media": {"media_ids": [identity]}}).status_code == 400
    assert Item.objects.count() == 0


def test_pictures_in_pieces_and_moving_ones(stage):
    photo = put_whole(stage, picture_bytes("JPEG"), "image/jpeg", "tweet_image").json()["data"]
    moving = put_whole(stage, gif_bytes(), "image/gif", "tweet_gif").json()["data"]
    wait(stage, 5)

    assert "processing_info" not in photo
    assert (moving["processing_info"]["state"], status(stage, moving["id"])["state"]) == ("pending", "succeeded")
    mixed = stage.x("post", "tweets", {"media": {"media_ids": [photo["id"], moving["id"]]}})
    assert (mixed.status_code, Item.objects.count()) == (400, 0)
    assert stage.x("post", "tweets", {"media": {"media_ids": [moving["id"]]}}).status_code == 201


@pytest.mark.parametrize(
    ("content", "mime", "category"),
    [
        (b"\xff\xd8\xff\xe0 broken", "image/jpeg", "tweet_image"),
        (gif_bytes((1300, 10)), "image/gif", "tweet_gif"),
        (gif_bytes((4, 4), 351), "image/gif", "tweet_gif"),
        (picture_bytes(), "image/gif", "tweet_gif"),
    ],
)
def test_broken_and_oversized_pictures_never_become_one(stage, content, mime, category):
    answer = put_whole(stage, content, mime, category)
    wait(stage, 5)

    if category == "tweet_gif":
        assert status(stage, answer.json()["data"]["id"])["state"] == "failed"
    else:
        assert (answer.status_code, Clip.objects.count()) == (400, 0)
    assert Picture.objects.count() == 0


def test_an_upload_keeps_to_what_it_announced(stage):
    photo = picture_bytes()
    identity = begin(stage, photo, "image/png", "tweet_image")
    too_early = stage.x("post", f"media/upload/{identity}/finalize")
    too_many = put(stage, identity, 0, photo + b"more")
    other = put(stage, "1234", 0, b"x")

    assert [one.status_code for one in (too_early, too_many, other)] == [400, 400, 400]
    assert (Segment.objects.count(), Clip.objects.get().received_bytes) == (0, 0)


def test_the_older_address_and_the_older_commands(stage):
    photo = picture_bytes()
    headers = {"Authorization": f"Bearer {stage.x_token.value}"}

    def older(**data):
        return stage.client.post("/practice/x/1.1/media/upload.json", data, headers=headers)

    begun = older(command="INIT", media_type="image/png", total_bytes=len(photo), media_category="tweet_image").json()
    identity = begun["media_id_string"]
    put_there = older(command="APPEND", media_id=identity, segment_index=0, media=SimpleUploadedFile("x", photo))
    done = older(command="FINALIZE", media_id=identity).json()
    described = stage.client.post(
        "/practice/x/1.1/media/metadata/create.json", {"media_id": identity, "alt_text": {"text": "Një kopsht"}},
        content_type="application/json", headers=headers,
    )  # fmt: skip

    assert (begun["media_id"], put_there.status_code, put_there.content) == (int(identity), 200, b"")
    assert (done["size"], described.status_code) == (len(photo), 200)
    assert Picture.objects.get(remote_id=identity).alt_text == "Një kopsht"
    assert older(command="APPEND", media_id="1", segment_index=0).json()["errors"][0]["code"] == 214


def test_a_mark_of_one_list_opens_no_other_and_pages_go_both_ways(stage):
    for number in range(12):
        stage.x("post", "tweets", {"text": f"Postimi {number}"})
    path = f"users/{stage.account.remote_id}/tweets"
    first = stage.x("get", path, {"max_results": 5}).json()
    second = stage.x("get", path, {"max_results": 5, "pagination_token": first["meta"]["next_token"]}).json()
    back = stage.x("get", path, {"max_results": 5, "pagination_token": second["meta"]["previous_token"]}).json()
    stray = [
        stage.x("get", "tweets/search/recent", {"query": "postimi", "next_token": first["meta"]["next_token"]}),
        stage.x("get", path, {"exclude": "replies", "pagination_token": first["meta"]["next_token"]}),
    ]

    assert back["data"] == first["data"]
    assert "previous_token" not in first["meta"]
    assert [one.status_code for one in stray] == [400, 400]


def test_search_knows_its_operators(stage):
    other = create_x_account(owner=stage.person, name="Tjetra", handle="tjetra")
    stage.x("post", "tweets", {"text": "Kopshti hapet nesër"})
    post = publish_post(wall=other, network="x", draft=Draft(text="Dera e kuqe #dera"))
    publish_post(wall=other, network="x", draft=Draft(text="Po, kopshti", reply_to=post))

    def found(query):
        return [one["text"] for one in stage.x("get", "tweets/search/recent", {"query": query}).json().get("data", [])]

    assert found("kopshti") == ["Po, kopshti", "Kopshti hapet nesër"]
    assert found("kopshti -from:tjetra") == ["Kopshti hapet nesër"]
    assert found("from:tjetra is:reply") == found(f"to:tjetra conversation_id:{post.remote_id}") == ["Po, kopshti"]
    assert found('"e kuqe" OR (kopshti nesër)') == ["Dera e kuqe #dera", "Kopshti hapet nesër"]
    assert found("from:tjetra has:hashtags") == ["Dera e kuqe #dera"]


@pytest.mark.parametrize("query", ["", "(a", "a)", "a OR", "is:reply", "near:x a", "a" * 513, "()", "-"])
def test_a_broken_query_is_refused(query):
    if query == "-":
        assert parse_query(query).parts
        return
    with pytest.raises(BadQuery):
        parse_query(query)


def test_the_names_an_answer_begins_with_are_free():
    greeting = "@arta @besa "

    assert weigh(greeting + "a" * 280, answered=["Arta", "besa"]) == 280
    assert weigh(greeting + "a" * 280) == 292
    assert weigh("a @arta", answered=["arta"]) == 7


def test_messages_reach_the_other_side_unless_it_shut_the_door(stage):
    other = create_x_account(owner=stage.person, name="Tjetra")
    sent = stage.x("post", f"dm_conversations/with/{other.remote_id}/messages", {"text": "Përshëndetje"}).json()["data"]
    again = stage.x("post", f"dm_conversations/{sent['dm_conversation_id']}/messages", {"text": "Jeni atje?"})
    bar(account=other, other=stage.account)
    refused = stage.x("post", f"dm_conversations/with/{other.remote_id}/messages", {"text": "Alo"})
    shown = stage.x("get", f"dm_conversations/{sent['dm_conversation_id']}/dm_events", {"max_results": 1}).json()
    rest = stage.x("get", "dm_events", {"pagination_token": shown["meta"]["next_token"]})

    assert (again.status_code, refused.status_code) == (201, 403)
    assert [one["text"] for one in shown["data"]] == ["Jeni atje?"]
    assert rest.status_code == 400  # a mark of the other list
    assert Message.objects.filter(talk__account=other).count() == 2


def test_numbers_of_own_posts_by_day(stage):
    identity = stage.x("post", "tweets", {"text": "Sot"}).json()["data"]["id"]
    stage.x_token.expires_at = None
    stage.x_token.save()
    wait(stage, 3 * 86_400)
    asked = {
        "ids": f"{identity},1", "start_time": "2026-11-02T11:00:00Z", "end_time": "2026-11-05T11:00:00Z",
        "granularity": "daily", "analytics.fields": "impressions,replies",
    }  # fmt: skip

    told = stage.x("get", "tweets/analytics", asked).json()
    whole = stage.x("get", "tweets/analytics", {**asked, "granularity": "total"}).json()["data"][0]

    days = [one["metrics"]["impressions"] for one in told["data"][0]["timestamped_metrics"]]
    assert (len(days), sum(days)) == (3, whole["timestamped_metrics"][0]["metrics"]["impressions"])
    assert days[0] > days[2] > -1
    assert told["errors"][0]["resource_id"] == "1"
