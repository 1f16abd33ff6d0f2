"""Pictures first, the post last, under a key that was stored before: so no attempt can make a second post."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.adapters.bluesky.facets import find_facets
from zana.networks.adapters.bluesky.keys import make_key, split_uri
from zana.networks.adapters.bluesky.records import (
    POST,
    Record,
    list_records,
    new_record,
    read_record,
    read_time,
    write_time,
)
from zana.networks.errors import OutcomeUnknown
from zana.networks.port import (
    CannotTell,
    Client,
    Found,
    NotFound,
    Picture,
    Post,
    Promise,
    Published,
    Sent,
    Sighting,
)

SLACK = timedelta(minutes=1)


def publish(client: Client, remote_id: str, post: Post, promise: Promise) -> Published:
    """`promise` holds the key; see docs/decisions/bluesky-names-its-posts.md."""
    record = {**write_words(client, post.text), "createdAt": write_time(clock.now())}
    if post.language:
        record["langs"] = [post.language]
    if post.pictures:
        images = [_upload(client, picture) for picture in post.pictures]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    key = promise.value or make_key(clock.now())
    promise.keep(key)
    made = client.write("/xrpc/com.atproto.repo.putRecord", json=new_record(remote_id, key, record))
    if not made.get("uri"):
        raise OutcomeUnknown
    return Published(made["uri"], find_address(client, made["uri"]))


def find_address(client: Client, post: str) -> str:
    whose, _, key = split_uri(post)
    return f"{client.website}/profile/{whose}/post/{key}"


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    """Under the key we promised, it is there or it is not. Without one: our words in a post nobody knew of."""
    if sent.promise:
        there = read_record(client, f"at://{remote_id}/{POST}/{sent.promise}")
        return Found(_published(client, there)) if there else NotFound()
    if not sent.post.text.strip():
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    return _look_through(client, remote_id, sent)


def _look_through(client: Client, remote_id: str, sent: Sent) -> Sighting:
    for there in list_records(client, remote_id, POST):
        written = read_time(there["value"]["createdAt"])
        ours = plain(there["value"].get("text", "")) == plain(sent.post.text) and there["uri"] not in sent.known
        if ours and written < sent.since - SLACK:
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        if ours:
            return Found(_published(client, there))
        if written < sent.since - timedelta(days=1):
            break
    return NotFound()


def write_words(client: Client, text: str) -> dict[str, Any]:
    """A post with nothing but its text; who is mentioned is asked of the server."""

    def resolve(name: str) -> str | None:
        found = client.glance("/xrpc/com.atproto.identity.resolveHandle", handle=name)
        return str(found["did"]) if found else None

    facets = find_facets(text, resolve)
    return {"$type": POST, "text": text, **({"facets": facets} if facets else {})}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _upload(client: Client, picture: Picture) -> dict[str, Any]:
    headers = {"Content-Type": picture.media_type}
    blob = client.prepare("/xrpc/com.atproto.repo.uploadBlob", body=picture.content, headers=headers)["blob"]
    shape = {"width": picture.width, "height": picture.height}
    return {"image": blob, "alt": picture.alt, **({"aspectRatio": shape} if all(shape.values()) else {})}


def _published(client: Client, there: Record) -> Published:
    return Published(there["uri"], find_address(client, there["uri"]), read_time(there["value"]["createdAt"]))
