"""Pictures go up unseen first, so that the one call people can see is also the last."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from zana.kernel.words import say
from zana.networks import graph
from zana.networks.errors import OutcomeUnknown
from zana.networks.port import CannotTell, Client, Found, NotFound, Picture, Post, Promise, Published, Sent, Sighting

PAGES_TO_LOOK_AT = 4
SLACK = timedelta(minutes=1)


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    pictures = [_upload(client, remote_id, picture) for picture in post.pictures]
    form = {"message": post.text}
    if pictures:
        form["attached_media"] = json.dumps([{"media_fbid": picture} for picture in pictures])
    made = client.write(f"/{remote_id}/feed", form=form)
    if not made.get("id"):
        raise OutcomeUnknown
    return Published(made["id"])


def find_address(client: Client, post: str) -> str:
    return str(client.read(f"/{post}", fields="permalink_url").get("permalink_url", ""))


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    """Our words in a post nobody knew of, since we sent. Without words one picture looks like another."""
    if not sent.post.text.strip():
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    fields = "id,message,created_time,permalink_url"
    for there in graph.read_pages(client, f"/{remote_id}/posts", most=PAGES_TO_LOOK_AT, fields=fields, limit="50"):
        written = graph.read_time(there["created_time"])
        ours = _plain(there.get("message", "")) == _plain(sent.post.text) and there["id"] not in sent.known
        if ours and written < sent.since - SLACK:
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        if ours:
            return Found(_published(there))
        if written < sent.since - timedelta(days=1):
            break
    return NotFound()


def _upload(client: Client, remote_id: str, picture: Picture) -> str:
    made = client.prepare(
        f"/{remote_id}/photos",
        form={"published": "false", "alt_text_custom": picture.alt},
        files={"source": (picture.name, picture.content, picture.media_type)},
    )
    return str(made["id"])


def _published(there: Mapping[str, Any]) -> Published:
    return Published(there["id"], there.get("permalink_url", ""), graph.read_time(there["created_time"]))


def _plain(text: str) -> str:
    """The network keeps the words and tidies the space between them."""
    return " ".join(unicodedata.normalize("NFC", text).split())
