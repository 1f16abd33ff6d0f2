"""Lists of posts in the X dialect: timelines, mentions, search, quotes; cut by ids and times, paged both ways."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zana.practice.actions.reading import catch_up
from zana.practice.actions.x_posts import REPLACED
from zana.practice.dialects.x_context import Answer, Asking
from zana.practice.dialects.x_errors import XError, invalid, missing
from zana.practice.dialects.x_fields import REFERENCED, REFERENCED_AUTHORS, REFERENCED_MEDIA, Wish, read_wish
from zana.practice.dialects.x_show import show_included, show_tweets
from zana.practice.dialects.x_users import check_number, find_user
from zana.practice.models import Actor, Item
from zana.practice.queries.items import standing
from zana.practice.rules.cursors import read_cursor, write_cursor
from zana.practice.rules.ids import snowflake_moment
from zana.practice.rules.search import BadQuery, Group, Term, parse_query

SEARCH_DAYS = 7
# For writing and for single looks: everything a decision may need. Reading joins what the wish needs, see `_joins`.
JOINED = ("author", "root", "reply_to", "detail__first", "detail__quotes")


def user_tweets(asking: Asking) -> Answer:
    actor = _actor(asking)
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    items = visible(asking).filter(author=actor)
    left_out = _left_out(asking)
    if "replies" in left_out:
        items = items.filter(Q(reply_to=None) | Q(reply_to__author=actor))
    return 200, timeline(asking, items, f"tweets:{actor.remote_id}:{'-'.join(sorted(left_out))}", 5)


def mentions(asking: Asking) -> Answer:
    actor = _actor(asking)
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    named = Q(text__icontains=f"@{actor.handle}") | Q(reply_to__author=actor)
    items = visible(asking).filter(named).exclude(author=actor)
    return 200, timeline(asking, items, f"mentions:{actor.remote_id}", 5, owner=actor)


def search_recent(asking: Asking) -> Answer:
    """The last seven days; the language of `rules.search`."""
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    query = asking.call.text("query").strip()
    try:
        wanted = _condition(parse_query(query))
    except BadQuery as bad:
        raise invalid("query", query, f"The `query` query parameter {bad}") from None
    since = asking.now - timedelta(days=SEARCH_DAYS)
    start = asking.call.text("start_time")
    if start and read_moment("start_time", start) < since:
        raise invalid("start_time", start, "'start_time' must be on or after the last 7 days")
    items = visible(asking).filter(wanted, created_at__gte=since)
    return 200, timeline(asking, items, f"search:{query}", 10)


def quote_tweets(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    identity = asking.parts[0]
    item = find_item(asking, identity)
    if item is None:
        return 200, {"errors": [missing(identity)]}
    items = visible(asking).filter(detail__quotes=item)
    return 200, timeline(asking, items, f"quotes:{identity}", 10)


def visible(asking: Asking) -> QuerySet[Item]:
    return standing(asking.world).filter(network=Item.X, state=Item.PUBLISHED)


def find_item(asking: Asking, identity: str) -> Item | None:
    check_number(identity, "id")
    item = visible(asking).select_related(*JOINED).filter(remote_id=identity).first()
    if item is not None:
        _settle(asking, [item])
    return item


def read_item(asking: Asking, identity: str, wish: Wish) -> Item | None:
    """As `find_item`, with what the wish needs; an earlier version of an edited post may be read by its id."""
    check_number(identity, "id")
    posts = standing(asking.world).filter(network=Item.X, remote_id=identity, state__in=(Item.PUBLISHED, REPLACED))
    return next(iter(read_items(asking, posts, wish)), None)


def read_items(asking: Asking, posts: QuerySet[Item], wish: Wish) -> list[Item]:
    """In the order of `posts`, with what this wish needs."""
    if wish.media_wanted:
        posts = posts.prefetch_related("pictures__file", "clips", "reply_to__pictures__file", "reply_to__clips")
    items = list(posts.select_related(*_joins(wish)))
    _settle(asking, items)
    return items


def list_items(asking: Asking, items: list[Item], wish: Wish, owner: Actor | None = None) -> dict[str, Any]:
    for item in items:
        if owner is not None:  # what somebody wrote to me is mine to read
            asking.pay_for_reading("posts_read", item.remote_id, owner)
    before = list(asking.used)
    shown, errors = show_tweets(asking, items, wish)
    if owner is not None:
        asking.used = before
    return envelope(shown, show_included(asking, items, wish), errors)


def timeline(
    asking: Asking, items: QuerySet[Item], name: str, fewest: int, *, owner: Actor | None = None
) -> dict[str, Any]:
    """One page. Raises XError for a size out of bounds and for a mark cut from another list."""
    size = asking.call.number("max_results", 10)
    if not fewest <= size <= 100:
        raise invalid("max_results", size, f"The `max_results` query parameter value [{size}] is not between {fewest} "
                      "and 100")  # fmt: skip
    wish = read_wish(asking)
    found, newer, older = _page(asking, _within(asking, items), name, size, wish)
    body = list_items(asking, found, wish, owner)
    body["meta"] = _meta(found)
    if older:
        body["meta"]["next_token"] = write_cursor(f"{name}>", found[-1].pk)
    if newer:
        body["meta"]["previous_token"] = write_cursor(f"{name}<", found[0].pk)
    return body


def envelope(data: Any, included: dict[str, Any], errors: list[dict[str, Any]]) -> dict[str, Any]:
    """Empty parts are left out, as there."""
    parts = {"data": data, "includes": included, "errors": errors}
    return {name: part for name, part in parts.items() if part}


def read_moment(name: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text[:40]}] is not a valid date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _page(
    asking: Asking, items: QuerySet[Item], name: str, size: int, wish: Wish
) -> tuple[list[Item], bool, bool]:  # fmt: skip
    """The posts of a page, and whether there are newer and older ones."""
    cursor = asking.call.text("pagination_token") or asking.call.text("next_token")
    if not cursor:
        found = read_items(asking, items.order_by("-created_at", "-id")[: size + 1], wish)
        return found[:size], False, len(found) > size
    backwards = read_cursor(f"{name}<", cursor)
    place = backwards if backwards is not None else read_cursor(f"{name}>", cursor)
    mark = Item.objects.filter(pk=place, world=asking.world).first() if place is not None else None
    if mark is None:
        raise _bad_cursor(cursor)
    if backwards is None:
        older = items.filter(Q(created_at__lt=mark.created_at) | Q(created_at=mark.created_at, id__lt=mark.pk))
        found = read_items(asking, older.order_by("-created_at", "-id")[: size + 1], wish)
        return found[:size], bool(found), len(found) > size
    newer = items.filter(Q(created_at__gt=mark.created_at) | Q(created_at=mark.created_at, id__gt=mark.pk))
    found = read_items(asking, newer.order_by("created_at", "id")[: size + 1], wish)
    return found[:size][::-1], len(found) > size, bool(found)


def _bad_cursor(cursor: str) -> XError:
    message = f"The `pagination_token` query parameter value [{cursor[:80]}] is not valid"
    return invalid("pagination_token", cursor, message)


def _within(asking: Asking, items: QuerySet[Item]) -> QuerySet[Item]:
    call = asking.call
    for name, sign in (("since_id", "gt"), ("until_id", "lt")):
        identity = call.text(name)
        if not identity:
            continue
        check_number(identity, name)
        mark = Item.objects.filter(world=asking.world, remote_id=identity).first()
        if mark is None:  # a number is a moment, whether or not a post has it
            items = items.filter(**{f"created_at__{sign}": snowflake_moment(int(identity))})
        else:
            after = Q(**{f"created_at__{sign}": mark.created_at})
            items = items.filter(after | Q(created_at=mark.created_at, **{f"id__{sign}": mark.pk}))
    for name, sign in (("start_time", "gte"), ("end_time", "lt")):
        if call.text(name):
            items = items.filter(**{f"created_at__{sign}": read_moment(name, call.text(name))})
    return items


def _actor(asking: Asking) -> Actor | None:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    return find_user(asking, asking.parts[0])


def _left_out(asking: Asking) -> set[str]:
    left_out = {one for one in asking.call.text("exclude").split(",") if one}
    for strange in sorted(left_out - {"replies", "retweets"}):
        raise invalid("exclude", strange, f"The `exclude` query parameter value [{strange[:40]}] is not one of "
                      "[replies,retweets]")  # fmt: skip
    return left_out


def _joins(wish: Wish) -> list[str]:
    """Every join costs each call, so only those that this wish shows."""
    wanted = wish.tweet | wish.expansions
    return ["detail", *(path for path, names in JOINS.items() if wanted & names)]


def _settle(asking: Asking, items: list[Item]) -> None:
    """They all live in the world of the call; nobody asks the database for it again."""
    for item in items:
        item.world = asking.world
        if Item.author.is_cached(item):
            item.author.world = asking.world
        if Item.reply_to.is_cached(item) and item.reply_to is not None:
            item.reply_to.world = asking.world


def _meta(items: list[Item]) -> dict[str, Any]:
    if not items:
        return {"result_count": 0}
    return {"result_count": len(items), "newest_id": items[0].remote_id, "oldest_id": items[-1].remote_id}


def _condition(group: Group) -> Q:
    found = Q()
    for part in group.parts:
        inner = _condition(part) if isinstance(part, Group) else _term(part)
        found = found | inner if group.any_of else found & inner
    return ~found if group.negated else found


def _term(term: Term) -> Q:
    found = OPERATORS[term.name](term.value) if term.name in OPERATORS else _kind(term.name, term.value)
    # Python's `~` on a joined condition asks the database the long way round, but it is right about missing rows.
    return ~found if term.negated else found


def _kind(name: str, value: str) -> Q:
    known = KINDS.get((name, value))
    if known is None:
        raise BadQuery(f"Reference to invalid value '{value}' for operator '{name}'")
    return known


WITH_OTHERS = REFERENCED | REFERENCED_AUTHORS | REFERENCED_MEDIA
JOINS: dict[str, frozenset[str]] = {
    "author": frozenset({"author_id"}),
    "root": frozenset({"conversation_id"}),
    "stir": frozenset({"public_metrics", "non_public_metrics", "organic_metrics", "lang", "attachments.poll_ids"}),
    "reply_to__author": WITH_OTHERS | {"in_reply_to_user_id", "referenced_tweets", "referenced_posts"},
    "detail__quotes__author": WITH_OTHERS | {"referenced_tweets", "referenced_posts"},
}
OPERATORS = {
    "": lambda value: Q(text__icontains=value),
    "conversation_id": lambda value: Q(root__remote_id=value),
    "in_reply_to_tweet_id": lambda value: Q(reply_to__remote_id=value),
    "in_reply_to_status_id": lambda value: Q(reply_to__remote_id=value),
    "quotes_of_tweet_id": lambda value: Q(detail__quotes__remote_id=value),
    "retweets_of": lambda value: Q(pk=None),
    "retweets_of_tweet_id": lambda value: Q(pk=None),
    "retweets_of_user": lambda value: Q(pk=None),
    "from": lambda value: Q(author__handle__iexact=value) | Q(author__remote_id=value),
    "to": lambda value: Q(reply_to__author__handle__iexact=value) | Q(reply_to__author__remote_id=value),
    "url": lambda value: Q(text__icontains=value),
    "lang": lambda value: Q(stir__language=value),
}
KINDS = {
    ("is", "reply"): Q(reply_to__isnull=False),
    ("is", "quote"): Q(detail__quotes__isnull=False),
    ("is", "retweet"): Q(pk=None),
    ("is", "verified"): Q(pk=None),
    ("is", "nullcast"): Q(pk=None),
    ("has", "links"): Q(text__contains="http"),
    ("has", "hashtags"): Q(text__regex=r"(^|\s)#\w"),
    ("has", "mentions"): Q(text__regex=r"(^|\s)@\w"),
    ("has", "cashtags"): Q(text__regex=r"(^|\s)\$[A-Za-z]"),
    ("has", "media"): Q(pictures__isnull=False) | Q(clips__isnull=False),
    ("has", "images"): Q(pictures__isnull=False),
    ("has", "videos"): Q(clips__isnull=False),
    ("has", "video_link"): Q(clips__isnull=False),
    ("has", "geo"): Q(pk=None),
}
