"""The consent page and the tokens of Facebook's Login, which opens pages and their Instagram accounts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from zana.kernel import clock
from zana.networks import graph
from zana.networks.port import App, Client, Grant, Tokens


def make_consent_address(app: App, scopes: Sequence[str], *, redirect_uri: str, state: str) -> str:
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": ",".join(scopes),
        "response_type": "code",
        # Whoever said no to something last time is asked for it again.
        "auth_type": "rerequest",
    }
    return f"{app.dialog_base}/dialog/oauth?{urlencode(query)}"


def exchange(client: Client, app: App, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
    """A short token, then the long one of about sixty days. It is the person's: no page is spoken for with it."""
    short = _ask_token(client, app, grant_type="authorization_code", code=code, redirect_uri=redirect_uri)
    return _ask_token(client, app, grant_type="fb_exchange_token", fb_exchange_token=short.access)


def list_pages(client: Client, tokens: Tokens, fields: str) -> Iterator[tuple[Mapping[str, Any], Tokens]]:
    """Each page with its own token. One made from a long token has no end of its own; it dies with a password, a role
    or a "no"."""
    granted = read_granted(client)
    pages = graph.read_pages(client, "/me/accounts", most=10, fields=f"id,{fields},access_token,tasks", limit="100")
    for page in pages:
        own = page.get("access_token")
        if own and own != tokens.access:
            yield page, Tokens(access=own, scopes=granted)


def read_granted(client: Client) -> tuple[str, ...]:
    """What the person really said yes to."""
    asked = client.read("/me/permissions")["data"]
    return tuple(sorted(one["permission"] for one in asked if one.get("status") == "granted"))


def see_grant(client: Client, app: App, tokens: Tokens, page: str = "") -> Grant:
    """`page`: permissions given only for other pages do not count."""
    secret = f"{app.client_id}|{app.client_secret}"
    told = client.read("/debug_token", input_token=tokens.access, access_token=secret)["data"]
    elsewhere = {
        one["scope"]
        for one in told.get("granular_scopes", ())
        if page and one.get("target_ids") and page not in one["target_ids"]
    }
    ends = [int(told.get(name) or 0) for name in ("expires_at", "data_access_expires_at")]
    return Grant(
        valid=bool(told.get("is_valid")),
        scopes=tuple(sorted(scope for scope in told.get("scopes", ()) if scope not in elsewhere)),
        personal=told.get("type") == "USER",
        expires_at=graph.read_seconds(min(end for end in ends if end)) if any(ends) else None,
        why=graph.TOKEN_WORDS.get(int((told.get("error") or {}).get("subcode") or 0)),
    )


def _ask_token(client: Client, app: App, **grant: str) -> Tokens:
    form = {"client_id": app.client_id, "client_secret": app.client_secret, **grant}
    given = client.prepare("/oauth/access_token", form=form)
    life = given.get("expires_in")
    return Tokens(given["access_token"], expires_at=clock.now() + timedelta(seconds=int(life)) if life else None)
