"""Answers under a comment, once in private to whoever wrote it, and in a talk. Never `fields` on these calls: Instagram
writes the comment and then refuses the call."""

from collections.abc import Callable, Mapping

from zana.networks import graph, graph_talks
from zana.networks.adapters.instagram.listen import see_page
from zana.networks.errors import OutcomeUnknown
from zana.networks.graph import SLACK, plain
from zana.networks.port import Answer, Answered, Client, Found, NotFound, Published, Sighting

WAYS = ("public", "private", "message")


def reply(client: Client, remote_id: str, answer: Answer) -> str:
    made = SENDERS[answer.way](client, remote_id, answer)
    if not made:
        raise OutcomeUnknown
    return made


def look_for_reply(client: Client, remote_id: str, answered: Answered) -> Sighting:
    if answered.answer.way != "public":
        page = see_page(client)
        return graph_talks.look_for_message(client, page, {page, remote_id}, answered, platform="instagram")
    for there in graph.read_some(client, _place(answered.answer), fields="id,text,timestamp,from{id}", limit="50"):
        written = graph.read_time(there["timestamp"])
        # An author we may not read counts as ours: asking twice is worse than taking another's for ours.
        ours = (there.get("from") or {}).get("id", remote_id) == remote_id
        same = ours and plain(there.get("text", "")) == plain(answered.answer.text)
        if same and there["id"] not in answered.known and written >= answered.since - SLACK:
            return Found(Published(there["id"], at=written))
    return NotFound()


def _say_in_public(client: Client, account: str, answer: Answer) -> str:
    return str(client.write(_place(answer), form={"message": answer.text}).get("id", ""))


def _say_in_private(client: Client, account: str, answer: Answer) -> str:
    return graph_talks.send(client, f"/{account}/messages", {"comment_id": answer.comment}, answer.text)


def _send_message(client: Client, account: str, answer: Answer) -> str:
    return graph_talks.send(client, f"/{account}/messages", {"id": answer.person}, answer.text)


SENDERS: Mapping[str, Callable[[Client, str, Answer], str]] = {
    "public": _say_in_public,
    "private": _say_in_private,
    "message": _send_message,
}


def _place(answer: Answer) -> str:
    """Only a comment of the first row can be answered: an answer to an answer goes under what that one answers."""
    above = answer.parent or answer.comment
    return f"/{above}/replies" if above else f"/{answer.post}/comments"
