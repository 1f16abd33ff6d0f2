"""Answers in the talks we began, mentions elsewhere, direct messages. Every item read costs money, so no more is asked
than is new."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zana.kernel import clock
from zana.networks.adapters.x.texts import as_written, read_time, write_time
from zana.networks.port import Author, Client, Comment, Message

FIELDS = {
    "tweet.fields": "author_id,conversation_id,created_at,entities,in_reply_to_user_id,referenced_tweets,text",
    "user.fields": "id,name,username",
    "expansions": "author_id",
}
SEARCHED = timedelta(days=6)  # a search finds seven days, and refuses to begin before them
TALKS_AT_ONCE = 15  # a question has at most 512 signs
MOST_PAGES = 5


def list_comments(client: Client, remote_id: str, since: datetime, posts: Sequence[str]) -> Sequence[Comment]:
    found: dict[str, Comment] = {}
    begin = {"start_time": write_time(since)} if since > clock.now() - SEARCHED else {}
    for start in range(0, len(posts), TALKS_AT_ONCE):
        some = posts[start : start + TALKS_AT_ONCE]
        query = " OR ".join(f"conversation_id:{post}" for post in some)
        asked = {"query": query, **begin, "max_results": "100", **FIELDS}
        for there, author in _read(client, "/2/tweets/search/recent", "next_token", asked):
            if there["id"] not in some:
                found[there["id"]] = _comment(client, remote_id, there, author, there.get("conversation_id", ""))
    return sorted(found.values(), key=lambda comment: comment.at)


def list_mentions(client: Client, remote_id: str, since: datetime) -> Sequence[Comment]:
    asked = {"start_time": write_time(since), "max_results": "100", **FIELDS}
    found = [
        _comment(client, remote_id, there, author, there["id"])
        for there, author in _read(client, f"/2/users/{remote_id}/mentions", "pagination_token", asked)
    ]
    return sorted(found, key=lambda comment: comment.at)


def list_messages(client: Client, remote_id: str, since: datetime) -> Sequence[Message]:
    asked = {
        "dm_event.fields": "id,text,event_type,created_at,sender_id,dm_conversation_id,attachments",
        "event_types": "MessageCreate",
        "expansions": "sender_id",
        "user.fields": "id,name,username",
        "max_results": "100",
    }
    found = []
    for there, author in _read(client, "/2/dm_events", "pagination_token", asked):
        if read_time(there["created_at"]) < since:
            break
        found.append(_message(remote_id, there, author))
    return sorted(found, key=lambda message: message.at)


def _read(
    client: Client, path: str, token: str, asked: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, Any], Author]]:
    """Each item with who wrote it."""
    params = dict(asked)
    for _ in range(MOST_PAGES):
        page = client.read(path, **params)
        people = {one["id"]: one for one in page.get("includes", {}).get("users", ())}
        for there in page.get("data", ()):
            by = there.get("author_id") or there.get("sender_id", "")
            told = people.get(by, {})
            yield there, Author(str(by), told.get("name", ""), told.get("username", ""))
        after = page.get("meta", {}).get("next_token")
        if not after:
            return
        params[token] = after


def _comment(client: Client, account: str, there: Mapping[str, Any], author: Author, post: str) -> Comment:
    answered = [one["id"] for one in there.get("referenced_tweets", ()) if one.get("type") == "replied_to"]
    return Comment(
        remote_id=there["id"],
        text=as_written(there),
        at=read_time(there["created_at"]),
        author=author,
        post=post,
        parent=next((one for one in answered if one != post), ""),
        ours=author.remote_id == account,
        url=f"{client.website}/i/status/{there['id']}",
    )


def _message(account: str, there: Mapping[str, Any], author: Author) -> Message:
    """A talk between two is named after both: `1-2`."""
    thread = str(there.get("dm_conversation_id", ""))
    guest = next((one for one in thread.split("-") if one != account), "")
    return Message(
        remote_id=there["id"],
        text=str(there.get("text", "")),
        at=read_time(there["created_at"]),
        author=author,
        thread=thread,
        person=author if author.remote_id == guest else Author(guest),
        ours=author.remote_id == account,
        attachments=len(there.get("attachments", {}).get("media_keys", ())),
    )
