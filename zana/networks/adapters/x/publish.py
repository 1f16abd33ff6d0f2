"""Pictures or a video with their alternative text first, the post last."""

from collections.abc import Mapping
from typing import Any

from zana.kernel.words import say
from zana.networks.adapters.x.media import upload_picture, upload_video
from zana.networks.adapters.x.texts import SLACK, as_written, plain, read_time
from zana.networks.errors import OutcomeUnknown
from zana.networks.port import CannotTell, Client, Found, NotFound, Post, Promise, Published, Sent, Sighting

KINDS = ("text", "link", "photo", "photos", "video")
NEWEST = "100"


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    body: dict[str, Any] = {"text": post.text} if post.text else {}
    media = [upload_picture(client, picture) for picture in post.pictures]
    if post.video is not None:
        media = [upload_video(client, post.video)]
    if media:
        body["media"] = {"media_ids": [one for one, _ in media]}
        promise.keep(",".join(key for _, key in media if key))
    made = client.write("/2/tweets", json=body).get("data", {})
    if not made.get("id"):
        raise OutcomeUnknown
    return Published(made["id"], _address(client, made["id"]))


def find_address(client: Client, post: str) -> str:
    return _address(client, post)


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    """By the key of its pictures, else our words in a post nobody knew of, since we sent, among the newest hundred."""
    if not sent.post.text.strip() and not sent.promise:
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    page = client.read(
        f"/2/users/{remote_id}/tweets",
        max_results=NEWEST,
        exclude="retweets,replies",
        **{"tweet.fields": "attachments,created_at,entities,text"},
    )
    keys = {key for key in sent.promise.split(",") if key}
    for there in page.get("data", ()):
        if there["id"] in sent.known:
            continue
        if keys & set(there.get("attachments", {}).get("media_keys", ())):
            return Found(_published(client, there))
        if not sent.post.text.strip() or plain(as_written(there)) != plain(sent.post.text):
            continue
        if read_time(there["created_at"]) < sent.since - SLACK:
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        return Found(_published(client, there))
    return NotFound()


def _published(client: Client, there: Mapping[str, Any]) -> Published:
    return Published(there["id"], _address(client, there["id"]), read_time(there["created_at"]))


def _address(client: Client, post: str) -> str:
    return f"{client.website}/i/status/{post}"
