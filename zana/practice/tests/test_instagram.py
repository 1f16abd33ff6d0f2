"""Instagram as programs see it: containers, media, comments, and every refusal in its own words."""

import json

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loopback import Stage as Loopback
from tests.loopback import answer
from zana.practice.actions.access import Consent, give_consent, issue_token
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.posts import Draft, add_answer, publish_post
from zana.practice.actions.worlds import create_instagram_account, move_clock
from zana.practice.dialects.scopes import INSTAGRAM_SCOPES
from zana.practice.models import Actor, Clip, Container, Item, Picture, PictureFile, Token, World
from zana.practice.rules.films import FILM_LIMITS
from zana.practice.rules.ids import read_shortcode, write_shortcode
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from([
    "fields", "limit", "after", "since", "until", "metric", "period", "metric_type", "breakdown", "timeframe",
    "caption", "media_type", "image_url", "video_url", "children", "user_tags", "creation_id", "is_carousel_item",
    "upload_type", "upload_phase", "file_size", "video_id", "start_offset", "message", "hide", "comment_enabled",
    "recipient", "thumb_offset", "collaborators", "scheduled_publish_time", "published", "video_state",
])  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=8),
    st.sampled_from([
        "-1", "0", "²", "99999999999999999999", "[", "{", "[[]]", '[{"id":1}]', "null", "\x00", "a,b", "REELS",
        "STORIES", "CAROUSEL", "true", "false", "day", "total_value", "views,reach", "start", "finish", "resumable",
    ]),
)  # fmt: skip

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

SQUARE = (400, 400)


@pytest.fixture
def media(settings):
    """A media server; `answers` are taken in turn."""
    server = Loopback()
    settings.ZANA_MEDIA_URL = server.url
    yield server
    server.close()


@pytest.fixture
def ig(stage, media):
    """The account, linked to the page, with the stage and the media server at hand."""
    return Instagram(stage, media)


class Instagram:
    def __init__(self, stage, media):
        self.stage, self.media = stage, media
        self.account = create_instagram_account(
            owner=stage.person, name="Shoqata Kopshti", handle="kopshti", page=stage.page, followers=400
        )
        self.id = self.account.remote_id

    def get(self, path, **params):
        return self.stage.graph("get", path, params)

    def post(self, path, **params):
        return self.stage.graph("post", path, params)

    def make(self, content=None, **params):
        """A container; `content` is what the media server gives for the address."""
        body = picture_bytes("JPEG", SQUARE) if content is None else content
        self.media.answers = [answer(body)]
        given = {"image_url": f"{self.media.url}/a.jpg", **params}
        return self.post(f"{self.id}/media", **{name: value for name, value in given.items() if value is not None})

    def film(self, content=None, kind="REELS", **params):
        body = film_bytes() if content is None else content
        return self.make(body, image_url=None, video_url=f"{self.media.url}/a.mp4", media_type=kind, **params)

    def wait(self, seconds=120):
        move_clock(world=World.objects.get(), seconds=seconds)

    def status(self, container):
        shown = self.get(container, fields="status_code,status").json()
        return shown["status_code"], shown["status"]

    def publish(self, container):
        return self.post(f"{self.id}/media_publish", creation_id=container)

    def publish_now(self, made):
        self.wait()
        return self.publish(made.json()["id"]).json()["id"]


def error_of(answer):
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


def nothing_was_kept():
    return not (Container.objects.exists() or Picture.objects.exists() or Clip.objects.exists()
                or PictureFile.objects.exists() or Item.objects.exists())  # fmt: skip


