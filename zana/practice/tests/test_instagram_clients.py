"""Meta's own library, unmodified, publishes on Instagram and sends videos of a Page."""

import httpx
import pytest
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.api import FacebookAdsApi, FacebookSession
from facebook_business.exceptions import FacebookRequestError

from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

pytestmark = [
    pytest.mark.slow,
    # The library warns about its own table of parameter types ("Expect list<Object>; got list").
    pytest.mark.filterwarnings("ignore:value of .* might not be compatible:UserWarning"),
]


@pytest.fixture
def ready(practice_server):
    return practice_server.stage("ready", name="Klientët", followers=500)


@pytest.fixture
def api(practice_server, ready, monkeypatch):
    monkeypatch.setattr(FacebookSession, "GRAPH", f"{practice_server.url}/graph")
    return FacebookAdsApi.init(ready["client_id"], ready["client_secret"], ready["page_token"])


@pytest.fixture
def media(practice_server):
    """Addresses of a picture and of a film on the only host this network may fetch from: our house's."""
    put = practice_server.media.put
    return {"picture": put(picture_bytes("JPEG", (400, 400)), "image/jpeg"), "film": put(film_bytes(), "video/mp4")}


def wait(practice_server, ready, seconds=60):
    practice_server.stage("clock", world=ready["world"], seconds=seconds)


def test_facebook_business_publishes_on_instagram(api, ready, media, practice_server):
    account = IGUser(ready["instagram_account"])
    container = account.create_media(params={"image_url": media["picture"], "caption": "Sot"})["id"]
    with pytest.raises(FacebookRequestError) as early:
        account.create_media_publish(params={"creation_id": container})
    wait(practice_server, ready)
    published = account.create_media_publish(params={"creation_id": container})
    limit = list(account.get_content_publishing_limit(fields=["config", "quota_usage"]))
    wait(practice_server, ready, 2 * 86_400)

    listed = list(account.get_media(fields=["caption", "media_type", "like_count"]))
    insights = list(listed[0].get_insights(params={"metric": ["reach", "views"]}))
    own = list(account.get_insights(params={
        "metric": ["reach"], "period": "day", "metric_type": "total_value", "breakdown": "media_product_type",
    }))  # fmt: skip
    reply = listed[0].create_comment(params={"message": "Faleminderit"})

    assert (early.value.api_error_code(), early.value.api_error_subcode()) == (9007, 2207027)
    assert (limit[0]["quota_usage"], limit[0]["config"]["quota_total"]) == (1, 50)
    assert [(one["id"], one["caption"], one["media_type"]) for one in listed] == [(published["id"], "Sot", "IMAGE")]
    assert [one["values"][0]["value"] > 0 for one in insights] == [True, True]
    assert own[0]["total_value"]["breakdowns"][0]["dimension_keys"] == ["media_product_type"]
    assert reply["id"] in [one["id"] for one in listed[0].get_comments()]
    listed[0].api_delete()
    assert list(account.get_media()) == []


def test_facebook_business_publishes_a_reel_a_story_and_a_carousel(api, ready, media, practice_server):
    account = IGUser(ready["instagram_account"])
    parts = [
        {"image_url": media["picture"], "is_carousel_item": True},
        {"media_type": "VIDEO", "video_url": media["film"], "is_carousel_item": True},
    ]
    children = [account.create_media(params=part)["id"] for part in parts]
    made = [
        account.create_media(params={"media_type": "REELS", "video_url": media["film"]})["id"],
        account.create_media(params={"media_type": "STORIES", "image_url": media["picture"]})["id"],
        account.create_media(params={"media_type": "CAROUSEL", "children": children, "caption": "Dy"})["id"],
    ]
    wait(practice_server, ready)
    reel, story, carousel = [account.create_media_publish(params={"creation_id": one})["id"] for one in made]

    shown = {one["id"]: one["media_product_type"] for one in account.get_media(fields=["media_product_type"])}
    stories = [one["id"] for one in account.get_stories()]

    assert (shown, stories) == ({reel: "REELS", carousel: "FEED"}, [story])


def test_facebook_business_sends_a_video_and_a_reel(api, ready, media, practice_server):
    page = Page(ready["page"])
    video = page.create_video(params={"file_url": media["film"], "description": "Kopshti"})["id"]
    started = page.create_video_reel(params={"upload_phase": "start"})
    reel, content = started["video_id"], film_bytes()
    sent = httpx.post(started["upload_url"], content=content, headers={
        "Authorization": f"OAuth {ready['page_token']}", "offset": "0", "file_size": str(len(content)),
    })  # fmt: skip
    page.create_video_reel(params={"upload_phase": "finish", "video_id": reel, "video_state": "PUBLISHED"})
    before = AdVideo(video).api_get(fields=["status", "post_id"])
    wait(practice_server, ready)
    after = [AdVideo(one).api_get(fields=["status", "post_id"]) for one in (video, reel)]

    assert sent.json() == {"success": True}
    assert (before["status"]["video_status"], "post_id" in before) == ("processing", False)
    assert [one["status"]["video_status"] for one in after] == ["ready", "ready"]
    posts = {post["id"] for post in page.get_posts(fields=["id"])}
    assert {f"{ready['page']}_{one['post_id']}" for one in after} <= posts


def test_a_real_large_upload_is_refused_before_it_is_read(api, ready, practice_server):
    """The sender announces five gigabytes and is told no after the first of them."""
    started = Page(ready["page"]).create_video_reel(params={"upload_phase": "start"})
    size = 5_000_000_000

    answer = httpx.post(started["upload_url"], content=b"abc", headers={
        "Authorization": f"OAuth {ready['page_token']}", "offset": "0", "file_size": str(size),
    })  # fmt: skip

    assert answer.status_code == 400
    assert answer.json()["debug_info"]["type"] == "ProcessingFailedError"
