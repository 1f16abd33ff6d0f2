"""Comments under our posts, mentions elsewhere, messages. Read newest first, told oldest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from zana.networks import graph, graph_talks
from zana.networks.port import Author, Client, Comment, Message

COMMENT = "id,message,created_time,from{id,name},parent{id},is_hidden,can_reply_privately,permalink_url"
NEWEST = "comments.filter(stream).order(reverse_chronological).limit(50)"
FIELDS = f"id,permalink_url,attachments{{target{{id}}}},{NEWEST}{{{COMMENT}}}"
FULL = 50


def list_comments(client: Client, remote_id: str, since: datetime, posts: Sequence[str]) -> Sequence[Comment]:
    """Under the newest fifty posts, and under those we know that are older."""
    found: dict[str, Comment] = {}
    seen: set[str] = set()
    for there in graph.read_some(client, f"/{remote_id}/posts", fields=FIELDS, limit="25"):
        known_as = _known_as(there, posts)
        seen.add(known_as)
        _keep(found, _read(client, remote_id, known_as, there, since))
    for post in posts:
        if post not in seen:
            there = client.glance(f"/{post}", fields=f"id,{NEWEST}{{{COMMENT}}}")
            _keep(found, _read(client, remote_id, post, there or {}, since))
    return sorted(found.values(), key=lambda comment: comment.at)


def list_mentions(client: Client, remote_id: str, since: datetime) -> Sequence[Comment]:
    fields = "id,message,created_time,from{id,name},permalink_url"
    tagged = graph.read_some(client, f"/{remote_id}/tagged", fields=fields)
    there = [_comment(remote_id, one["id"], one) for one in tagged]
    return sorted((one for one in there if one.at >= since), key=lambda comment: comment.at)


def list_messages(client: Client, remote_id: str, since: datetime) -> Sequence[Message]:
    return graph_talks.list_messages(client, remote_id, {remote_id}, since, platform="MESSENGER")


def _known_as(there: Mapping[str, Any], posts: Sequence[str]) -> str:
    """A video is known to us by its own id and to the wall by that of its post."""
    shown = [one.get("target", {}).get("id") for one in there.get("attachments", {}).get("data", ())]
    return next((str(one) for one in shown if one in posts), str(there["id"]))


def _read(client: Client, page: str, post: str, there: Mapping[str, Any], since: datetime) -> Iterator[Comment]:
    listed = there.get("comments", {}).get("data", ())
    comments = [_comment(page, post, one) for one in listed]
    if len(comments) >= FULL and comments[-1].at >= since:
        more = graph.read_some(
            client,
            f"/{there['id']}/comments",
            fields=COMMENT,
            filter="stream",
            order="reverse_chronological",
            limit="100",
        )
        comments = [_comment(page, post, one) for one in more]
    yield from (one for one in comments if one.at >= since)


def _keep(found: dict[str, Comment], comments: Iterable[Comment]) -> None:
    found.update((one.remote_id, one) for one in comments)


def _comment(page: str, post: str, there: Mapping[str, Any]) -> Comment:
    by = there.get("from") or {}
    return Comment(
        remote_id=there["id"],
        text=there.get("message", ""),
        at=graph.read_time(there["created_time"]),
        author=Author(str(by.get("id", "")), by.get("name", "")),
        post=post,
        parent=(there.get("parent") or {}).get("id", ""),
        hidden=bool(there.get("is_hidden")),
        ours=by.get("id") == page,
        url=there.get("permalink_url", ""),
        can_reply_privately=there.get("can_reply_privately"),
    )
