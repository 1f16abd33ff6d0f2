"""Through Facebook's Login: the page token of the page which an Instagram account belongs to opens both."""

from collections.abc import Mapping, Sequence
from typing import Any

from zana.networks import graph_door
from zana.networks.port import App, Client, Grant, Place, Profile, Tokens

SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_messaging",  # the talks are read through the page
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_comments",
    "instagram_manage_messages",
    "instagram_manage_insights",
)
NEEDS = {
    "publishes": ("instagram_basic", "instagram_content_publish"),
    "listens": ("instagram_basic", "instagram_manage_comments"),
    "replies": ("instagram_manage_comments",),
    "message": ("pages_messaging", "instagram_manage_messages"),
    "moderates": ("instagram_manage_comments",),
    "measures": ("instagram_basic", "instagram_manage_insights"),
}
PROFILE_FIELDS = "id,username,name,biography,website,profile_picture_url"

exchange = graph_door.exchange


def consent_address(app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    return graph_door.make_consent_address(app, SCOPES, redirect_uri=redirect_uri, state=state)


def list_places(client: Client, app: App, tokens: Tokens) -> Sequence[Place]:
    """The professional accounts of the pages; a page without one is left out."""
    pages = graph_door.list_pages(client, tokens, f"instagram_business_account{{{PROFILE_FIELDS}}}")
    return [
        Place(make_profile(client, page["instagram_business_account"]), own)
        for page, own in pages
        if page.get("instagram_business_account")
    ]


def renew(client: Client, app: App, tokens: Tokens) -> Tokens | None:
    return None


def see_grant(client: Client, app: App, tokens: Tokens, remote_id: str) -> Grant | None:
    return graph_door.see_grant(client, app, tokens)


def see_profile(client: Client, remote_id: str) -> Profile:
    return make_profile(client, client.read(f"/{remote_id}", fields=PROFILE_FIELDS))


def let_go(client: Client, app: App, tokens: Tokens) -> None:
    """A page token cannot take the permission back, only the person can, on the network."""


def make_profile(client: Client, there: Mapping[str, Any]) -> Profile:
    return Profile(
        remote_id=str(there["id"]),
        handle=there.get("username", ""),
        name=there.get("name") or there.get("username", ""),
        bio=there.get("biography"),
        link=there.get("website"),
        picture_url=there.get("profile_picture_url"),
        url=f"{client.website}/{there.get('username', '')}/",
    )
