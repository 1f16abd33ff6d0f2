"""Which lists hang on each kind of object, what they hold and which permission they ask for.

A new list is a line in LISTS; those of conversations, roles and settings stand in files of their own.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import QuerySet

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_house_lists import assigned_users, blocked, page_settings, roles, subscribed_apps
from zana.practice.dialects.graph_listing import (
    Arguments,
    Listing,
    Maker,
    between,
    nothing,
    one_of,
    read_moment,
)
from zana.practice.dialects.graph_nodes import Album, Business
from zana.practice.dialects.graph_post_fields import answer_total, comment_total, likes_of
from zana.practice.dialects.graph_talk_lists import conversations, messages
from zana.practice.models import Actor, Item, Mark, Picture
from zana.practice.queries.clips import without_processing
from zana.practice.queries.items import answers_to, conversation_of, newest_on_wall, newest_posts, posts_on, standing
from zana.practice.queries.ratings import ratings_of
from zana.practice.queries.worlds import actors_run_by

__all__ = ["LISTS", "Arguments", "Listing", "Maker", "read_moment"]
REACTIONS = ("NONE", "LIKE", "LOVE", "WOW", "HAHA", "SAD", "ANGRY", "THANKFUL", "PRIDE", "CARE", "FIRE", "HUNDRED")
FILTERS, ORDERS = ("toplevel", "stream"), ("chronological", "reverse_chronological")
LIVE_FILTERS = ("filter_low_quality", "no_filter")


def accounts(asking: Asking, person: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_show_list")
    pages = actors_run_by(person, Actor.PAGE).filter(granted=asking.token.grant)
    return Listing(_whole(pages), "Page", ascending=True, total=pages.count)


def permissions(asking: Asking, person: Actor, arguments: Arguments) -> Listing:
    grant = asking.token.grant
    given = [{"permission": scope, "status": "granted"} for scope in grant.scopes]
    rows = given + [{"permission": scope, "status": "declined"} for scope in grant.declined]
    return Listing([row for row in rows if arguments.get("permission", row["permission"]) == row["permission"]])


def businesses(asking: Asking, person: Actor, arguments: Arguments) -> Listing:
    asking.need("business_management")
    return Listing([Business(person)], "Business")


def owned_pages(asking: Asking, business: Business, arguments: Arguments) -> Listing:
    """Pages she opened."""
    return _business_pages(asking, business, owned=True)


def client_pages(asking: Asking, business: Business, arguments: Arguments) -> Listing:
    """Pages of others in which she has a part."""
    return _business_pages(asking, business, owned=False)


def _business_pages(asking: Asking, business: Business, *, owned: bool) -> Listing:
    asking.need("business_management", "pages_show_list")
    pages = _whole(actors_run_by(business.person, Actor.PAGE).filter(granted=asking.token.grant))
    mine = [page for page in pages.prefetch_related("roles") if (_opener(page) == business.person.pk) == owned]
    return Listing(mine, "Page")


def _opener(page: Actor) -> int:
    return page.roles.all()[0].person_id


def instagram_accounts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_show_list")
    linked = page.linked_accounts.filter(kind=Actor.INSTAGRAM).select_related("world")
    return Listing(linked, "IGUser", ascending=True)


def page_feed(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    """What stands on the wall, visitors' posts too; hidden ones only when they are asked for."""
    asking.need("pages_read_engagement")
    hidden = arguments.get("include_hidden", "").lower() in ("true", "1")
    listing = _posts(asking, page, lambda: _on_wall(page) if hidden else _on_wall(page).filter(hidden=False), arguments)
    if hidden or arguments.get("since") or arguments.get("until"):
        return listing
    return replace(listing, opening=lambda most: newest_on_wall(page, most))


def page_posts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    listing = _posts(asking, page, lambda: posts_on(page).filter(network=Item.FACEBOOK), arguments)
    if arguments.get("since") or arguments.get("until"):
        return listing
    return replace(listing, opening=lambda most: newest_posts(page, most))


