"""The consent page, a short and then a long token, and the pages the person may speak for."""

from collections.abc import Mapping, Sequence
from typing import Any

from zana.networks import graph_door
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "read_insights",
)
NEEDS = {
    "publishes": ("pages_manage_posts",),
    "listens": ("pages_read_engagement", "pages_read_user_content"),
    "replies": ("pages_manage_engagement",),
    "message": ("pages_messaging",),
    "moderates": ("pages_manage_engagement",),
    "measures": ("pages_read_engagement", "read_insights"),
    "guards": ("pages_manage_metadata",),
}
PROFILE_FIELDS = "name,username,about,website,link,picture.type(large){url},cover{source}"

exchange = graph_door.exchange


def consent_address(app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    return graph_door.make_consent_address(app, SCOPES, redirect_uri=redirect_uri, state=state)


def list_places(client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
    pages = graph_door.list_pages(client, tokens, PROFILE_FIELDS)
    return [Place(_profile(client, page), own) for page, own in pages]


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    return None


def see_grant(client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
    return graph_door.see_grant(client, app, tokens, remote_id)


def see_profile(client: Client, remote_id: str) -> Profile:
    return _profile(client, client.read(f"/{remote_id}", fields=f"id,{PROFILE_FIELDS}"))


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    """A page token cannot take the permission back, only the person can, on the network."""


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
