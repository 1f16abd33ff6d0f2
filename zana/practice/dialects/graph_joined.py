"""Instagram and the videos of Pages join the tables of the graph."""

from collections.abc import Callable
from typing import Any

from zana.practice.dialects import (
    graph_find,
    graph_instagram,
    graph_instagram_lists,
    graph_instagram_writes,
    graph_lists,
    graph_nodes,
    graph_video,
    graph_video_nodes,
    graph_writes,
)
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import bad_parameter
from zana.practice.dialects.graph_insights import read_insights
from zana.practice.dialects.graph_instagram_account_insights import read_account_insights
from zana.practice.dialects.graph_instagram_insights import read_media_insights
from zana.practice.models import Actor, Clip, Container, Item, Picture
from zana.practice.queries.worlds import find_by_number
from zana.practice.rules.ids import is_instagram_id


def join_tables() -> None:
    """Asked twice it changes nothing."""
    for fields in (graph_instagram.FIELDS, graph_video_nodes.FIELDS):
        for node, own in fields.items():
            graph_nodes.FIELDS[node] = {**graph_nodes.FIELDS.get(node, {}), **own}
    for lists in (graph_instagram_lists.LISTS, graph_video_nodes.LISTS):
        for node, hanging in lists.items():
            graph_lists.LISTS[node] = {**graph_lists.LISTS.get(node, {}), **hanging}
    graph_nodes.DEFAULTS.update({**graph_instagram.DEFAULTS, **graph_video_nodes.DEFAULTS})
    graph_writes.POSTS.update({**graph_instagram_writes.POSTS, **graph_video.POSTS})
    graph_writes.DELETES.update({**graph_instagram_writes.DELETES, **graph_video.DELETES})
    if kind_of not in graph_nodes.KINDS:
        graph_nodes.KINDS.insert(0, kind_of)
        # Told by the shape of the id, these cost no other object a query.
        graph_find.FINDERS[:0] = [find_account, find_media, find_container, find_part]
        graph_find.FINDERS.append(find_clip)


def kind_of(row: Any) -> str | None:
    return graph_instagram.node_of(row) or ("Video" if isinstance(row, Clip) else None)


def sees(asking: Asking, account: Actor) -> bool:
    """An Instagram account by its own token or through its Page; a Page as ever."""
    if account.pk == asking.me.pk:
        return True
    return (account.linked_page_id if account.kind == Actor.INSTAGRAM else account.pk) in graph_find.seen_pages(asking)


def find_account(asking: Asking, identity: str) -> Actor | None:
    if not is_instagram_id(identity):
        return None
    account = find_by_number(asking.world, identity)
    return account if account is not None and account.kind == Actor.INSTAGRAM and sees(asking, account) else None


def find_media(asking: Asking, identity: str) -> Item | None:
    if not is_instagram_id(identity):
        return None
    found = Item.objects.filter(world=asking.world, remote_id=identity, network=Item.INSTAGRAM, removed_at=None)
    item = found.select_related("world", "wall", "author", "root", "reply_to__reply_to", "stir").first()
    return item if item is not None and sees(asking, item.wall) else None


def find_container(asking: Asking, identity: str) -> Container | None:
    if not is_instagram_id(identity):
        return None
    found = Container.objects.filter(remote_id=identity, account__world=asking.world)
    container = found.select_related("account__world", "clip").first()
    return container if container is not None and sees(asking, container.account) else None


def find_part(asking: Asking, identity: str) -> Picture | None:
    """A picture within a carousel."""
    if not is_instagram_id(identity):
        return None
    found = Picture.objects.filter(remote_id=identity, world=asking.world, owner__kind=Actor.INSTAGRAM)
    picture = found.select_related("owner", "item__wall").first()
    return picture if picture is not None and sees(asking, picture.owner) else None


def find_clip(asking: Asking, identity: str) -> Clip | None:
    if not identity.isdecimal():
        return None
    found = Clip.objects.filter(remote_id=identity, owner__world=asking.world)
    clip = found.select_related("owner__world", "item__wall", "item__world", "item__stir").first()
    return clip if clip is not None and sees(asking, clip.owner) else None


def refuse_reel(asking: Asking, item: Item, names: list[str]) -> dict[str, Any]:
    """A reel tells its numbers only as a video."""
    if item.form == Item.REEL:
        raise bad_parameter("The value must be a valid insights metric")
    return read_insights(asking, item, names)


INSIGHTS: dict[str, Callable[[Asking, Any, list[str]], dict[str, Any]]] = {
    "IGUser": read_account_insights, "IGMedia": read_media_insights, "Post": refuse_reel,
}  # fmt: skip