def test_a_picture_is_made_ready_and_published(ig):
    container = ig.make(caption="Sot hapim kopshtin", alt_text="Një kopsht").json()["id"]
    before, early = ig.status(container), ig.publish(container)
    ig.wait()
    ready = ig.status(container)
    media = ig.publish(container).json()["id"]
    shown = ig.get(
        media, fields="id,caption,media_type,media_product_type,permalink,shortcode,alt_text,username,owner,"
        "comments_count,is_comment_enabled,media_url",
    ).json()  # fmt: skip

    assert before == ("IN_PROGRESS", "In Progress: Media is still being processed.")
    assert error_of(early) == (400, 9007, 2207027)
    assert ready == ("FINISHED", "Finished: Media has been uploaded and it is ready to be published.")
    assert ig.status(container)[0] == "PUBLISHED"
    assert len(media) == 17
    code = write_shortcode(media)
    picture = Picture.objects.get()
    assert shown == {
        "id": media, "caption": "Sot hapim kopshtin", "media_type": "IMAGE", "media_product_type": "FEED",
        "permalink": f"http://testserver/practice/instagram/p/{code}/", "shortcode": code, "alt_text": "Një kopsht",
        "username": "kopshti", "owner": {"id": ig.id}, "comments_count": 0, "is_comment_enabled": True,
        "media_url": f"http://testserver/practice/pictures/{picture.remote_id}/",
    }  # fmt: skip
    assert ig.stage.client.get(shown["permalink"])["Location"].endswith(f"/i/{media}/")
    assert read_shortcode(code) == media


def test_a_container_expires_after_a_day(ig):
    container = ig.make().json()["id"]
    ig.wait(24 * 3600)

    assert ig.status(container) == ("EXPIRED", "Expired: Media was not published within 24 hours.")
    assert error_of(ig.publish(container)) == (400, 24, 2207008)


