"""What a program is told about an account on X: one event a call, sealed with the program's secret."""

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

from zana.practice.dialects.x_context import stamp
from zana.practice.models import Application, Ring
from zana.practice.rules.hooks import TOPICS

Body = dict[str, Any]
SIGNATURE = "x-twitter-webhooks-signature"
EVENTS = tuple(dict.fromkeys(TOPICS["x"].values()))


def seal(application: Application, text: bytes) -> str:
    """Of a challenge as of a body: sha256 under the program's secret, in base64."""
    digest = hmac.new(application.client_secret.encode(), text, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def letter_of(rings: list[Ring]) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one call."""
    body = json.dumps(_compose(rings[0]), separators=(",", ":"), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json", "Content-Length": str(len(body)), "User-Agent": "Twitterbot/1.0",
        SIGNATURE: seal(rings[0].hook.application, body),
    }  # fmt: skip
    return body, headers


def _compose(ring: Ring) -> Body:
    event = TOPICS["x"][ring.happening]
    # The same event keeps its number when it is told again.
    number = uuid.uuid5(uuid.NAMESPACE_OID, f"{ring.world.ref} {ring.pk}")
    payload = _message(ring) if ring.message is not None else _post(ring) if ring.item is not None else _follow(ring)
    return {"data": {
        "event_uuid": str(number), "filter": {"user_id": ring.account.remote_id}, "event_type": event, "tag": "",
        "payload": payload,
        "includes": {"users": [_user(actor) for actor in (ring.actor,) if actor is not None]},
    }}  # fmt: skip


def _post(ring: Ring) -> Body:
    item = ring.item
    if item is None:
        return {}
    shown: Body = {
        "id": item.remote_id, "text": ring.facts.get("text", item.text), "author_id": item.author.remote_id,
        "created_at": stamp(item.created_at), "conversation_id": (item.root or item).remote_id,
        "edit_history_tweet_ids": [item.remote_id],
    }  # fmt: skip
    if item.reply_to is not None:
        shown["in_reply_to_user_id"] = item.reply_to.author.remote_id
        shown["referenced_tweets"] = [{"type": "replied_to", "id": item.reply_to.remote_id}]
    return shown


def _message(ring: Ring) -> Body:
    message = ring.message
    if message is None:
        return {}
    ids = sorted((message.talk.account.remote_id, message.talk.guest.remote_id), key=int)
    return {
        "id": message.remote_id, "event_type": "MessageCreate", "text": ring.facts.get("text", message.text),
        "sender_id": message.author.remote_id, "dm_conversation_id": "-".join(ids),
        "created_at": stamp(message.created_at),
    }  # fmt: skip


def _follow(ring: Ring) -> Body:
    return {"source": _user(ring.actor or ring.account), "target": _user(ring.account)}


def _user(actor: Any) -> Body:
    return {"id": actor.remote_id, "name": actor.name, "username": actor.handle}
