"""What a page can do about a comment and about who wrote it."""

from urllib.parse import quote

from zana.networks import graph
from zana.networks.port import Client, Moderates


def hide(client: Client, page: str, comment: str) -> None:
    client.change("POST", f"/{comment}", form={"is_hidden": "true"})


def unhide(client: Client, page: str, comment: str) -> None:
    client.change("POST", f"/{comment}", form={"is_hidden": "false"})


def block(client: Client, page: str, person: str) -> None:
    client.change("POST", f"/{page}/blocked", form={"user": f'["{person}"]'})


def unblock(client: Client, page: str, person: str) -> None:
    client.change("DELETE", f"/{page}/blocked?user={quote(person)}")


ACTS: Moderates = {"hide": hide, "unhide": unhide, "delete": graph.delete, "block": block, "unblock": unblock}
