"""tweepy, unmodified, against the real process: its host stands in its code, so the transport takes the calls here."""

import io
import re
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import tweepy
from PIL import Image
from requests.adapters import HTTPAdapter

from tests.stage import TRUST
from zana.practice.tests.conftest import picture_bytes
from zana.practice.tests.films import film_bytes

pytestmark = pytest.mark.slow

BACK = "https://zana.example/back"
HOST = re.compile(r"https://(?:api|upload)\.(?:twitter|x)\.com")
SCOPES = ["tweet.read", "tweet.write", "users.read", "offline.access"]


@pytest.fixture
def here(practice_server, monkeypatch):
    """Signatures are made before the call is led here, as on a machine whose names point here."""
    send = HTTPAdapter.send

    def redirected(self, request, *args, **more):
        request.url = HOST.sub(f"{practice_server.url}/x", str(request.url))
        return send(self, request, *args, **more)

    monkeypatch.setattr(HTTPAdapter, "send", redirected)
    return practice_server


@pytest.fixture
def ready(here):
    return here.stage("ready", name="Tweepy", followers=500, manner={"processing_seconds": 1})


@pytest.fixture
def bearer(ready):
    return tweepy.Client(bearer_token=ready["x"]["access_token"])


@pytest.fixture
def signed(ready):
    keys, token = (ready["client_id"], ready["client_secret"]), ready["x_signed"]
    return tweepy.Client(None, *keys, token["oauth_token"], token["oauth_token_secret"])


@pytest.fixture
def older(ready):
    token = ready["x_signed"]
    auth = tweepy.OAuth1UserHandler(
        ready["client_id"], ready["client_secret"], token["oauth_token"], token["oauth_token_secret"]
    )
    return tweepy.API(auth)


def say_yes(here, ready, address):
    """The person in the browser: says who she is, then allows; returns where she is sent."""
    with httpx.Client(verify=TRUST) as browser:

        def press(where, **data):
            page = browser.get(where).text
            token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
            scopes = re.findall(r'name="scope" value="([\w.]+)"', page)
            return browser.post(where, data={"csrfmiddlewaretoken": token, "scope": scopes, **data})

        press(f"{here.url}/w/{ready['world']}/who/", person=ready["person"])
        answer = press(address, decision="allow", account=ready["x_account"])
        return answer.headers.get("Location") or answer.text


def test_oauth2_connects_refreshes_once_and_revokes(here, ready):
    handler = tweepy.OAuth2UserHandler(
        client_id=ready["client_id"], redirect_uri=BACK, scope=SCOPES, client_secret=ready["client_secret"]
    )
    address = handler.get_authorization_url().replace("https://twitter.com", f"{here.url}/x")
    token = handler.fetch_token(say_yes(here, ready, address))
    me = tweepy.Client(token["access_token"]).get_me(user_auth=False).data
    fresh = handler.refresh_token("https://api.twitter.com/2/oauth2/token", refresh_token=token["refresh_token"],
                                  auth=handler.auth)  # fmt: skip
    again = httpx.post(f"{here.url}/x/2/oauth2/token", auth=(ready["client_id"], ready["client_secret"]), data={
        "grant_type": "refresh_token", "refresh_token": token["refresh_token"],
    })  # fmt: skip

    assert str(me.id) == ready["x_account"]
    assert fresh["refresh_token"] != token["refresh_token"]
    assert (again.status_code, again.json()) == (
        400, {"error": "invalid_request", "error_description": "Value passed for the token was invalid."},
    )  # fmt: skip
    assert str(tweepy.Client(fresh["access_token"]).get_me(user_auth=False).data.id) == ready["x_account"]


@pytest.mark.parametrize("callback", [BACK, "oob"])
def test_oauth1_connects_by_callback_and_by_number(here, ready, callback):
    handler = tweepy.OAuth1UserHandler(ready["client_id"], ready["client_secret"], callback=callback)
    address = handler.get_authorization_url().replace("https://api.twitter.com", f"{here.url}/x")
    told = say_yes(here, ready, address)
    verifier = parse_qs(urlsplit(told).query).get("oauth_verifier") or re.findall(r"<strong>(\d{7})</strong>", told)

    token, secret = handler.get_access_token(verifier[0])

    client = tweepy.Client(None, ready["client_id"], ready["client_secret"], token, secret)
    assert token.startswith(f"{ready['x_account']}-")
    assert client.create_tweet(text=f"Nënshkruar {callback}").data["text"] == f"Nënshkruar {callback}"


def test_what_was_signed_wrongly_is_nobody(ready, signed):
    signed.access_token_secret = "x" * 40  # a wrong one on purpose

    with pytest.raises(tweepy.Unauthorized):
        signed.create_tweet(text="Kush jam?")


def test_both_ways_write_read_page_and_delete(bearer, signed):
    for client, auth in ((bearer, False), (signed, True)):
        me = client.get_me(user_auth=auth, user_fields=["public_metrics"]).data
        ids = [client.create_tweet(text=f"{auth} {number}", user_auth=auth).data["id"] for number in range(7)]
        pages = list(tweepy.Paginator(
            client.get_users_tweets, me.id, max_results=5, since_id=int(ids[0]) - 1, user_auth=auth
        ))  # fmt: skip
        read = client.get_tweets([ids[0], 99], tweet_fields=["non_public_metrics", "created_at"], user_auth=auth)

        assert [post.text for page in pages for post in page.data] == [f"{auth} {n}" for n in reversed(range(7))]
        assert (read.data[0].non_public_metrics["impression_count"], len(read.errors)) == (0, 1)
        assert client.delete_tweet(ids[0], user_auth=auth).data == {"deleted": True}

        client.bookmark(ids[3]) if not auth else None  # only with OAuth 2, as there
        assert [post.id for post in client.get_home_timeline(max_results=1, user_auth=auth).data] == [int(ids[6])]
    kept = bearer.get_bookmarks().data or []
    assert len(kept) == 1
    assert (bearer.remove_bookmark(kept[0].id).data, bearer.get_bookmarks().data) == ({"bookmarked": False}, None)


