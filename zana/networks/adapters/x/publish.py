"""Pictures and their alternative text first, the post last."""

import html
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from zana.kernel.words import say
from zana.networks.errors import OutcomeUnknown
from zana.networks.port import CannotTell, Client, Found, NotFound, Picture, Post, Promise, Published, Sent, Sighting

SLACK = timedelta(minutes=1)
NEWEST = "100"


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    body: dict[str, Any] = {"text": post.text}
    pictures = [_upload(client, picture) for picture in post.pictures]
    if pictures:
        body["media"] = {"media_ids": pictures}
    made = client.write("/2/tweets", json=body).get("data", {})
    if not made.get("id"):
        raise OutcomeUnknown
    return Published(made["id"], _address(client, made["id"]))


def find_address(client: Client, post: str) -> str:
    return _address(client, post)


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    """Our words in a post nobody knew of, since we sent, among the newest hundred."""
    if not sent.post.text.strip():
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    page = client.read(
        f"/2/users/{remote_id}/tweets",
        max_results=NEWEST,
        exclude="retweets,replies",
        **{"tweet.fields": "created_at,entities,text"},
    )
    for there in page.get("data", ()):
        if there["id"] in sent.known or _plain(_as_written(there)) != _plain(sent.post.text):
            continue
        if _time(there["created_at"]) < sent.since - SLACK:
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        return Found(Published(there["id"], _address(client, there["id"]), _time(there["created_at"])))
    return NotFound()


def _upload(client: Client, picture: Picture) -> str:
    made = client.prepare(
        "/2/media/upload",
        form={"media_category": "tweet_image", "media_type": picture.media_type},
        files={"media": (picture.name, picture.content, picture.media_type)},
    )
    media = str(made["data"]["id"])
    if picture.alt:
        alt = {"id": media, "metadata": {"alt_text": {"text": picture.alt}}}
        client.prepare("/2/media/metadata", json=alt)
    return media


def _as_written(there: Mapping[str, Any]) -> str:
    """X shortens links, adds one for each picture and writes & as &amp;."""
    text = str(there.get("text", ""))
    for link in there.get("entities", {}).get("urls", ()):
        text = text.replace(link["url"], "" if link.get("media_key") else link.get("expanded_url", link["url"]))
    return html.unescape(text)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _time(written: str) -> datetime:
    """`2026-07-24T21:05:48.000Z`"""
    return datetime.fromisoformat(written).astimezone(UTC)


def _address(client: Client, post: str) -> str:
    return f"{client.website}/i/status/{post}"