def visitor_posts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_user_content")
    return _posts(asking, page, lambda: _on_wall(page).exclude(author=page), arguments)


def tagged(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    """Posts elsewhere that name the page."""
    asking.need("pages_read_user_content")
    named = standing(page.world).filter(
        network=Item.FACEBOOK, reply_to=None, state=Item.PUBLISHED, text__contains=f"@{page.handle}"
    )
    found = between(_with_everything(named.exclude(wall=page)), arguments)
    return Listing(found, "Post", total=found.count)


def scheduled_posts(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    asking.need_page(page)
    waiting = without_processing(posts_on(page, Item.SCHEDULED).filter(network=Item.FACEBOOK))
    return _posts(asking, page, lambda: waiting, arguments)


def photos(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    kind = one_of(arguments, "type", ("profile", "tagged", "uploaded"), "uploaded")
    if kind != "uploaded":
        return Listing([], "Photo")
    kept = Picture.objects.filter(owner=page).exclude(item__removed_at__isnull=False)
    return Listing(_between_pictures(kept, arguments), "Photo", total=kept.count)


def albums(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    return Listing([Album(page)], "Album")


def album_photos(asking: Asking, album: Album, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    kept = Picture.objects.filter(owner=album.page, item__removed_at=None).exclude(item=None)
    return Listing(_between_pictures(kept, arguments), "Photo", total=kept.count)


def ratings(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_read_user_content")
    return Listing([
        {
            "created_time": one.given_at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "recommendation_type": "positive" if one.positive else "negative",
            "review_text": one.text, "has_rating": False, "has_review": True,
            "reviewer": {"name": one.reviewer.name, "id": one.reviewer.remote_id},
        }
        for one in ratings_of(page, asking.now)
    ])  # fmt: skip


def comments(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    one_of(arguments, "live_filter", LIVE_FILTERS, "no_filter")
    streamed = one_of(arguments, "filter", FILTERS, "toplevel") == "stream" and item.root_id is None
    order = one_of(arguments, "order", ORDERS, "chronological")
    limited = bool(arguments.get("since") or arguments.get("until"))
    counted = comment_total if streamed else answer_total

    def finish(rows: list[Item]) -> None:
        asking.recognise(rows, item.wall)
        around = {one.pk: one for one in (item, item.root, *rows) if one is not None}
        for row in rows:
            row.root = around.get(row.root_id or 0) or row.root
            row.reply_to = around.get(row.reply_to_id or 0) or row.reply_to

    def said() -> QuerySet[Item]:
        found = conversation_of(item) if streamed else answers_to(item)
        return between(found.select_related(None).select_related("author"), arguments)

    return Listing(
        said,
        "Comment",
        finish=finish,
        ascending=order == "chronological",
        total=lambda: said().count() if limited else counted(asking, item),
        summary={"order": order, "can_comment": True},
    )


def picture_comments(asking: Asking, picture: Picture, arguments: Arguments) -> Listing:
    """A photo has the comments of its post."""
    return comments(asking, picture.item, arguments) if picture.item else Listing([])


def reactions(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    """Those who take part by name, the crowd only as a number."""
    asking.need("pages_read_engagement")
    kind = one_of({"type": arguments.get("type", "").upper()}, "type", REACTIONS, "NONE")
    counted = sum(count for name, count in asking.attention(item).reactions if kind in ("NONE", name))
    by_name = kind in ("NONE", "LIKE") and likes_of(asking, item) > 0
    marks = Mark.objects.filter(item=item, kind=Mark.LIKE).select_related("actor") if by_name else ()
    own = [{"id": one.actor.remote_id, "name": one.actor.name, "type": "LIKE"} for one in marks]
    mine = any(one["id"] == asking.me.remote_id for one in own)
    return Listing(own, total=lambda: counted + len(own), summary={"viewer_reaction": "LIKE" if mine else "NONE"})


def likes(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    asking.need("pages_read_engagement")
    crowd = dict(asking.attention(item).reactions).get("LIKE", 0)
    marks = Mark.objects.filter(item=item, kind=Mark.LIKE).select_related("actor")
    own = [{"id": one.actor.remote_id, "name": one.actor.name} for one in marks] if likes_of(asking, item) else []
    mine = any(one["id"] == asking.me.remote_id for one in own)
    return Listing(own, total=lambda: crowd + len(own), summary={"can_like": True, "has_liked": mine})


LISTS: dict[str, dict[str, Maker]] = {
    "User": {"accounts": accounts, "permissions": permissions, "businesses": businesses},
    "Business": {"owned_pages": owned_pages, "client_pages": client_pages},
    "Page": {
        "feed": page_feed, "posts": page_posts, "published_posts": page_posts, "scheduled_posts": scheduled_posts,
        "visitor_posts": visitor_posts, "tagged": tagged, "ads_posts": nothing, "photos": photos, "albums": albums,
        "videos": nothing, "video_reels": nothing, "stories": nothing, "ratings": ratings, "events": nothing,
        "live_videos": nothing, "instagram_accounts": instagram_accounts, "conversations": conversations,
        "roles": roles, "assigned_users": assigned_users, "blocked": blocked, "settings": page_settings,
        "subscribed_apps": subscribed_apps,
    },
    "Post": {"comments": comments, "reactions": reactions, "likes": likes, "sharedposts": nothing, "to": nothing},
    "Comment": {"comments": comments, "reactions": reactions, "likes": likes},
    "Photo": {"comments": picture_comments, "reactions": nothing, "likes": nothing, "sharedposts": nothing},
    "Album": {"photos": album_photos, "comments": nothing, "likes": nothing},
    "Conversation": {"messages": messages},
    "Message": {},
}  # fmt: skip

# Lists of things that are no objects of their own: what each is called and which fields can be asked of it.
READY: dict[str, tuple[str, frozenset[str]]] = {
    name: (kind, frozenset(fields.split()))
    for name, kind, fields in (
        ("permissions", "Permission", "permission status"),
        ("ratings", "Recommendation",
         "created_time has_rating has_review open_graph_story rating recommendation_type review_text reviewer"),
        ("roles", "User", "id name tasks"),
        ("assigned_users", "AssignedUser", "id name user_type business tasks"),
        ("blocked", "Profile", "id name block_time link pic profile_type username"),
        ("settings", "PageSettings", "setting value"),
        ("subscribed_apps", "Application", "id name category link subscribed_fields"),
        ("reactions", "Profile", "id name type link pic profile_type username can_post"),
        ("likes", "Profile", "id name link pic profile_type username can_post"),
    )
}  # fmt: skip


def _on_wall(page: Actor) -> QuerySet[Item]:
    posts = standing(page.world).filter(wall=page, network=Item.FACEBOOK, reply_to=None, state=Item.PUBLISHED)
    return _with_everything(posts.exclude(form=Item.STORY))


def _with_everything(posts: QuerySet[Item]) -> QuerySet[Item]:
    return posts.select_related("author", "wall", "world", "stir").prefetch_related("pictures")


def _posts(asking: Asking, page: Actor, posts: Callable[[], QuerySet[Item]], arguments: Arguments) -> Listing:
    """Nothing comes along that may not be wanted: who wrote, pictures and numbers are looked up when they are."""

    def found() -> QuerySet[Item]:
        return between(posts(), arguments).select_related(None).prefetch_related(None)

    return Listing(found, "Post", total=lambda: found().count(), finish=lambda rows: asking.recognise(rows, page))


def _between_pictures(kept: QuerySet[Picture], arguments: Arguments) -> QuerySet[Picture]:
    return between(kept.select_related("owner", "item__wall"), arguments)


def _whole(pages: QuerySet[Actor]) -> QuerySet[Actor]:
    return pages.select_related("world", "avatar", "cover")
