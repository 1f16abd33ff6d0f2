"""Programs written by others, unmodified, against the real process."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import tweepy
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi, FacebookSession
from facebook_business.exceptions import FacebookRequestError
from requests.adapters import HTTPAdapter

from zana.practice.tests.conftest import picture_bytes

pytestmark = [
    pytest.mark.slow,
    # The library warns about its own table of parameter types ("Expect list<Object>; got list").
    pytest.mark.filterwarnings("ignore:value of .* might not be compatible:UserWarning"),
    pytest.mark.filterwarnings("ignore:Value of value is not be compatible:UserWarning"),
]


class ToPractice(HTTPAdapter):
    """tweepy has its host in its code; the transport takes the call elsewhere."""

    def __init__(self, url):
        super().__init__()
        self.url = url

    def send(self, request, *args, **more):
        request.url = str(request.url).replace("https://api.twitter.com", f"{self.url}/x")
        return super().send(request, *args, **more)


@pytest.fixture
def ready(practice_server):
    return practice_server.stage("ready", name="Klientët", followers=500)


@pytest.fixture
def api(practice_server, ready, monkeypatch):
    monkeypatch.setattr(FacebookSession, "GRAPH", f"{practice_server.url}/graph")

    def sign_in(token):
        return FacebookAdsApi.init(ready["client_id"], ready["client_secret"], token)

    return sign_in


@pytest.fixture
def twitter(practice_server, ready):
    client = tweepy.Client(bearer_token=ready["x"]["access_token"])
    client.session.mount("https://api.twitter.com", ToPractice(practice_server.url))
    yield client
    client.session.close()


def test_facebook_business_finds_its_pages(api, ready):
    api(ready["user_token"])

    pages = list(User("me").get_accounts(fields=["id", "access_token"]))

    assert [(page["id"], page["access_token"]) for page in pages] == [(ready["page"], ready["page_token"])]


def test_facebook_business_posts_reads_and_pages(api, ready):
    api(ready["page_token"])
    page = Page(ready["page"])
    for number in range(7):
        page.create_feed(params={"message": f"Postimi {number}"})

    posts = page.get_posts(fields=["message"], params={"limit": 3})

    assert [post["message"] for post in posts] == [f"Postimi {number}" for number in reversed(range(7))]
    assert page.api_get(fields=["followers_count"])["followers_count"] == 500


def test_facebook_business_uploads_attaches_and_deletes_pictures(api, ready, tmp_path, practice_server):
    file = tmp_path / "kopsht.png"
    file.write_bytes(picture_bytes())
    call = api(ready["page_token"])
    ids = []
    for _ in range(2):
        with file.open("rb") as source:
            answer = call.call(
                "POST", (ready["page"], "photos"), files={"source": source},
                params={"published": "false", "alt_text_custom": "Një kopsht"},
            )  # fmt: skip
        ids.append(answer.json()["id"])

    media = [{"media_fbid": one} for one in ids]
    post = Page(ready["page"]).create_feed(params={"message": "Dy pamje", "attached_media": media})

    shown = practice_server.stage("posts", world=ready["world"], text="Dy pamje")["posts"]
    assert [one["alt_texts"] for one in shown] == [["Një kopsht", "Një kopsht"]]
    PagePost(post["id"]).api_delete()
    assert practice_server.stage("posts", world=ready["world"], text="Dy pamje")["posts"][0]["removed"] is True


def test_facebook_business_comments_hides_and_reads_insights(api, ready, practice_server):
    api(ready["page_token"])
    post = PagePost(Page(ready["page"]).create_feed(params={"message": "Sot hapim kopshtin"})["id"])
    practice_server.stage("clock", world=ready["world"], seconds=3 * 86_400)

    said = list(post.get_comments(fields=["id", "message", "is_hidden"]))
    Comment(said[0]["id"]).api_update(params={"is_hidden": True})
    hidden = list(post.get_comments(fields=["is_hidden"]))
    insights = list(post.get_insights(params={"metric": ["post_media_view", "post_total_media_view_unique"]}))

    assert said
    assert [one["is_hidden"] for one in hidden] == [True] + [False] * (len(said) - 1)
    assert [one["values"][0]["value"] > 0 for one in insights] == [True, True]


def test_facebook_business_is_told_of_errors_as_there(api, ready, practice_server):
    api(ready["page_token"])
    page = Page(ready["page"])
    practice_server.stage("faults", world=ready["world"], kind="token_expired", verb="publish")

    with pytest.raises(FacebookRequestError) as dead_metric:
        list(page.get_insights(params={"metric": ["page_impressions"]}))
    with pytest.raises(FacebookRequestError) as expired:
        page.create_feed(params={"message": "Sot"})

    assert (dead_metric.value.api_error_code(), dead_metric.value.http_status()) == (100, 400)
    assert (expired.value.api_error_code(), expired.value.api_error_subcode()) == (190, 463)


def test_tweepy_posts_reads_and_deletes(twitter, ready):
    me = twitter.get_me(user_auth=False, user_fields=["public_metrics"]).data
    made = twitter.create_tweet(text="Sot hapim kopshtin", user_auth=False).data
    for number in range(6):
        twitter.create_tweet(text=f"Postimi {number}", user_auth=False)
    pages = tweepy.Paginator(twitter.get_users_tweets, me.id, max_results=5, user_auth=False)
    fields = ["public_metrics", "non_public_metrics", "created_at"]
    read = twitter.get_tweet(made["id"], tweet_fields=fields, user_auth=False).data

    assert me.public_metrics["followers_count"] == 500
    assert [post.text for page in pages for post in page.data][-1] == "Sot hapim kopshtin"
    assert read.public_metrics["like_count"] == read.non_public_metrics["impression_count"] == 0
    assert twitter.delete_tweet(made["id"], user_auth=False).data == {"deleted": True}


def test_tweepy_is_told_of_errors_as_there(twitter, ready, practice_server):
    twitter.create_tweet(text="Një herë", user_auth=False)

    with pytest.raises(tweepy.Forbidden) as twice:
        twitter.create_tweet(text="Një herë", user_auth=False)
    practice_server.stage("faults", world=ready["world"], kind="rate_limited", network="x")
    with pytest.raises(tweepy.TooManyRequests) as many:
        twitter.get_me(user_auth=False)
    practice_server.stage("faults", world=ready["world"], kind="broken_before", network="x")
    with pytest.raises(tweepy.TwitterServerError):
        twitter.get_me(user_auth=False)

    assert "duplicate content" in str(twice.value)
    assert int(many.value.response.headers["x-rate-limit-reset"]) > 0


@pytest.mark.parametrize("network", ["facebook", "x"])
def test_a_lost_answer_breaks_off_and_was_written(practice_server, ready, network):
    practice_server.stage("faults", world=ready["world"], kind="answer_lost", verb="publish", network=network)
    path, token = {
        "facebook": (f"/graph/{ready['page']}/feed", ready["page_token"]),
        "x": ("/x/2/tweets", ready["x"]["access_token"]),
    }[network]
    body = {"text": "Humbi"} if network == "x" else {"message": "Humbi"}

    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(practice_server.url + path, json=body, headers={"Authorization": f"Bearer {token}"})

    listed = practice_server.stage("posts", world=ready["world"], text="Humbi", network=network)
    assert listed["count"] == 1


def test_a_photo_is_fetched_from_a_public_address_only(practice_server, ready):
    """The house's own media address is allowed; any other inside our walls is not."""
    call: dict[str, Any] = {"headers": {"Authorization": f"Bearer {ready['page_token']}"}}
    photos = f"{practice_server.url}/graph/me/photos"
    own = practice_server.media.put(picture_bytes(), "image/png")

    fetched = httpx.post(photos, json={"url": own, "caption": "E marrë"}, timeout=30, **call)
    inside = httpx.post(photos, json={"url": "http://127.0.0.1:9/a.png", "caption": "Brenda"}, timeout=30, **call)

    assert (fetched.status_code, inside.status_code) == (200, 400)
    assert inside.json()["error"]["code"] == 1609005
    assert practice_server.stage("posts", world=ready["world"], text="E marrë")["count"] == 1
    assert practice_server.stage("posts", world=ready["world"], text="Brenda")["count"] == 0


