"""Hiding answers, deleting our own, blocking people: all of it records in our own repository."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.adapters.bluesky.keys import key_for, split_uri
from zana.networks.adapters.bluesky.records import (
    BLOCK,
    GATE,
    list_records,
    new_record,
    read_record,
    remove,
    write_time,
)
from zana.networks.errors import CannotDo, OutcomeUnknown, TryLater
from zana.networks.port import Client, Moderates

MOST_HIDDEN = 300
SOON = timedelta(seconds=5)


def hide(client: Client, remote_id: str, comment: str) -> None:
    _change_gate(client, remote_id, comment, hidden=True)


def unhide(client: Client, remote_id: str, comment: str) -> None:
    _change_gate(client, remote_id, comment, hidden=False)


def delete(client: Client, remote_id: str, comment: str) -> None:
    if split_uri(comment)[0] != remote_id:
        raise CannotDo(say("Only who wrote it can delete it. You can hide it."))
    remove(client, comment)


def block(client: Client, remote_id: str, person: str) -> None:
    """One key for one person: blocked again, it is the same record."""
    record = {"$type": BLOCK, "subject": person, "createdAt": write_time(clock.now())}
    put = {**new_record(remote_id, key_for(person), record)}
    del put["swapRecord"]
    client.change("POST", "/xrpc/com.atproto.repo.putRecord", json=put)


def unblock(client: Client, remote_id: str, person: str) -> None:
    """Those made in the app bear other keys."""
    for there in list(list_records(client, remote_id, BLOCK)):
        if there["value"].get("subject") == person:
            remove(client, there["uri"])


def _change_gate(client: Client, remote_id: str, comment: str, *, hidden: bool) -> None:
    """The gate of a talk bears the key of the post that began it. Nobody may have changed it since we read it."""
    root = _root_of(client, comment)
    whose, _, key = split_uri(root)
    if whose != remote_id:
        raise CannotDo(say("Answers can be hidden only under your own posts."))
    gate = read_record(client, f"at://{remote_id}/{GATE}/{key}")
    value: dict[str, Any] = dict(gate["value"]) if gate else {"$type": GATE, "post": root}
    before = list(value.get("hiddenReplies", ()))
    after = [uri for uri in before if uri != comment] + ([comment] if hidden else [])
    if after[-MOST_HIDDEN:] == before or (gate is None and not hidden):
        return
    value = {"createdAt": write_time(clock.now()), **value, "hiddenReplies": after[-MOST_HIDDEN:]}
    put = {**new_record(remote_id, key, value), "swapRecord": gate["cid"] if gate else None}
    try:
        client.change("POST", "/xrpc/com.atproto.repo.putRecord", json=put)
    except OutcomeUnknown:  # somebody was quicker
        raise TryLater(clock.now() + SOON) from None


def _root_of(client: Client, comment: str) -> str:
    there = read_record(client, comment)
    if there is None:
        raise CannotDo(say("It is no longer there."))
    return str(there["value"].get("reply", {}).get("root", {}).get("uri", comment))


ACTS: Moderates = {"hide": hide, "unhide": unhide, "delete": delete, "block": block, "unblock": unblock}
