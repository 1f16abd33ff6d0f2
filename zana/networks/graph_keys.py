"""What Meta says about keys it gave us (`debug_token`)."""

from datetime import UTC, datetime
from typing import Any

from zana.networks.errors import Reconnect
from zana.networks.graph import TOKEN_WORDS
from zana.networks.port import App, Client, Keys, Tokens


def inspect(client: Client, app: App, tokens: Tokens) -> Keys:
    """Asked with the app's own key, so that it answers about keys that open nothing too."""
    told = client.read("/debug_token", input_token=tokens.access, access_token=f"{app.client_id}|{app.client_secret}")
    data = told.get("data", {})
    if not data.get("is_valid"):
        error = data.get("error", {})
        raise Reconnect(TOKEN_WORDS.get(error.get("subcode", error.get("error_subcode"))))
    ends = [data.get(name) for name in ("expires_at", "data_access_expires_at")]
    known = [datetime.fromtimestamp(end, UTC) for end in ends if isinstance(end, int) and end > 0]
    return Keys(tuple(_granted(data)), min(known, default=None))


def _granted(data: dict[str, Any]) -> list[str]:
    return [str(scope) for scope in data.get("scopes", ())]
