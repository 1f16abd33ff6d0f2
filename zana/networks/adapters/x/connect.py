"""OAuth 2 with PKCE. The refresh token is good for one use and a new one comes with every answer."""

import base64
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from zana.kernel import clock
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

SCOPES = (
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "media.write",
    "mute.read",
    "mute.write",
    "dm.read",
    "dm.write",
    "offline.access",
)
NEEDS = {
    "publishes": ("tweet.read", "tweet.write", "users.read"),
    "photo": ("media.write",),
    "listens": ("tweet.read", "users.read"),
    "replies": ("tweet.write",),
    "message": ("dm.read", "dm.write"),
    "moderates": ("tweet.moderate.write",),
    "mute": ("mute.write",),
    "measures": ("tweet.read", "users.read"),
}
PROFILE_FIELDS = "description,entities,name,profile_banner_url,profile_image_url,url,username"


def consent_address(app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{app.dialog_base}/i/oauth2/authorize?{urlencode(query, quote_via=quote)}"


def exchange(client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
    return _ask_token(
        client,
        app,
        grant_type="authorization_code",
        code=code,
        redirect_uri=redirect_uri,
        code_verifier=verifier,
    )


def list_places(client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
    person = client.read("/2/users/me", **{"user.fields": PROFILE_FIELDS})["data"]
    return [Place(_profile(client, person), tokens)]


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    return _ask_token(client, app, grant_type="refresh_token", refresh_token=tokens.refresh)


def see_grant(client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
    return None


def see_profile(client: Client, remote_id: str) -> Profile:
    return _profile(client, client.read("/2/users/me", **{"user.fields": PROFILE_FIELDS})["data"])


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    form = {"token": tokens.refresh or tokens.access, "client_id": app.client_id}
    client.prepare("/2/oauth2/revoke", form=form, headers=_who_we_are(app))


def _ask_token(client: Client, app: App, **grant: str) -> Tokens:
    form = {"client_id": app.client_id, **grant}
    given = client.prepare("/2/oauth2/token", form=form, headers=_who_we_are(app))
    life = given.get("expires_in")
    return Tokens(
        access=given["access_token"],
        refresh=given.get("refresh_token", ""),
        expires_at=clock.now() + timedelta(seconds=int(life)) if life else None,
        scopes=tuple(str(given.get("scope", "")).split()),
    )


def _who_we_are(app: App) -> Mapping[str, str]:
    """A public client has no secret and says only its name, in the form."""
    if not app.client_secret:
        return {}
    both = f"{quote(app.client_id)}:{quote(app.client_secret)}".encode()
    return {"Authorization": f"Basic {base64.b64encode(both).decode()}"}


def _profile(client: Client, person: Mapping[str, Any]) -> Profile:
    links = person.get("entities", {}).get("url", {}).get("urls", ())
    return Profile(
        remote_id=person["id"],
        handle=person["username"],
        name=person["name"],
        bio=person.get("description"),
        link=next((link.get("expanded_url") for link in links), person.get("url")),
        picture_url=person.get("profile_image_url"),
        cover_url=person.get("profile_banner_url"),
        url=f"{client.website}/i/user/{person['id']}",
    )
