"""Hide an answer in a talk we began; mute who wrote it. Blocking is possible only on the network itself: by API it
exists for direct messages alone."""

from zana.networks.errors import Refused
from zana.networks.port import Client, Moderates


def hide(client: Client, account: str, comment: str) -> None:
    client.change("PUT", f"/2/tweets/{comment}/hidden", json={"hidden": True})


def unhide(client: Client, account: str, comment: str) -> None:
    client.change("PUT", f"/2/tweets/{comment}/hidden", json={"hidden": False})


def delete(client: Client, account: str, comment: str) -> None:
    """Our own words only. What is gone already is no error."""
    try:
        client.change("DELETE", f"/2/tweets/{comment}")
    except Refused:
        if (client.glance(f"/2/tweets/{comment}") or {}).get("data"):
            raise


def mute(client: Client, account: str, person: str) -> None:
    client.change("POST", f"/2/users/{account}/muting", json={"target_user_id": person})


def unmute(client: Client, account: str, person: str) -> None:
    client.change("DELETE", f"/2/users/{account}/muting/{person}")


ACTS: Moderates = {"hide": hide, "unhide": unhide, "delete": delete, "mute": mute, "unmute": unmute}
