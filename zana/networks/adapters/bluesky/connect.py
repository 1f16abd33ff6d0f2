"""A name and an app password, used once for a session. The password is thrown away, the session's keys are kept.

Signing in through OAuth needs a public address that describes this house; app passwords work for everybody.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zana.kernel.words import say
from zana.networks.adapters.bluesky.records import PROFILE, read_record
from zana.networks.errors import Refused
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")


def sign_in(client: Client, *, name: str, password: str) -> Place:
    """Only an app password: it can be taken back alone, and it cannot change the account."""
    if not APP_PASSWORD.fullmatch(password):
        raise Refused(say("That is not an app password. They look like xxxx-xxxx-xxxx-xxxx."))
    given = client.prepare("/xrpc/com.atproto.server.createSession", json={"identifier": name, "password": password})
    return Place(Profile(given["did"], given["handle"], given["handle"]), _tokens(given))


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    return _tokens(client.prepare("/xrpc/com.atproto.server.refreshSession", headers=_bearer(tokens.refresh)))


def see_grant(client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
    """An app password may do what it may do: there is nothing to narrow."""
    return None


def see_profile(client: Client, remote_id: str) -> Profile:
    """From the account's own server: it also answers where nobody counts followers."""
    known = client.read("/xrpc/com.atproto.repo.describeRepo", repo=remote_id)
    kept = read_record(client, f"at://{remote_id}/{PROFILE}/self")
    about: Mapping[str, Any] = kept["value"] if kept else {}
    return Profile(
        remote_id=remote_id,
        handle=known["handle"],
        name=about.get("displayName") or known["handle"],
        bio=about.get("description", ""),
        url=f"{client.website}/profile/{remote_id}",
    )


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    client.prepare("/xrpc/com.atproto.server.deleteSession", headers=_bearer(tokens.refresh))


def read_end(token: str) -> datetime | None:
    """When a session's key runs out, as it says itself; not checked, the server does that."""
    try:
        middle = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return datetime.fromtimestamp(told["exp"], UTC)
    except (IndexError, KeyError, TypeError, ValueError):
        return None


def _tokens(given: Mapping[str, Any]) -> Tokens:
    access = given["accessJwt"]
    return Tokens(access, given["refreshJwt"], read_end(access))


def _bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}
