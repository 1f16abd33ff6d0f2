"""How things are called in the Graph dialect, and where they stand in the browser."""

from typing import TYPE_CHECKING

from zana.practice.models import Actor, Item, Picture, Talk

if TYPE_CHECKING:
    from zana.practice.dialects.graph_context import Asking


def full_id(item: Item) -> str:
    """PAGE_POST for a post, POST_COMMENT for a comment."""
    root = item.root if item.root_id is not None else None
    before = item.wall.remote_id if root is None else root.remote_id
    return f"{before}_{item.remote_id}"


def address(asking: "Asking", path: str) -> str:
    return asking.call.request.build_absolute_uri(path)


def page_address(actor: Actor) -> str:
    """Where the page stands in the browser, for links in answers."""
    return f"/practice/w/{actor.world.ref}/a/{actor.remote_id}/"


def post_address(asking: "Asking", post: Item) -> str:
    return address(asking, f"/practice/w/{asking.world.ref}/i/{post.remote_id}/")


def picture_address(asking: "Asking", picture: Picture) -> str:
    return address(asking, f"/practice/pictures/{picture.remote_id}/")


def talk_address(asking: "Asking", talk: Talk) -> str:
    return address(asking, f"/practice/w/{asking.world.ref}/inbox/{talk.remote_id}/")
