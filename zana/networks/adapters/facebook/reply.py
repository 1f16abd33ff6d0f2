"""Answers under a comment, once in private to whoever wrote it, and in a talk."""

from collections.abc import Callable, Mapping

from zana.networks import graph, graph_talks
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
        return graph_talks.look_for_message(client, remote_id, {remote_id}, answered, platform="MESSENGER")
    fields = "id,message,created_time,from{id},permalink_url"
    path = f"/{_place(answered.answer)}/comments"
    for there in graph.read_some(client, path, fields=fields, order="reverse_chronological", limit="50"):
        written = graph.read_time(there["created_time"])
        # An author we may not read counts as ours: asking twice is worse than taking another's for ours.
        ours = (there.get("from") or {}).get("id", remote_id) == remote_id
        same = ours and plain(there.get("message", "")) == plain(answered.answer.text)
        if same and there["id"] not in answered.known and written >= answered.since - SLACK:
            return Found(Published(there["id"], there.get("permalink_url", ""), written))
    return NotFound()


def _say_in_public(client: Client, page: str, answer: Answer) -> str:
    return str(client.write(f"/{_place(answer)}/comments", form={"message": answer.text}).get("id", ""))


def _say_in_private(client: Client, page: str, answer: Answer) -> str:
    return graph_talks.send(client, f"/{page}/messages", {"comment_id": answer.comment}, answer.text)


def _send_message(client: Client, page: str, answer: Answer) -> str:
    return graph_talks.send(client, f"/{page}/messages", {"id": answer.person}, answer.text)


SENDERS: Mapping[str, Callable[[Client, str, Answer], str]] = {
    "public": _say_in_public,
    "private": _say_in_private,
    "message": _send_message,
}


def _place(answer: Answer) -> str:
    """Talks are two deep: an answer to an answer goes under what that one answers."""
    return answer.parent or answer.comment or answer.post