def test_the_conversation_is_found_hidden_and_answered(here, ready, bearer):
    root = bearer.create_tweet(text="Sot hapim kopshtin, ejani", user_auth=False).data["id"]
    here.stage("clock", world=ready["world"], speed=10_000)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = bearer.search_recent_tweets(
            f"conversation_id:{root} is:reply to:{_handle(bearer)}", expansions=["author_id"], max_results=100
        )
        if found.data:
            break
        time.sleep(0.3)
    reply = found.data[0]
    named = bearer.get_users_mentions(ready["x_account"], max_results=100)

    assert bearer.hide_reply(reply.id, user_auth=False).data == {"hidden": True}
    assert bearer.unhide_reply(reply.id, user_auth=False).data == {"hidden": False}
    assert reply.id in {post.id for post in named.data}
    answer = bearer.create_tweet(text="Faleminderit", in_reply_to_tweet_id=reply.id, user_auth=False).data
    assert bearer.get_tweet(answer["id"], tweet_fields=["conversation_id"]).data.conversation_id == int(root)


def test_pictures_and_films_go_up_in_one_go_and_in_pieces(here, ready, older, signed):
    one = older.simple_upload("a.png", file=io.BytesIO(picture_bytes()))
    pieces = older.chunked_upload("b.png", file=io.BytesIO(picture_bytes("JPEG")), file_type="image/jpeg",
                                  media_category="tweet_image")  # fmt: skip
    older.create_media_metadata(one.media_id, "Një kopsht me plot ngjyra")
    film = older.chunked_upload("c.mp4", file=io.BytesIO(film_bytes()), file_type="video/mp4",
                                media_category="tweet_video")  # fmt: skip
    moving = older.chunked_upload("d.gif", file=io.BytesIO(_gif()), file_type="image/gif", media_category="tweet_gif")
    posts = [
        signed.create_tweet(text=text, media_ids=ids).data["id"]
        for text, ids in (
            ("Dy", [one.media_id, pieces.media_id]),
            ("Film", [film.media_id]),
            ("Lëviz", [moving.media_id]),
        )
    ]
    read = signed.get_tweets(
        posts, expansions=["attachments.media_keys"], tweet_fields=["attachments"], media_fields=["alt_text", "width"],
        user_auth=True,
    )  # fmt: skip

    assert film.processing_info["state"] == moving.processing_info["state"] == "succeeded"
    assert [one.type for one in read.includes["media"]] == ["photo", "photo", "video", "animated_gif"]
    assert read.includes["media"][0].alt_text == "Një kopsht me plot ngjyra"
    with pytest.raises(tweepy.BadRequest):
        signed.create_tweet(text="Përzier", media_ids=[film.media_id, one.media_id])


def test_messages_are_sent_listed_and_deleted(here, ready, bearer):
    other = here.stage("x-accounts", owner=ready["person"], name="Tjetra")["account"]
    sent = bearer.create_direct_message(participant_id=other, text="Përshëndetje", user_auth=False).data
    listed = bearer.get_direct_message_events(
        participant_id=other, dm_event_fields=["sender_id", "created_at", "dm_conversation_id"], user_auth=False
    ).data

    assert [(one.text, str(one.sender_id)) for one in listed] == [("Përshëndetje", ready["x_account"])]
    assert listed[0].dm_conversation_id == sent["dm_conversation_id"]
    gone = bearer.request("DELETE", f"/2/dm_events/{listed[0].id}").json()
    assert gone == {"data": {"deleted": True}}
    assert bearer.get_direct_message_events(user_auth=False).data is None


def test_errors_are_told_as_there(here, ready, bearer):
    bearer.create_tweet(text="Një herë", user_auth=False)
    with pytest.raises(tweepy.Forbidden, match="duplicate content"):
        bearer.create_tweet(text="Një herë", user_auth=False)
    here.stage("faults", world=ready["world"], kind="rate_limited", network="x", seconds=60)
    with pytest.raises(tweepy.TooManyRequests) as many:
        bearer.get_me(user_auth=False)
    with pytest.raises(tweepy.Unauthorized):
        tweepy.Client("nonsense").get_me(user_auth=False)
    with pytest.raises(tweepy.Forbidden):
        bearer.like(ready["x_account"], user_auth=False)
    with pytest.raises(tweepy.BadRequest):
        bearer.get_tweets([1], tweet_fields=["nonsense"])

    assert 50 < int(many.value.response.headers["x-rate-limit-reset"]) - time.time() < 70


def test_a_program_by_itself_reads_what_is_public(here, ready, bearer):
    post = bearer.create_tweet(text="Për të gjithë", user_auth=False).data["id"]
    auth = tweepy.OAuth2AppHandler(ready["client_id"], ready["client_secret"])
    program = tweepy.Client(auth._bearer_token)

    assert program.get_tweet(post).data.text == "Për të gjithë"
    with pytest.raises(tweepy.Forbidden, match="Application-Only"):
        program.get_me(user_auth=False)


def _handle(client):
    return client.get_me(user_auth=False).data.username


def _gif():
    kept = io.BytesIO()
    frames = [Image.new("P", (20, 20), number) for number in range(3)]
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    return kept.getvalue()
