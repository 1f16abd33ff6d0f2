"""Through Instagram's own Login: an account that belongs to no page, with a key of its own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from zana.kernel import clock
from zana.networks import graph
from zana.networks.adapters.instagram.connect import make_profile
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

SCOPES = (
    "instagram_business_basic",
    "instagram_business_content_publish",
    "instagram_business_manage_comments",
    "instagram_business_manage_messages",
    "instagram_business_manage_insights",
)
NEEDS = {
    "publishes": ("instagram_business_basic", "instagram_business_content_publish"),
    "listens": ("instagram_business_basic", "instagram_business_manage_comments"),
    "replies": ("instagram_business_manage_comments",),
    "message": ("instagram_business_manage_messages",),
    "moderates": ("instagram_business_manage_comments",),
    "measures": ("instagram_business_basic", "instagram_business_manage_insights"),
}
FIELDS = "user_id,username,name,biography,website,profile_picture_url"


def consent_address(app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": ",".join(SCOPES),
        "state": state,
        "enable_fb_login": "0",
        "force_reauth": "true",  # whoever is signed in with her own account can choose the organisation's
    }
    return f"{app.dialog_base}/oauth/authorize?{urlencode(query)}"


def exchange(client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
    """A key of an hour for the code, at a host that does nothing else, then the one of sixty days."""
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "authorization_code"}
    there = client.at(app.code_base or app.api_base)
    short = there.prepare("/oauth/access_token", form={**form, "redirect_uri": redirect_uri, "code": code})
    given = _plain(client, app).read(
        "/access_token",
        grant_type="ig_exchange_token",
        client_secret=app.client_secret,
        access_token=short["access_token"],
    )
    return _read_tokens(given, short.get("permissions", ()))


def list_places(client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
    """The one account she chose on the consent page."""
    return [Place(_read_profile(client, "me"), tokens)]


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    """Another sixty days. Not in the first day of a key, when there is no need either."""
    given = _plain(client, app).read("/refresh_access_token", grant_type="ig_refresh_token", access_token=tokens.access)
    return _read_tokens(given, tokens.scopes)


def see_grant(client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
    """This way tells nothing about its keys: a look at the profile has to do."""
    return None


def see_profile(client: Client, remote_id: str) -> Profile:
    return _read_profile(client, remote_id)


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    """Only the person can take it back, in the settings of her account."""


def _read_profile(client: Client, who: str) -> Profile:
    there = client.read(f"/{who}", fields=FIELDS)
    return make_profile(client, {**there, "id": there.get("user_id") or there["id"]})


def _plain(client: Client, app: App) -> Client:
    """Keys are exchanged at addresses without a version."""
    return client.at(app.api_base.removesuffix(f"/{graph.VERSION}"))


def _read_tokens(given: dict[str, Any], permissions: Sequence[str] | str) -> Tokens:
    told = given.get("permissions") or permissions
    scopes = told.split(",") if isinstance(told, str) else told
    ends = clock.now() + timedelta(seconds=int(given["expires_in"]))
    return Tokens(given["access_token"], expires_at=ends, scopes=tuple(sorted(scopes)))
