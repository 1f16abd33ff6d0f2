"""Private messages of Facebook and Instagram: the same conversations, told apart by their platform."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from zana.networks import graph
from zana.networks.graph import SLACK, plain
from zana.networks.port import Answered, Author, Client, Found, Message, NotFound, Published, Sighting

MESSAGE = "id,message,from,created_time,attachments"
# No more than the twenty newest of a talk can be read.
FIELDS = f"id,updated_time,participants,messages.limit(20){{{MESSAGE}}}"


def list_messages(
    client: Client, page: str, ours: Collection[str], since: datetime, *, platform: str
) -> Sequence[Message]:
    """`ours` are the ids the account writes under."""
    found = [one for one in _read_all(client, page, ours, since, platform) if one.at >= since]
    return sorted(found, key=lambda message: message.at)


def send(client: Client, path: str, recipient: Mapping[str, str], text: str) -> str:
    body = {"recipient": dict(recipient), "message": {"text": text}, "messaging_type": "RESPONSE"}
    return str(client.write(path, json=body).get("message_id", ""))


def look_for_message(
    client: Client, page: str, ours: Collection[str], answered: Answered, *, platform: str
) -> Sighting:
    since = answered.since - SLACK
    for one in _read_all(client, page, ours, since, platform):
        same = one.ours and plain(one.text) == plain(answered.answer.text) and one.remote_id not in answered.known
        if same and one.at >= since and answered.answer.person in ("", one.person.remote_id):
            return Found(Published(one.remote_id, at=one.at))
    return NotFound()


def _read_all(client: Client, page: str, ours: Collection[str], since: datetime, platform: str) -> Iterator[Message]:
    path = f"/{page}/conversations"
    for talk in graph.read_some(client, path, platform=platform, fields=FIELDS, limit="25"):
        if graph.read_time(talk["updated_time"]) < since:
            return
        people = [_author(one) for one in talk.get("participants", {}).get("data", ())]
        guest = next((one for one in people if one.remote_id not in ours), Author())
        for there in talk.get("messages", {}).get("data", ()):
            yield _message(talk["id"], guest, ours, there)


def _message(thread: str, guest: Author, ours: Collection[str], there: Mapping[str, Any]) -> Message:
    by = _author(there.get("from") or {})
    return Message(
        remote_id=there["id"],
        text=there.get("message", ""),
        at=graph.read_time(there["created_time"]),
        author=by,
        thread=thread,
        person=guest,
        ours=by.remote_id in ours,
        attachments=len(there.get("attachments", {}).get("data", ())),
    )


def _author(there: Mapping[str, Any]) -> Author:
    return Author(str(there.get("id", "")), there.get("name", ""), there.get("username", ""))
