"""Being told by Meta: one way for Pages and for Instagram. The signature is over the bytes as they came."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from zana.networks.port import App, Client, Event, Hook

SIGNATURE = "x-hub-signature-256"


@dataclass(frozen=True)
class GraphHooks:
    """A `port.Hears`. `object` is what Meta calls the kind of account, `fields` what we want to be told."""

    object: str
    fields: tuple[str, ...]
    signed_with: str = "ZANA_FACEBOOK_APP_SECRET"
    by_app: bool = True  # does the app say by a call where it is told, or is that written into its settings once?

    def answer_handshake(self, query: Mapping[str, str], secret: str, verify_token: str) -> str | None:
        given = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode(), verify_token.encode()):
            return None
        return query.get("hub.challenge", "")

    def is_genuine(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(headers.get(SIGNATURE, "").encode(), signed.encode())

    def read_events(self, sent: Any) -> Sequence[Event]:
        if not isinstance(sent, Mapping) or sent.get("object") != self.object:
            return []
        entries = sent.get("entry")
        found = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
        return [event for entry in found for event in _read_entry(entry)]

    def subscribe(self, client: Client, app: App, remote_id: str, hook: Hook) -> None:
        """Both may be said again: the app's address for everybody, and what we want to be told of this account."""
        if self.by_app:
            self._give_address(client, app, hook)
        client.prepare(f"/{remote_id}/subscribed_apps", form={"subscribed_fields": ",".join(self.fields)})

    def unsubscribe(self, client: Client, app: App, remote_id: str) -> None:
        client.prepare(f"/{remote_id}/subscribed_apps", form={"method": "delete"})

    def _give_address(self, client: Client, app: App, hook: Hook) -> None:
        client.prepare(
            f"/{app.client_id}/subscriptions",
            form={
                "object": self.object,
                "callback_url": hook.address,
                "fields": ",".join(self.fields),
                "verify_token": hook.verify_token,
                "include_values": "true",
            },
            headers={"Authorization": f"Bearer {app.client_id}|{app.client_secret}"},
        )


def _read_entry(entry: Mapping[str, Any]) -> Iterator[Event]:
    account, moment = str(entry.get("id", "")), entry.get("time")
    for change in _parts(entry, "changes"):
        value = change.get("value")
        value = value if isinstance(value, Mapping) else {}
        kind = ".".join(str(part) for part in (change.get("field"), value.get("item")) if part)
        raw = _write({"id": account, "time": moment, "change": change})
        yield Event(account, kind, raw, at=_when(value.get("created_time")) or _when(moment))
    for message in _parts(entry, "messaging"):
        said = message.get("message")
        mid = str(said.get("mid", "")) if isinstance(said, Mapping) else ""
        raw = _write({"id": account, "messaging": message})
        yield Event(account, "message" if mid else "messaging", raw, mid, _when(message.get("timestamp")))


def _parts(entry: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    parts = entry.get(name)
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def _write(part: Mapping[str, Any]) -> str:
    return json.dumps(part, sort_keys=True, separators=(",", ":"))


def _when(moment: Any) -> datetime | None:
    """Seconds, or milliseconds in messages."""
    if not isinstance(moment, int) or isinstance(moment, bool) or not 0 < moment < 10**14:
        return None
    return datetime.fromtimestamp(moment / 1000 if moment > 10**11 else moment, UTC)
