"""Comments under our posts, tags elsewhere, messages. Read newest first, told oldest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from zana.networks import graph, graph_talks
from zana.networks.port import Author, Client, Comment, Message

COMMENT = "id,text,timestamp,username,from{id,username},hidden,parent_id"
FIELDS = f"id,permalink,comments.limit(50){{{COMMENT},replies.limit(50){{{COMMENT}}}}}"


def list_comments(client: Client, remote_id: str, since: datetime, posts: Sequence[str]) -> Sequence[Comment]:
    """Under the newest fifty posts, and under those we know that are older."""
    found: list[Comment] = []
    seen: set[str] = set()
    for there in graph.read_some(client, f"/{remote_id}/media", fields=FIELDS, limit="25"):
        seen.add(there["id"])
        found.extend(_read(remote_id, there))
    for post in posts:
        if post not in seen:
            found.extend(_read(remote_id, client.glance(f"/{post}", fields=FIELDS) or {}))
    return sorted((one for one in found if one.at >= since), key=lambda comment: comment.at)


def list_mentions(client: Client, remote_id: str, since: datetime) -> Sequence[Comment]:
    fields = "id,caption,timestamp,username,permalink"
    found = [_mention(one) for one in graph.read_some(client, f"/{remote_id}/tags", fields=fields)]
    return sorted((one for one in found if one.at >= since), key=lambda comment: comment.at)


def list_messages(client: Client, remote_id: str, since: datetime) -> Sequence[Message]:
    page = see_page(client)
    return graph_talks.list_messages(client, page, {page, remote_id}, since, platform="instagram")


def see_page(client: Client) -> str:
    """Talks belong to the page whose token we hold."""
    return str(client.read("/me", fields="id")["id"])


def _read(account: str, there: Mapping[str, Any]) -> Iterator[Comment]:
    for comment in there.get("comments", {}).get("data", ()):
        yield _comment(account, there, comment)
        for answer in comment.get("replies", {}).get("data", ()):
            yield _comment(account, there, answer, parent=comment["id"])


def _comment(account: str, post: Mapping[str, Any], there: Mapping[str, Any], parent: str = "") -> Comment:
    by = there.get("from") or {}
    name = by.get("username") or there.get("username", "")
    return Comment(
        remote_id=there["id"],
        text=there.get("text", ""),
        at=graph.read_time(there["timestamp"]),
        author=Author(str(by.get("id", "")), name, name),
        post=post["id"],
        parent=there.get("parent_id") or parent,
        hidden=bool(there.get("hidden")),
        ours=by.get("id") == account,
        url=post.get("permalink", ""),
    )


def _mention(there: Mapping[str, Any]) -> Comment:
    name = there.get("username", "")
    return Comment(
        remote_id=there["id"],
        text=there.get("caption", ""),
        at=graph.read_time(there["timestamp"]),
        author=Author("", name, name),
        post=there["id"],
        url=there.get("permalink", ""),
    )
