"""What an Instagram account can do about a comment and about who wrote it."""

import json

from zana.networks import graph
from zana.networks.port import Client, Moderates


def hide(client: Client, account: str, comment: str) -> None:
    client.change("POST", f"/{comment}", form={"hide": "true"})


def unhide(client: Client, account: str, comment: str) -> None:
    client.change("POST", f"/{comment}", form={"hide": "false"})


def block(client: Client, account: str, person: str) -> None:
    _sort_out(client, account, person, "BLOCK_USER")


def unblock(client: Client, account: str, person: str) -> None:
    _sort_out(client, account, person, "UNBLOCK_USER")


ACTS: Moderates = {"hide": hide, "unhide": unhide, "delete": graph.delete, "block": block, "unblock": unblock}


def _sort_out(client: Client, account: str, person: str, action: str) -> None:
    form = {"user_ids": json.dumps([{"id": person}]), "actions": json.dumps([action])}
    client.change("POST", f"/{account}/moderate_conversations", form=form)