def test_a_container_is_published_once(ig):
    container = ig.make().json()["id"]
    ig.wait()
    ig.publish(container)

    assert error_of(ig.publish(container)) == (400, -1, 2207032)
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "params", "expected"),
    [
        (picture_bytes("PNG", SQUARE), {}, (400, 36001, 2207005)),
        (b"\xff\xd8\xff\xe0 no picture", {}, (400, 36001, 2207005)),
        (picture_bytes("JPEG", SQUARE)[:-300], {}, (400, 36001, 2207005)),
        (picture_bytes("JPEG", (300, 600)), {}, (400, 36003, 2207009)),
        (picture_bytes("JPEG", (800, 400)), {}, (400, 36003, 2207009)),
        (picture_bytes("JPEG", SQUARE) + bytes(8 * 1024 * 1024), {}, (400, 36000, 2207004)),
        (None, {"caption": "a" * 2_201}, (400, 36004, 2207010)),
        (None, {"caption": "#a " * 31}, (400, 36004, 2207010)),
        (None, {"media_type": "IMGE"}, (400, 100, 2207023)),
        (None, {"media_type": "VIDEO"}, (400, 100, 2207067)),
        (None, {"image_url": None}, (400, 100, None)),
        (None, {"image_url": "http://127.0.0.1:9/a.jpg"}, (400, 9004, 2207052)),
        (None, {"image_url": "https://10.0.0.1/a.jpg"}, (400, 9004, 2207052)),
        (None, {"image_url": "file:///etc/hostname"}, (400, 9004, 2207052)),
        (None, {"alt_text": "a" * 1_001}, (400, 100, None)),
        (None, {"media_type": "CAROUSEL", "children": "1"}, (400, 100, 2207028)),
        (None, {"media_type": "CAROUSEL", "children": "1,2"}, (400, 24, 2207008)),
        (None, {"media_type": "REELS", "is_carousel_item": "true"}, (400, 100, 2207028)),
        (None, {"media_type": "REELS", "video_url": "https://192.168.0.1/a.mp4"}, (400, 9004, 2207052)),
        (None, {"user_tags": '[{"x":1}]'}, (400, 100, 2207035)),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(ig, content, params, expected):
    assert error_of(ig.make(content, **params)) == expected
    assert nothing_was_kept()


def test_a_refusal_says_it_as_instagram_does(ig):
    body = ig.make(picture_bytes("JPEG", SQUARE) + bytes(8 * 1024 * 1024)).json()["error"]

    assert body.pop("fbtrace_id").startswith("A")
    assert body == {
        "message": "The image size is too large.", "type": "OAuthException", "code": 36000, "error_subcode": 2207004,
        "is_transient": False, "error_user_title": "Image size too large",
        "error_user_msg": "The image is too large to download. It should be less than 8 MiB.",
    }  # fmt: skip


def test_a_missing_file_is_not_fetchable(ig):
    ig.media.answers = [answer(b"gone", b"404 Not Found")]

    missing = ig.post(f"{ig.id}/media", image_url=f"{ig.media.url}/a.jpg")

    assert error_of(missing) == (400, 9004, 2207052)
    assert nothing_was_kept()


def test_a_reel_is_processed_and_shown_as_one(ig):
    media = ig.publish_now(ig.film(caption="Si mbillet", share_to_feed="true"))
    shown = ig.get(media, fields="media_type,media_product_type,thumbnail_url,media_url,is_shared_to_feed").json()
    still = ig.stage.client.get(shown["thumbnail_url"])

    assert (shown["media_type"], shown["media_product_type"], shown["is_shared_to_feed"]) == ("VIDEO", "REELS", True)
    assert (still["Content-Type"], still.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert ig.stage.client.get(shown["media_url"]).content == film_bytes()


@pytest.mark.parametrize(
    "made", [{"moov_first": False}, {"seconds": 2}, {"seconds": 901}]
)  # fmt: skip
def test_a_film_that_does_not_fit_fails_while_processing(ig, made):
    container = ig.film(film_bytes(**made)).json()["id"]
    before = ig.status(container)[0]
    ig.wait()

    assert before == "IN_PROGRESS"
    assert ig.status(container) == ("ERROR", "Error: Media upload has failed with error code 2207026")
    assert error_of(ig.publish(container)) == (400, 352, 2207026)


def test_a_trainer_lets_a_container_fail(ig):
    queue_fault(world=ig.stage.world, kind="container_failed", network="instagram")
    container = ig.make().json()["id"]
    ig.wait()

    assert ig.status(container) == ("ERROR", "Error: Media upload has failed with error code 2207001")
    assert ig.make().status_code == 200


def test_a_trainer_lets_a_picture_be_refused_and_nothing_else(ig):
    queue_fault(world=ig.stage.world, kind="media_refused", times=2)
    page = ig.stage.page.remote_id

    text = ig.stage.graph("post", f"{page}/feed", {"message": "Vetëm fjalë"})
    picture = ig.make()
    photo = ig.stage.graph("post", f"{page}/photos", {"url": "https://zana.example/a.jpg"})

    assert text.status_code == 200
    assert (error_of(picture), error_of(photo)) == ((400, 36001, 2207005), (400, 324, 1366046))
    assert ig.make().status_code == 200


def test_a_story_stands_for_a_day(ig):
    media = ig.publish_now(ig.make(picture_bytes("JPEG", (300, 600)), media_type="STORIES"))

    standing = [one["id"] for one in ig.get(f"{ig.id}/stories").json()["data"]]
    in_feed = ig.get(f"{ig.id}/media").json()["data"]
    ig.wait(24 * 3600)

    assert (standing, in_feed) == ([media], [])
    assert ig.get(f"{ig.id}/stories").json()["data"] == []


def test_a_carousel_shows_its_parts_in_order(ig):
    first = ig.make(is_carousel_item="true").json()["id"]
    second = ig.film(kind="VIDEO", is_carousel_item="true").json()["id"]
    whole = ig.post(f"{ig.id}/media", media_type="CAROUSEL", children=f"{second},{first}", caption="Dy").json()["id"]
    waiting = ig.status(whole)[0]
    ig.wait()
    media = ig.publish(whole).json()["id"]

    shown = ig.get(media, fields="media_type,caption,children{media_type}").json()
    listed = ig.get(f"{media}/children", fields="id,media_type").json()["data"]

    assert waiting == "IN_PROGRESS"
    assert (shown["media_type"], shown["caption"]) == ("CAROUSEL_ALBUM", "Dy")
    assert [one["media_type"] for one in shown["children"]["data"]] == ["VIDEO", "IMAGE"]
    assert [ig.get(one["id"], fields="id,media_type").json() for one in listed] == listed
    assert error_of(ig.publish(first)) == (400, 24, 2207008)


def test_bytes_come_in_pieces_to_their_own_address(ig):
    content = film_bytes(content=4000)
    made = ig.post(f"{ig.id}/media", media_type="REELS", upload_type="resumable", caption="Copa").json()

    def send(start, end, token=""):
        return ig.stage.client.post(
            made["uri"], content[start:end], content_type="application/octet-stream",
            headers={
                "Authorization": f"OAuth {token or ig.stage.page_token.value}", "offset": str(start),
                "file_size": str(len(content)),
            },
        )  # fmt: skip

    stranger = send(0, 10, ig.stage.x_token.value)
    first, wrong, rest = send(0, 1500), send(9, 20), send(1500, None)
    ig.wait()

    assert made["uri"] == f"http://testserver/practice/graph/ig-api-upload/v25.0/{made['id']}"
    assert stranger.json()["error"]["code"] == 190
    assert wrong.json() == {"debug_info": {
        "retriable": True, "type": "OffsetInvalidError", "message": "Request starting offset is invalid: 1500",
    }}  # fmt: skip
    assert [one.json() for one in (first, rest)] == [{"success": True, "message": "Upload successful."}] * 2
    assert ig.status(made["id"])[0] == "FINISHED"
    assert ig.get(ig.publish(made["id"]).json()["id"], fields="caption").json()["caption"] == "Copa"


def test_five_gigabytes_are_refused_unread(ig):
    made = ig.post(f"{ig.id}/media", media_type="REELS", upload_type="resumable").json()
    headers = {"Authorization": f"OAuth {ig.stage.page_token.value}", "offset": "0"}

    claimed = ig.stage.client.post(
        made["uri"], b"abc", content_type="video/mp4", headers={**headers, "file_size": "5000000000"}
    )
    sent = ig.stage.client.post(
        made["uri"], b"abc", content_type="video/mp4", headers={**headers, "file_size": "3"},
        CONTENT_LENGTH="5000000000",
    )  # fmt: skip

    assert [one.status_code for one in (claimed, sent)] == [400, 400]
    assert claimed.json()["debug_info"]["type"] == "ProcessingFailedError"
    assert Clip.objects.get().received_bytes == 0
    assert FILM_LIMITS["REELS"].most_bytes < 5_000_000_000


def test_an_upload_may_be_fetched_from_an_address(ig):
    made = ig.post(f"{ig.id}/media", media_type="REELS", upload_type="resumable").json()
    headers = {"Authorization": f"OAuth {ig.stage.page_token.value}"}
    ig.media.answers = [answer(film_bytes())]

    inside = ig.stage.client.post(made["uri"], headers={**headers, "file_url": "https://127.0.0.1:1/a.mp4"})
    done = ig.stage.client.post(made["uri"], headers={**headers, "file_url": f"{ig.media.url}/a.mp4"})

    assert inside.json()["debug_info"]["type"] == "ProcessingFailedError"
    assert done.json()["success"] is True
    assert Clip.objects.get().state == Clip.PROCESSING


def test_a_moment_beyond_the_film_is_no_thumbnail(ig):
    assert error_of(ig.film(thumb_offset="12001")) == (400, 1, 2207057)
    assert nothing_was_kept()
    assert ig.film(thumb_offset="11000").status_code == 200


def test_four_hundred_containers_a_day(ig):
    now = ig.stage.world.now()
    Container.objects.bulk_create(
        Container(account=ig.account, remote_id=f"1799{number}", kind="IMAGE", created_at=now) for number in range(400)
    )

    over = ig.make()
    ig.wait(24 * 3600)

    assert error_of(over) == (400, 4, 2207051)
    assert ig.make().status_code == 200


def test_the_day_has_a_limit(ig):
    ig.stage.world.manner = {"instagram_posts_a_day": 1, "processing_seconds": 0}
    ig.stage.world.save()
    ig.publish(ig.make().json()["id"])

    limit = ig.get(f"{ig.id}/content_publishing_limit", fields="config,quota_usage").json()["data"]
    over = ig.publish(ig.make().json()["id"])
    ig.wait(24 * 3600 + 1)

    assert limit == [{"config": {"quota_total": 1, "quota_duration": 86400}, "quota_usage": 1}]
    assert error_of(over) == (400, 9, 2207042)
    assert ig.get(f"{ig.id}/content_publishing_limit").json()["data"] == [{"quota_usage": 0}]


def test_comments_are_answered_hidden_and_deleted(ig):
    media = ig.publish_now(ig.make(caption="Pyetni"))
    item = Item.objects.get()
    crowd = Actor.objects.filter(kind=Actor.CROWD)[0]
    said = [add_answer(author=crowd, to=item, text=text) for text in ("Kur?", "Jo!")]

    listed = ig.get(f"{media}/comments", fields="id,text,username,from,hidden,replies{text}").json()["data"]
    reply = ig.post(f"{said[0].remote_id}/replies", message="Nesër").json()["id"]
    deeper = ig.post(f"{reply}/replies", message="Më thellë")
    ig.post(said[1].remote_id, hide="true")
    own = ig.post(f"{media}/comments", message="Faleminderit").json()["id"]
    ig.post(own, hide="true")
    shown = ig.get(f"{media}/comments", fields="text,hidden,replies{text,parent_id}").json()["data"]
    gone = ig.stage.graph("delete", said[1].remote_id).json()

    assert [one["text"] for one in listed] == ["Jo!", "Kur?"]
    assert listed[0]["from"] == {"id": crowd.remote_id, "username": crowd.handle}
    assert deeper.status_code == 400
    assert [(one["text"], one["hidden"]) for one in shown] == [("Faleminderit", False), ("Jo!", True), ("Kur?", False)]
    assert shown[2]["replies"]["data"] == [{"text": "Nesër", "parent_id": said[0].remote_id, "id": reply}]
    assert gone == {"success": True}
    assert len(ig.get(f"{media}/comments").json()["data"]) == 2


def test_a_comment_asked_for_fields_stands_and_is_refused(ig):
    media = ig.publish_now(ig.make())

    answer = ig.post(f"{media}/comments?fields=id", message="Dy herë")

    assert error_of(answer) == (400, 20, 1772107)
    assert Item.objects.filter(text="Dy herë").count() == 1


def test_comments_can_be_switched_off(ig):
    media = ig.publish_now(ig.make())
    ig.post(media, comment_enabled="false")
    ig.wait(30 * 86400)

    assert ig.get(media, fields="is_comment_enabled,comments_count").json() == {
        "is_comment_enabled": False, "comments_count": 0, "id": media,
    }  # fmt: skip
    assert error_of(ig.post(f"{media}/comments", message="A ka njeri?")) == (403, 10, None)


def test_media_are_deleted_only_with_that_permission(ig):
    media = ig.publish_now(ig.make())
    grant = ig.stage.page_token.grant
    scopes = list(grant.scopes)
    grant.scopes = [scope for scope in scopes if scope != "instagram_manage_contents"]
    grant.save()
    refused = ig.stage.graph("delete", media)
    grant.scopes = scopes
    grant.save()

    done = ig.stage.graph("delete", media).json()

    assert error_of(refused) == (403, 10, None)
    assert done == {"success": True, "deleted_id": media}
    assert ig.get(media).json()["error"]["error_subcode"] == 33


def test_the_page_leads_to_its_account(ig):
    fields = "instagram_business_account{id,username,followers_count},connected_instagram_account"
    page = ig.get(ig.stage.page.remote_id, fields=fields).json()
    listed = ig.get(f"{ig.stage.page.remote_id}/instagram_accounts", fields="username").json()["data"]
    through_person = ig.stage.graph(
        "get", "me/accounts", {"fields": "instagram_business_account{username}"}, token=ig.stage.user_token.value
    ).json()["data"]
    usage = ig.stage.graph("get", ig.id, token=ig.stage.user_token.value).headers["X-Business-Use-Case-Usage"]

    account = {"id": ig.id, "username": "kopshti", "followers_count": 400}
    assert [(owner, one["type"]) for owner, (one,) in json.loads(usage).items()] == [(ig.id, "instagram")]
    assert page["instagram_business_account"] == account
    assert page["connected_instagram_account"] == {"id": ig.id}
    assert listed == [{"username": "kopshti", "id": ig.id}]
    assert [one["instagram_business_account"]["username"] for one in through_person] == ["kopshti"]


def test_an_account_of_others_is_not_reached(ig):
    other = create_instagram_account(owner=ig.stage.person, name="Tjetër", handle="tjeter", followers=50)
    discovered = ig.get(
        ig.id, fields="business_discovery.username(tjeter){username,followers_count,media.limit(2){caption}}"
    ).json()["business_discovery"]

    assert ig.get(other.remote_id).json()["error"]["error_subcode"] == 33
    assert discovered == {"username": "tjeter", "followers_count": 50, "media": {"data": []}, "id": other.remote_id}
    nobody = ig.get(ig.id, fields="business_discovery.username(askush){id}")
    assert error_of(nobody) == (400, 110, 2207013)


def test_mentions_are_read_and_answered(ig):
    other = create_instagram_account(owner=ig.stage.person, name="Tjetër", handle="tjeter")
    post = publish_post(wall=other, network="instagram", draft=Draft(text="Me @kopshti sot"))
    comment = add_answer(author=other, to=post, text="Falë @kopshti")

    tagged = ig.get(f"{ig.id}/tags", fields="id,username").json()["data"]
    read = ig.get(ig.id, fields=f"mentioned_comment.comment_id({comment.remote_id}){{text}}").json()
    answered = ig.post(f"{ig.id}/mentions", media_id=post.remote_id, message="Faleminderit!").json()["id"]

    assert tagged == [{"id": post.remote_id, "username": "tjeter"}]
    assert read["mentioned_comment"]["text"] == "Falë @kopshti"
    said = Item.objects.get(remote_id=answered)
    assert (said.author, said.reply_to) == (ig.account, post)


def test_a_list_costs_the_same_for_one_and_for_many(ig):
    fields = "id,caption,media_type,media_url,thumbnail_url,alt_text,like_count,comments_count,timestamp,permalink"
    counts = []
    for number in (1, 6):
        for _ in range(number):
            ig.publish_now(ig.make())
        with CaptureQueriesContext(connections["practice"]) as seen:
            listed = ig.get(f"{ig.id}/media", fields=fields).json()["data"]
        counts.append((len(listed), len(seen)))

    assert [count for count, _ in counts] == [1, 7]
    assert counts[0][1] == counts[1][1]


@FEW
@given(
    path=st.sampled_from([
        "", "/media", "/media_publish", "/insights", "/stories", "/tags", "/comments", "/nonsense", "/mentions",
        "/content_publishing_limit", "/conversations", "/messages", "/subscribed_apps", "/children",
    ]),
    method=st.sampled_from(["get", "post", "delete"]),
    params=st.dictionaries(NAMES, VALUES, max_size=4),
)  # fmt: skip
def test_whatever_comes_in_is_answered_as_there(ig, path, method, params):
    answers = [
        ig.stage.graph(method, f"{ig.id}{path}", params),
        ig.stage.graph(method, f"{ig.stage.page.remote_id}/{'video_reels' if path else 'videos'}", params),
    ]

    for one in answers:
        body = one.json()
        assert one.status_code == 200 or set(body) == {"error"}
        assert one.status_code < 500 or body["error"]["message"] == "An unknown error has occurred."


@pytest.fixture
def own(ig):
    """The account's own token, without a Page."""
    stage = ig.stage
    consent = Consent(actors=(ig.account,), scopes=tuple(INSTAGRAM_SCOPES), redirect_uri="")
    grant = give_consent(
        application=stage.application, dialect="ig", person=stage.person, consent=consent, code_seconds=60
    )
    token = issue_token(grant=grant, kind=Token.INSTAGRAM, actor=ig.account, seconds=3600)

    def call(method, path, **params):
        params["access_token"] = token.value
        address = f"/practice/instagram/v25.0/{path}"
        if method == "delete":
            return stage.client.delete(f"{address}?access_token={token.value}")
        return getattr(stage.client, method)(address, params)

    return call


def test_the_accounts_own_token_opens_its_own_door(ig, own):
    me = own("get", "me", fields="user_id,username,account_type").json()
    ig.media.answers = [answer(picture_bytes("JPEG", SQUARE))]
    container = own("post", "me/media", image_url=f"{ig.media.url}/a.jpg", caption="Vetë").json()["id"]
    ig.wait()
    media = own("post", "me/media_publish", creation_id=container).json()["id"]

    assert me == {"user_id": ig.id, "username": "kopshti", "account_type": "BUSINESS", "id": ig.id}
    assert own("get", "me/media", fields="caption").json()["data"] == [{"caption": "Vetë", "id": media}]
    wrong_door = ig.stage.client.get("/practice/graph/me", {"access_token": own("get", "me").wsgi_request.GET[
        "access_token"]})  # fmt: skip
    assert error_of(wrong_door)[1] == 190
    assert own("get", "me", fields="business_discovery.username(kopshti){id}").json()["error"]["code"] == 100
    assert own("get", ig.stage.page.remote_id).json()["error"]["error_subcode"] == 33
    assert own("delete", media).json()["error"]["error_subcode"] == 33
    assert Item.objects.filter(remote_id=media, removed_at=None).count() == 1
