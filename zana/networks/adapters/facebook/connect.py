"""The consent page, a short and then a long token, and the pages the person may speak for."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from zana.kernel import clock
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
    "read_insights",
)
PROFILE_FIELDS = "id,name,username,about,website,link,picture.type(large){url},cover{source}"


def consent_address(app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": ",".join(SCOPES),
        "response_type": "code",
    }
    return f"{app.dialog_base}/dialog/oauth?{urlencode(query)}"


def exchange(client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
    short = _ask_token(client, app, grant_type="authorization_code", code=code, redirect_uri=redirect_uri)
    return _ask_token(client, app, grant_type="fb_exchange_token", fb_exchange_token=short.access)


def list_places(client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
    pages = client.read("/me/accounts", fields=f"{PROFILE_FIELDS},access_token,tasks", limit="100")
    # A page token made from a long user token has no end of its own; it dies with a password, a role or a "no".
    return [
        Place(_profile(client, page), Tokens(access=page["access_token"], scopes=SCOPES))
        for page in pages["data"]
        if page.get("access_token")
    ]


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    return None


def see_grant(client: Client, app: App, tokens: Tokens) -> Grant | None:
    return None


def see_profile(client: Client, remote_id: str) -> Profile:
    return _profile(client, client.read(f"/{remote_id}", fields=PROFILE_FIELDS))


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    """A page token cannot take the permission back, only the person can, on the network."""


def _ask_token(client: Client, app: App, **grant: str) -> Tokens:
    form = {"client_id": app.client_id, "client_secret": app.client_secret, **grant}
    given = client.prepare("/oauth/access_token", form=form)
    life = given.get("expires_in")
    return Tokens(
        access=given["access_token"],
        expires_at=clock.now() + timedelta(seconds=int(life)) if life else None,
        scopes=SCOPES,
    )


def _profile(client: Client, page: Mapping[str, Any]) -> Profile:
    return Profile(
        remote_id=page["id"],
        handle=page.get("username") or "",
        name=page.get("name", ""),
        bio=page.get("about"),
        link=page.get("website"),
        picture_url=page.get("picture", {}).get("data", {}).get("url"),
        cover_url=page.get("cover", {}).get("source"),
        url=page.get("link") or f"{client.website}/{page['id']}",
    )