def test_facebook_business_sends_a_batch(api, ready):
    batch = api(ready["page_token"]).new_batch()
    done: list[str] = []
    for number in range(3):
        Page(ready["page"]).create_feed(
            params={"message": f"Tufa {number}"}, batch=batch, success=lambda answer: done.append(answer.json()["id"])
        )

    batch.execute()

    assert len(set(done)) == 3


def test_many_at_once_lose_and_double_nothing(practice_server, ready):
    """Eight programs post and read while the audience of a fast world speaks."""
    world, headers = ready["world"], {"Authorization": f"Bearer {ready['page_token']}"}
    practice_server.stage("clock", world=world, speed=10_000)

    def work(worker):
        with httpx.Client(headers=headers, timeout=60) as client:
            for number in range(8):
                posted = client.post(f"{practice_server.url}/graph/me/feed", data={"message": f"{worker}-{number}"})
                read = client.get(f"{practice_server.url}/graph/me/posts", params={"fields": "comments.limit(1)"})
                yield from (posted.status_code, read.status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = [status for statuses in pool.map(lambda worker: list(work(worker)), range(8)) for status in statuses]

    posts = practice_server.stage("posts", world=world)["posts"]
    own = [one["text"] for one in posts if not one["answer"]]
    assert set(answers) == {200}
    assert sorted(own) == sorted(f"{worker}-{number}" for worker in range(8) for number in range(8))
    assert len({one["id"] for one in posts}) == len(posts) > len(own)


def test_facebook_business_runs_a_whole_page(api, ready, practice_server, tmp_path):
    """One page from connecting to the last number, with nothing but what the library offers."""
    file = tmp_path / "kopsht.png"
    file.write_bytes(picture_bytes())
    call = api(ready["page_token"])
    page = Page(ready["page"])
    page.api_update(params={"about": "Për gra", "location": {"city": "Prizren"}, "emails": ["zyra@kopshti.example"]})
    photos = [
        call.call(
            "POST", (ready["page"], "photos"), params={"published": False, "alt_text_custom": "Një kopsht"},
            files={"source": ("a.png", file.read_bytes())},
        ).json()["id"]
        for _ in range(2)
    ]  # fmt: skip
    album = page.create_feed(params={"message": "Dy", "attached_media": [{"media_fbid": one} for one in photos]})
    due = int(time.time()) + 3_600
    waiting = page.create_feed(params={"message": "Më vonë", "published": False, "scheduled_publish_time": due})
    comment = PagePost(album["id"]).create_comment(params={"message": "Mirë se vini"})
    Comment(comment["id"]).api_update(params={"message": "Mirë se erdhët"})
    Comment(comment["id"]).create_like()
    page.create_subscribed_app(params={"subscribed_fields": ["feed", "mention", "messages"]})
    page.create_setting(params={"option": {"PROFANITY_FILTER": "MEDIUM"}})

    profile = page.api_get(fields=["about", "location", "emails", "cover", "fan_count"])
    shown = list(PagePost(album["id"]).get_comments(fields=["message", "like_count", "user_likes"]))
    posts = page.get_posts(fields=["message"], params={"limit": 1})
    follows = page.get_insights(params={"metric": ["page_follows", "page_media_view"], "period": "day"})
    Comment(comment["id"]).api_delete()

    assert (profile["about"], profile["location"]["city"], list(profile["emails"])) == (
        "Për gra", "Prizren", ["zyra@kopshti.example"],
    )  # fmt: skip
    assert [(one["message"], one["like_count"], one["user_likes"]) for one in shown] == [("Mirë se erdhët", 1, True)]
    assert [post["message"] for post in posts] == ["Dy"]
    assert [one["id"] for one in page.get_scheduled_posts()] == [waiting["id"]]
    assert [list(app["subscribed_fields"]) for app in page.get_subscribed_apps()] == [["feed", "mention", "messages"]]
    assert {one["setting"]: one["value"] for one in page.get_settings()}["PROFANITY_FILTER"] == "MEDIUM"
    assert [one["tasks"] for one in page.get_roles()] == [one["tasks"] for one in page.get_assigned_users()]
    assert [len(list(one["values"])) for one in follows] == [2, 2]
    assert [list(edge) for edge in (page.get_blocked(), page.get_conversations(), page.get_visitor_posts())] == [[]] * 3
    assert list(PagePost(album["id"]).get_comments()) == []


def test_an_unmodified_client_needs_only_a_host_mapping(practice_server, ready):
    """The network answers at the root under the names the client has in its code."""
    root = practice_server.url.removesuffix("/practice")
    by_name = {"Host": "graph.facebook.com", "Authorization": f"Bearer {ready['page_token']}"}
    for text in "ab":
        httpx.post(f"{root}/v25.0/me/feed", data={"message": text}, headers=by_name)
    posts = httpx.get(f"{root}/v25.0/me/posts", params={"limit": 1}, headers=by_name).json()
    dialog = httpx.get(f"{root}/v25.0/dialog/oauth", headers={"Host": "www.facebook.com"})

    assert urlsplit(posts["paging"]["next"])[:3] == ("http", "graph.facebook.com", "/v25.0/me/posts")
    following = urlsplit(posts["paging"]["next"])
    onward = httpx.get(f"{root}{following.path}?{following.query}", headers=by_name).json()
    assert [post["message"] for post in posts["data"] + onward["data"]] == ["b", "a"]
    assert (dialog.status_code, "text/html" in dialog.headers["Content-Type"]) == (400, True)
