"""Lists of Instagram objects: media, stories, comments, who named us, and what is left of the day."""

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import bad_parameter
from zana.practice.dialects.graph_instagram import parts_of
from zana.practice.dialects.graph_instagram_house import subscribed_apps
from zana.practice.dialects.graph_listing import Arguments, Listing, Maker, between, nothing, read_moment
from zana.practice.dialects.graph_read import wanted_fields
from zana.practice.dialects.graph_talk_lists import conversations
from zana.practice.models import Actor, Item
from zana.practice.queries.containers import DAY, posts_a_day, published_today
from zana.practice.queries.items import answers_to, posts_on, standing, stories_on

MOST_COMMENTS = 50


def media(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    asking.need_instagram("basic")
    posts = posts_on(account).filter(network=Item.INSTAGRAM).prefetch_related("clips")
    return Listing(between(posts, arguments), "IGMedia")


def stories(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    asking.need_instagram("basic")
    return Listing(stories_on(account).prefetch_related("clips"), "IGMedia")


def tags(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    """Media of others that name this account."""
    asking.need_instagram("manage_comments")
    named = standing(asking.world).filter(network=Item.INSTAGRAM, reply_to=None, state=Item.PUBLISHED)
    named = named.filter(text__contains=f"@{account.handle}").exclude(wall=account)
    return Listing(
        named.select_related("author", "wall", "world", "stir").prefetch_related("pictures", "clips"), "IGMedia"
    )


def content_publishing_limit(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    asking.need_instagram("content_publish")
    since = read_moment(arguments["since"]) if arguments.get("since") else None
    if since is not None and not asking.now - DAY <= since <= asking.now:
        raise bad_parameter("Param since must be within the last 24 hours")
    facts = {
        "quota_usage": published_today(account, since),
        "config": {"quota_total": posts_a_day(account), "quota_duration": int(DAY.total_seconds())},
    }
    wanted = [one.name for one in wanted_fields(arguments.get("fields", ""))] or ["quota_usage"]
    unknown = [name for name in wanted if name not in facts]
    if unknown:
        raise bad_parameter(f"Tried accessing nonexisting field ({unknown[0]}) on node type (ContentPublishingLimit)")
    return Listing([{name: facts[name] for name in wanted}])


def comments(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    """Top-level, newest first, fifty at most."""
    asking.need_instagram("manage_comments")
    _keep_short(arguments)
    said = answers_to(item)
    return Listing(said, "IGComment", total=said.count)


def replies(asking: Asking, comment: Item, arguments: Arguments) -> Listing:
    asking.need_instagram("manage_comments")
    _keep_short(arguments)
    return Listing(answers_to(comment), "IGComment", ascending=True)


def children(asking: Asking, item: Item, arguments: Arguments) -> Listing:
    """The parts of a carousel; anything else has none."""
    asking.need_instagram("basic")
    parts = parts_of(item)
    return Listing(parts if len(parts) > 1 else [], "IGChild")


LISTS: dict[str, dict[str, Maker]] = {
    "IGUser": {
        "media": media, "stories": stories, "tags": tags, "content_publishing_limit": content_publishing_limit,
        "conversations": conversations, "subscribed_apps": subscribed_apps, "live_media": nothing,
        "scheduled_media": nothing, "recently_searched_hashtags": nothing, "collaboration_invites": nothing,
    },
    "IGMedia": {
        "comments": comments, "children": children, "collaborators": nothing, "product_tags": nothing,
        "boost_ads_list": nothing,
    },
    "IGComment": {"replies": replies},
    "IGChild": {},
    "IGContainer": {},
}  # fmt: skip


def _keep_short(arguments: Arguments) -> None:
    if arguments.get("limit", "").isdecimal():
        arguments["limit"] = str(min(int(arguments["limit"]), MOST_COMMENTS))
