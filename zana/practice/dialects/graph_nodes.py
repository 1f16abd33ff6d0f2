"""Which kinds of objects there are and which fields each has: the tables, put together.

A field that is in no table is an error; one that is known but has no value is left out, as there.
A new kind is a line in each of FIELDS, DEFAULTS, KINDS (and `graph_lists.LISTS`, `graph_find.FINDERS`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zana.practice.dialects.graph_fields import Field
from zana.practice.dialects.graph_page_fields import BUSINESS, PAGE, USER
from zana.practice.dialects.graph_post_fields import ALBUM, COMMENT, PHOTO, POST
from zana.practice.dialects.graph_talk_fields import CONVERSATION, MESSAGE
from zana.practice.models import Actor, Item, Message, Picture, Talk


@dataclass(frozen=True)
class Business:
    """What a person's pages belong to; it has no row of its own."""

    person: Actor


@dataclass(frozen=True)
class Album:
    """All photos of a page; it has no row of its own."""

    page: Actor


FIELDS: dict[str, dict[str, Field]] = {
    "User": USER, "Page": PAGE, "Business": BUSINESS, "Post": POST, "Comment": COMMENT, "Photo": PHOTO,
    "Album": ALBUM, "Conversation": CONVERSATION, "Message": MESSAGE,
}  # fmt: skip
DEFAULTS: dict[str, tuple[str, ...]] = {
    "User": ("name", "id"),
    "Page": ("name", "id"),
    "Business": ("id", "name"),
    "Post": ("created_time", "message", "id"),
    "Comment": ("created_time", "from", "message", "id"),
    "Photo": ("created_time", "name", "id"),
    "Album": ("created_time", "name", "id"),
    "Conversation": ("id", "link", "updated_time"),
    "Message": ("id", "created_time"),
}
# Asked in this order for what an object is; the first that knows has it.
KINDS: list[Callable[[Any], str | None]] = [
    lambda row: ("Post" if row.reply_to_id is None else "Comment") if isinstance(row, Item) else None,
    lambda row: {Actor.PAGE: "Page"}.get(row.kind, "User") if isinstance(row, Actor) else None,
    lambda row: {Picture: "Photo", Talk: "Conversation", Message: "Message", Business: "Business", Album: "Album"}.get(
        type(row)
    ),
]


def node_type(row: Any) -> str:
    return next(name for name in (kind(row) for kind in KINDS) if name is not None)
