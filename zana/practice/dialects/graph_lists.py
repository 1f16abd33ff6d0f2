"""Which lists hang on each kind of object, what they hold and which permission they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import bad_parameter
from zana.practice.dialects.graph_nodes import comment_total
from zana.practice.models import Actor, Item, Picture, Role
from zana.practice.queries.attention import attention_of
from zana.practice.queries.items import answers_to, conversation_of, posts_on
from zana.practice.queries.worlds import actors_run_by


@dataclass(frozen=True)
class Listing:
    """`rows` is a queryset of nodes ordered by time, or a plain list of ready objects (`node` empty)."""

    rows: QuerySet[Any] | Sequence[dict[str, Any]]
    node: str = ""
    ascending: bool = False
    total: Callable[[], int] | None = None
    summary: dict[str, Any] | None = None


Arguments = dict[str, str]
Maker = Callable[[Asking, Any, Arguments], Listing]


def accounts(asking: Asking, person: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_show_list")
    pages = actors_run_by(person, Actor.PAGE).filter(granted=asking.token.grant)
    return Listing(pages.select_related("world"), "Page", ascending=True)


def permissions(asking: Asking, person: Actor, arguments: Arguments) -> Listing:
    grant = asking.token.grant
    given = [{"permission": scope, "status": "granted"} for scope in grant.scopes]
    return Listing(given + [{"permission": scope, "status": "declined"} for scope in grant.declined])


def page_posts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    posts = posts_on(page).filter(network=Item.FACEBOOK)
    return Listing(_between(posts, arguments), "Post")


def scheduled_posts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need_page(page)
    return Listing(posts_on(page, Item.SCHEDULED), "Post")


def photos(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    kept = Picture.objects.filter(owner=page).exclude(item__removed_at__isnull=False)
    return Listing(kept.select_related("owner", "item__wall").order_by("-created_at", "-id"), "Photo")


def roles(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    held = Role.objects.filter(actor=page).select_related("person")
    return Listing([{"name": r.person.name, "id": r.person.remote_id, "tasks": r.tasks} for r in held])


def comments(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    streamed = arguments.get("filter") == "stream" and item.root_id is None
    said = conversation_of(item) if streamed else answers_to(item)
    order = arguments.get("order", "chronological")
    if order not in ("chronological", "reverse_chronological"):
        raise bad_parameter("Param order must be one of {chronological, reverse_chronological}")
    return Listing(
        _between(said, arguments),
        "Comment",
        ascending=order == "chronological",
        total=lambda: comment_total(item) if streamed else said.count(),
        summary={"order": order, "can_comment": True},
    )


def reactions(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    counted = attention_of(item, asking.now).reactions
    kind = arguments.get("type", "").upper()
    total = sum(count for name, count in counted if kind in ("", "NONE", name))
    return Listing([], total=lambda: total, summary={"viewer_reaction": "NONE"})


def nothing(asking: Asking, row: Any, arguments: Arguments) -> Listing:
    return Listing([])


LISTS: dict[str, dict[str, Maker]] = {
    "User": {"accounts": accounts, "permissions": permissions, "businesses": nothing},
    "Page": {
        "feed": page_posts, "posts": page_posts, "published_posts": page_posts, "scheduled_posts": scheduled_posts,
        "photos": photos, "roles": roles, "visitor_posts": nothing, "tagged": nothing, "ads_posts": nothing,
        "ratings": nothing, "blocked": nothing, "videos": nothing, "albums": nothing, "subscribed_apps": nothing,
    },
    "Post": {"comments": comments, "reactions": reactions, "likes": reactions, "sharedposts": nothing},
    "Comment": {"comments": comments, "reactions": reactions, "likes": reactions},
    "Photo": {"comments": nothing, "reactions": nothing, "likes": nothing},
}  # fmt: skip


def read_moment(text: str) -> datetime:
    """Unix seconds or an ISO date. Raises the dialect's error."""
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise bad_parameter(f"Invalid date/time: {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _between(items: QuerySet[Item], arguments: Arguments) -> QuerySet[Item]:
    if arguments.get("since"):
        items = items.filter(created_at__gte=read_moment(arguments["since"]))
    if arguments.get("until"):
        items = items.filter(created_at__lte=read_moment(arguments["until"]))
    return items
