"""Videos of a Page: by address, in one piece, in chunks, as reels and stories; refused as Facebook refuses them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.loopback import Stage as Loopback
from tests.loopback import answer
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.worlds import move_clock
from zana.practice.models import Clip, Item, PictureFile, World
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


@pytest.fixture
def media(settings):
    server = Loopback()
    settings.ZANA_MEDIA_URL = server.url
    yield server
    server.close()


def wait(seconds=120):
    move_clock(world=World.objects.get(), seconds=seconds)


def file(content):
    return SimpleUploadedFile("film.mp4", content, "video/mp4")


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


def test_a_video_by_address_appears_when_it_is_ready(stage, media):
    media.answers = [answer(film_bytes(size=(1280, 720)))]
    page = stage.page.remote_id

    made = stage.graph(
        "post", f"{page}/videos", {"file_url": f"{media.url}/a.mp4", "description": "Kopshti", "title": "Sot"}
    ).json()["id"]
    early = stage.graph("get", made, {"fields": "status,post_id,permalink_url"}).json()
    unseen = stage.graph("get", f"{page}/posts").json()["data"]
    scheduled = stage.graph("get", f"{page}/scheduled_posts").json()["data"]
    wait()
    later = stage.graph("get", made, {"fields": "status,post_id,permalink_url,length,title,description"}).json()
    posts = stage.graph("get", f"{page}/posts", {"fields": "message,attachments,status_type"}).json()["data"]

    assert (early["status"]["video_status"], "post_id" in early, unseen, scheduled) == ("processing", False, [], [])
    assert later["status"]["video_status"] == "ready"
    assert (later["length"], later["title"], later["description"]) == (12.0, "Sot", "Kopshti")
    assert [one["id"] for one in posts] == [f"{page}_{later['post_id']}"]
    assert posts[0]["status_type"] == "added_video"
    assert posts[0]["attachments"]["data"][0]["target"]["id"] == made
    assert posts[0]["attachments"]["data"][0]["media_type"] == "video"


def test_a_video_comes_in_chunks(stage):
    content = film_bytes(content=6 * 1024 * 1024)
    videos = f"{stage.page.remote_id}/videos"
    started = stage.graph("post", videos, {"upload_phase": "start", "file_size": str(len(content))}).json()
    session = {"upload_session_id": started["upload_session_id"]}
    start, end = int(started["start_offset"]), int(started["end_offset"])
    lost = stage.graph("post", videos, {
        **session, "upload_phase": "transfer", "start_offset": "7", "video_file_chunk": file(b"x"),
    })  # fmt: skip
    while start != end:
        piece = {
            **session, "upload_phase": "transfer", "start_offset": str(start),
            "video_file_chunk": file(content[start:end]),
        }  # fmt: skip
        wanted = stage.graph("post", videos, piece).json()
        start, end = int(wanted["start_offset"]), int(wanted["end_offset"])

    done = stage.graph("post", videos, {**session, "upload_phase": "finish", "description": "Në copa"}).json()
    again = stage.graph("post", videos, {**session, "upload_phase": "finish"})
    wait()

    assert error_of(lost) == (400, 6001, 1363037)
    assert lost.json()["error"]["error_data"] == {"start_offset": "0", "end_offset": "4194304"}
    assert done == {"success": True}
    assert error_of(again) == (400, 6001, 1363041)
    shown = stage.graph("get", started["video_id"], {"fields": "status,source"}).json()
    assert shown["status"]["video_status"] == "ready"
    assert stage.client.get(shown["source"]).content == content


def test_a_cancelled_upload_leaves_nothing(stage):
    videos = f"{stage.page.remote_id}/videos"
    session = stage.graph("post", videos, {"upload_phase": "start", "file_size": "100"}).json()["upload_session_id"]
    stage.graph("post", videos, {
        "upload_phase": "transfer", "upload_session_id": session, "start_offset": "0",
        "video_file_chunk": file(b"x" * 50),
    })  # fmt: skip

    done = stage.graph("post", videos, {"upload_phase": "cancel", "upload_session_id": session}).json()

    assert done == {"success": True}
    assert (Clip.objects.count(), PictureFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"file_url": "http://127.0.0.1:9/a.mp4"}, (400, 389, 1363057)),
        ({"file_url": "https://10.1.2.3/a.mp4"}, (400, 389, 1363057)),
        ({"source": b"no film at all"}, (400, 352, 1363024)),
        ({"source": film_bytes()[:-40]}, (400, 352, 1363024)),
        ({"upload_phase": "start", "file_size": "5000000000"}, (400, 352, 1363023)),
        ({"upload_phase": "sideways"}, (400, 100, None)),
        ({"upload_phase": "transfer", "upload_session_id": "1"}, (400, 6001, 1363041)),
        ({}, (400, 100, None)),
    ],
)  # fmt: skip
def test_what_is_no_video_leaves_nothing(stage, params, expected):
    given = {name: file(value) if isinstance(value, bytes) else value for name, value in params.items()}

    answer = stage.graph("post", f"{stage.page.remote_id}/videos", given)

    assert error_of(answer) == expected
    assert (Clip.objects.count(), Item.objects.count(), PictureFile.objects.count()) == (0, 0, 0)


def send(stage, url, content, **headers):
    return stage.client.post(
        url, content, content_type="application/octet-stream",
        headers={
            "Authorization": f"OAuth {stage.page_token.value}", "offset": "0", "file_size": str(len(content)), **headers
        },
    )  # fmt: skip


def test_a_reel_goes_out_in_three_steps(stage):
    reels = f"{stage.page.remote_id}/video_reels"
    started = stage.graph("post", reels, {"upload_phase": "start"}).json()
    empty = stage.graph("post", reels, {"upload_phase": "finish", "video_id": started["video_id"]})
    sent = send(stage, started["upload_url"], film_bytes()).json()
    uploaded = stage.graph("get", started["video_id"], {"fields": "status"}).json()["status"]
    finish = {"upload_phase": "finish", "video_id": started["video_id"], "video_state": "PUBLISHED"}
    done = stage.graph("post", reels, {**finish, "description": "Nga kopshti"}).json()
    wait(600)

    shown = stage.graph("get", started["video_id"], {"fields": "post_id,status"}).json()
    listed = stage.graph("get", reels, {"fields": "id,description"}).json()["data"]
    insights = stage.graph("get", f"{started['video_id']}/video_insights", {"metric": "blue_reels_play_count"}).json()

    assert started["upload_url"] == f"http://testserver/practice/graph/video-upload/v25.0/{started['video_id']}"
    assert error_of(empty)[:2] == (400, 6000)
    assert (sent, done) == ({"success": True}, {"success": True})
    assert uploaded["video_status"] == "upload_complete"
    assert uploaded["uploading_phase"] == {
        "status": "in_progress", "bytes_transferred": len(film_bytes()), "source_file_size": len(film_bytes()),
    }  # fmt: skip
    assert shown["status"]["publishing_phase"]["publish_status"] == "published"
    assert listed == [{"id": started["video_id"], "description": "Nga kopshti"}]
    assert Item.objects.get().form == Item.REEL
    assert Item.objects.get().stir.form == "reel"
    assert insights["data"][0]["values"][0]["value"] > 0
    refused = stage.graph("get", f"{stage.page.remote_id}_{shown['post_id']}/insights", {"metric": "post_media_view"})
    assert error_of(refused)[:2] == (400, 100)


def test_a_reel_of_the_wrong_shape_is_told_by_its_status(stage):
    reels = f"{stage.page.remote_id}/video_reels"
    started = stage.graph("post", reels, {"upload_phase": "start"}).json()
    send(stage, started["upload_url"], film_bytes(size=(1920, 1080)))
    stage.graph("post", reels, {"upload_phase": "finish", "video_id": started["video_id"]})
    wait()

    status = stage.graph("get", started["video_id"], {"fields": "status"}).json()["status"]

    assert status["video_status"] == "error"
    assert Item.objects.count() == 0


def test_a_trainer_lets_a_video_fail(stage):
    queue_fault(world=stage.world, kind="container_failed", network="facebook")
    videos = f"{stage.page.remote_id}/videos"
    ids = [stage.graph("post", videos, {"source": file(film_bytes())}).json()["id"] for _ in range(2)]
    wait()

    states = [stage.graph("get", one, {"fields": "status"}).json()["status"]["video_status"] for one in ids]

    assert states == ["error", "ready"]
    assert len(stage.graph("get", f"{stage.page.remote_id}/posts").json()["data"]) == 1


def test_thirty_reels_a_day(stage):
    Item.objects.bulk_create(
        Item(
            world=stage.world, network=Item.FACEBOOK, form=Item.REEL, remote_id=f"99{number}", author=stage.page,
            wall=stage.page, created_at=stage.world.now(),
        )
        for number in range(30)
    )  # fmt: skip

    answer = stage.graph("post", f"{stage.page.remote_id}/video_reels", {"upload_phase": "start"})

    assert error_of(answer) == (400, 368, 1390008)
    assert Clip.objects.count() == 0


def test_stories_stand_for_a_day(stage):
    page = stage.page.remote_id
    photo = SimpleUploadedFile("a.png", picture_bytes(), "image/png")
    kept = stage.graph("post", f"{page}/photos", {"source": photo, "published": "false"}).json()["id"]
    first = stage.graph("post", f"{page}/photo_stories", {"photo_id": kept}).json()
    started = stage.graph("post", f"{page}/video_stories", {"upload_phase": "start"}).json()
    send(stage, started["upload_url"], film_bytes(seconds=20))
    second = stage.graph(
        "post", f"{page}/video_stories", {"upload_phase": "finish", "video_id": started["video_id"]}
    ).json()
    wait()

    listed = stage.graph("get", f"{page}/stories").json()["data"]
    in_feed = stage.graph("get", f"{page}/feed").json()["data"]
    again = stage.graph("post", f"{page}/photo_stories", {"photo_id": kept})
    wait(3600)
    metrics = {"metric": "STORY_MEDIA_VIEW,PAGES_FB_STORY_SHARES"}
    numbers = stage.graph("get", f"{first['post_id']}/insights", metrics).json()["data"]
    wait(23 * 3600)

    assert [(one["post_id"], one["media_type"], one["media_id"]) for one in listed] == [
        (second["post_id"], "video", started["video_id"]), (first["post_id"], "photo", kept),
    ]  # fmt: skip
    assert in_feed == []
    assert error_of(again) == (400, 100, 1366051)
    assert [one["name"] for one in numbers] == ["STORY_MEDIA_VIEW", "PAGES_FB_STORY_SHARES"]
    assert numbers[0]["values"][0]["value"] > 0
    assert stage.graph("get", f"{page}/stories").json()["data"] == []


def test_a_video_is_deleted_with_its_post(stage):
    page = stage.page.remote_id
    made = stage.graph("post", f"{page}/videos", {"source": file(film_bytes()), "description": "Ik"}).json()["id"]
    wait()

    done = stage.graph("delete", made).json()

    assert done == {"success": True}
    assert Item.objects.get().removed_at is not None
    assert (Clip.objects.count(), PictureFile.objects.count()) == (0, 0)
