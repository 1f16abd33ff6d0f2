"""Answers and mentions come from the network's common view; what we say ourselves is a record of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.adapters.bluesky.keys import make_key
from zana.networks.adapters.bluesky.publish import find_address, plain, write_words
from zana.networks.adapters.bluesky.records import (
    POST,
    Record,
    list_records,
    new_record,
    read_record,
    read_time,
    write_time,
)
from zana.networks.errors import CannotDo, OutcomeUnknown, Refused
from zana.networks.port import (
    Answer,
    Answered,
    Author,
    Client,
    Comment,
    Found,
    Message,
    NotFound,
    Published,
    Sighting,
)

PAGES = 10
PAGE = "100"
MENTIONS = ("mention", "quote")
SLACK = timedelta(minutes=1)


def list_comments(client: Client, remote_id: str, since: datetime, posts: Sequence[str]) -> Sequence[Comment]:
    """`posts` are not asked one by one: the network tells of every answer in one list."""
    theirs = [_comment(client, told) for told in _tell(client, since, ("reply",))]
    return sorted([*theirs, *_our_own(client, remote_id, since)], key=lambda one: one.at)


def list_mentions(client: Client, remote_id: str, since: datetime) -> Sequence[Comment]:
    return sorted((_comment(client, told) for told in _tell(client, since, MENTIONS)), key=lambda one: one.at)


def list_messages(client: Client, remote_id: str, since: datetime) -> Sequence[Message]:
    raise CannotDo(say("Messages on {network} stay in its app.", network="Bluesky"))


def reply(client: Client, remote_id: str, answer: Answer) -> str:
    if answer.way != "public":
        raise CannotDo(say("Messages on {network} stay in its app.", network="Bluesky"))
    parent = read_record(client, answer.comment or answer.post)
    if parent is None:
        raise Refused(say("What you answer to is no longer there."))
    root = parent["value"].get("reply", {}).get("root") or _point_at(parent)
    record = {
        **write_words(client, answer.text),
        "createdAt": write_time(clock.now()),
        "reply": {"root": root, "parent": _point_at(parent)},
    }
    made = client.write("/xrpc/com.atproto.repo.putRecord", json=new_record(remote_id, make_key(clock.now()), record))
    if not made.get("uri"):
        raise OutcomeUnknown
    return str(made["uri"])


def look_for_reply(client: Client, remote_id: str, answered: Answered) -> Sighting:
    wanted = answered.answer.comment or answered.answer.post
    for there in list_records(client, remote_id, POST):
        value = there["value"]
        written = read_time(value["createdAt"])
        if written < answered.since - SLACK:
            break
        same = plain(value.get("text", "")) == plain(answered.answer.text) and there["uri"] not in answered.known
        if same and value.get("reply", {}).get("parent", {}).get("uri") == wanted:
            return Found(Published(there["uri"], find_address(client, there["uri"]), written))
    return NotFound()


def _tell(client: Client, since: datetime, reasons: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """What happened to the account, newest first."""
    asked = {"limit": PAGE}
    for _ in range(PAGES):
        page = client.read("/xrpc/app.bsky.notification.listNotifications", **asked)
        for told in page["notifications"]:
            if read_time(told["indexedAt"]) < since:
                return
            if told["reason"] in reasons:
                yield told
        if not page.get("cursor"):
            return
        asked["cursor"] = page["cursor"]
    raise CannotDo(say("There is more than we read at once."))


def _comment(client: Client, told: Mapping[str, Any]) -> Comment:
    by = told["author"]
    author = Author(by["did"], by.get("displayName") or by["handle"], by["handle"])
    return _make_comment(client, told["uri"], told["record"], author, read_time(told["indexedAt"]))


def _our_own(client: Client, remote_id: str, since: datetime) -> Iterator[Comment]:
    for there in list_records(client, remote_id, POST):
        written = read_time(there["value"]["createdAt"])
        if written < since:
            return
        if "reply" in there["value"]:
            yield _make_comment(client, there["uri"], there["value"], Author(remote_id), written, ours=True)


def _make_comment(
    client: Client, uri: str, value: Record, author: Author, at: datetime, *, ours: bool = False
) -> Comment:
    root = value.get("reply", {}).get("root", {}).get("uri", uri)
    parent = value.get("reply", {}).get("parent", {}).get("uri", root)
    return Comment(
        remote_id=uri,
        text=value.get("text", ""),
        at=at,
        author=author,
        post=root,
        parent="" if parent == root else parent,
        ours=ours,
        url=find_address(client, uri),
        can_reply_privately=False,
    )


def _point_at(there: Record) -> Record:
    return {"uri": there["uri"], "cid": there["cid"]}
