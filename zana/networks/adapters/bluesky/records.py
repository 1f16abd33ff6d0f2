"""The repository of one account: every post, answer and block is a record in it, under a key we may choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from zana.kernel.words import say
from zana.networks.adapters.bluesky.keys import split_uri
from zana.networks.errors import CannotDo
from zana.networks.port import Client

POST, BLOCK, GATE, PROFILE = (
    "app.bsky.feed.post",
    "app.bsky.graph.block",
    "app.bsky.feed.threadgate",
    "app.bsky.actor.profile",
)
PAGES = 20
PAGE = "100"

Record = Mapping[str, Any]


def read_record(client: Client, uri: str) -> Record | None:
    """{uri, cid, value}, or None where there is none."""
    whose, collection, key = split_uri(uri)
    found: Record | None = client.glance(
        "/xrpc/com.atproto.repo.getRecord", repo=whose, collection=collection, rkey=key
    )
    return found


def list_records(client: Client, whose: str, collection: str) -> Iterator[Record]:
    """The newest keys first."""
    asked = {"repo": whose, "collection": collection, "limit": PAGE}
    for _ in range(PAGES):
        page = client.read("/xrpc/com.atproto.repo.listRecords", **asked)
        yield from page.get("records", ())
        if not page.get("cursor") or len(page["records"]) < int(PAGE):
            return
        asked["cursor"] = page["cursor"]
    raise CannotDo(say("There is more than we read at once."))


def new_record(whose: str, key: str, record: Record) -> dict[str, Any]:
    """What to send to create exactly this one: where something stands under the key, the server says no."""
    return {"repo": whose, "collection": record["$type"], "rkey": key, "record": record, "swapRecord": None}


def remove(client: Client, uri: str) -> None:
    """No error where it is gone already."""
    whose, collection, key = split_uri(uri)
    gone = {"repo": whose, "collection": collection, "rkey": key}
    client.change("POST", "/xrpc/com.atproto.repo.deleteRecord", json=gone)


def write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def read_time(written: str) -> datetime:
    """`2026-07-24T21:05:48.000Z`"""
    return datetime.fromisoformat(written).astimezone(UTC)
