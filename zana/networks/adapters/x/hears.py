"""Being told by X: a check by challenge, and a signature over the bytes as they came."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from zana.networks.port import App, Client, Event, Hook

SIGNATURE = "x-twitter-webhooks-signature"
signed_with = "ZANA_X_CONSUMER_SECRET"


def answer_handshake(query: Mapping[str, str], secret: str, verify_token: str) -> str | None:
    token = query.get("crc_token", "")
    return json.dumps({"response_token": _sign(token.encode(), secret)}) if 0 < len(token) <= 500 else None


def is_genuine(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    return hmac.compare_digest(headers.get(SIGNATURE, "").encode(), _sign(body, secret).encode())


def read_events(sent: Any) -> Sequence[Event]:
    data = sent.get("data") if isinstance(sent, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(data.get("filter"), Mapping):
        return []
    payload = data.get("payload")
    at = _when(payload.get("created_at")) if isinstance(payload, Mapping) else None
    raw = json.dumps(sent, sort_keys=True, separators=(",", ":"))
    account, kind = str(data["filter"].get("user_id", "")), str(data.get("event_type", ""))
    return [Event(account, kind, raw, str(data.get("event_uuid", "")), at)]


def subscribe(client: Client, app: App, remote_id: str, hook: Hook) -> None:
    """Every event costs money, so nobody is subscribed unasked: whoever pays sets it up in the app at X."""


def unsubscribe(client: Client, app: App, remote_id: str) -> None:
    """What was set up at X is taken down there."""


def _sign(content: bytes, secret: str) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()


def _when(written: Any) -> datetime | None:
    """`2026-07-24T21:05:48.000Z`"""
    try:
        return datetime.fromisoformat(str(written)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
