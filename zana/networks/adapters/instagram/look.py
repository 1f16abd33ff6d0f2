"""Is what we sent standing there? The container knows whether it was shown, the newest posts which one it became."""

from collections.abc import Mapping
from typing import Any

from zana.kernel.words import say
from zana.networks import graph
from zana.networks.graph import SLACK, plain
from zana.networks.port import CannotTell, Client, Found, NotFound, Published, Sent, Sighting

ROW = "row:"  # before the ids of pictures that have no common container yet
FIELDS = "id,caption,timestamp,permalink"


def look_for(client: Client, remote_id: str, sent: Sent) -> Sighting:
    """Without a promise nothing can have been shown: it is kept before the call that shows."""
    if not sent.promise:
        return _look_by_words(client, remote_id, sent)
    if sent.promise.startswith(ROW):
        return NotFound()
    state = str((client.glance(f"/{sent.promise}", fields="status_code") or {}).get("status_code", ""))
    if state != "PUBLISHED":
        return NotFound() if state else _look_by_words(client, remote_id, sent)
    news = [one for one in _newest(client, remote_id, sent) if _is_new(one, sent)]
    same = [one for one in news if plain(one.get("caption", "")) == plain(sent.post.text)]
    if same or len(news) == 1:
        return Found(_published((same or news)[0]))
    return CannotTell(say("Instagram says that it is out, but we cannot tell which one it is."))


def _look_by_words(client: Client, account: str, sent: Sent) -> Sighting:
    if not sent.post.text.strip():
        return CannotTell(say("The post has no text, so we cannot tell it from others."))
    for there in _newest(client, account, sent):
        if there["id"] in sent.known or plain(there.get("caption", "")) != plain(sent.post.text):
            continue
        if not _is_new(there, sent):
            return CannotTell(say("A post with the same words stands there, but it is older than ours."))
        return Found(_published(there))
    return NotFound()


def _newest(client: Client, account: str, sent: Sent) -> list[Mapping[str, Any]]:
    edge = "stories" if sent.post.kind == "story" else "media"
    return list(client.read(f"/{account}/{edge}", fields=FIELDS, limit="25").get("data", ()))


def _is_new(there: Mapping[str, Any], sent: Sent) -> bool:
    return there["id"] not in sent.known and graph.read_time(there["timestamp"]) >= sent.since - SLACK


def _published(there: Mapping[str, Any]) -> Published:
    return Published(str(there["id"]), there.get("permalink", ""), graph.read_time(there["timestamp"]))
