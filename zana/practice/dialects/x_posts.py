"""Posts and timelines of the X dialect."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zana.practice.actions.posts import Draft, hide_item, publish_post, remove_item
from zana.practice.actions.reading import catch_up
from zana.practice.dialects.x_context import Asking
from zana.practice.dialects.x_errors import duplicate, forbidden, invalid, missing, unknown_route
from zana.practice.dialects.x_fields import read_wish, show_included, show_tweet, show_user
from zana.practice.models import Actor, Item, Picture
from zana.practice.queries.items import posts_on, standing
from zana.practice.rules.cursors import read_cursor, write_cursor
from zana.practice.rules.pictures import LIMITS
from zana.practice.rules.weight import MOST, weigh

Answer = tuple[int, dict[str, Any]]
SAME_TEXT_FOR = timedelta(hours=24)
SEARCH_DAYS = 7
CASHTAG = re.compile(r"(?<!\w)\$[A-Za-z]{1,6}\b")
KNOWN_BODY = frozenset(
    [
        "text",
        "media",
        "reply",
        "quote_tweet_id",
        "quote_post_id",
        "poll",
        "reply_settings",
        "geo",
        "community_id",
        "share_with_followers",
        "edit_options",
        "made_with_ai",
        "paid_partnership",
        "nullcast",
        "card_uri",
        "direct_message_deep_link",
        "for_super_followers_only",
    ]
)


def create_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.write", "users.read")
    body = asking.call.body
    for strange in sorted(set(body) - KNOWN_BODY):
        raise invalid(strange, body[strange], f"[{strange}] is not allowed")
    text = str(body.get("text") or "")
    pictures = _pictures(asking, _part(body, "media"))
    if not text.strip() and not pictures:
        raise invalid("text", text, "One of text or media must be present")
    if weigh(text) > MOST:
        raise forbidden("Your Tweet text is too long. For more information on how Twitter determines text length see "
                        "https://github.com/twitter/twitter-text.")  # fmt: skip
    _refuse_what_self_serve_may_not(body, text)
    reply_to = _replied(asking, _part(body, "reply"))
    if _said_before(asking, text):
        raise duplicate()
    draft = Draft(text=text, pictures=pictures, reply_to=reply_to)
    item = publish_post(wall=asking.me, network=Item.X, draft=draft)
    return 201, {"data": {"id": item.remote_id, "text": text, "edit_history_tweet_ids": [item.remote_id]}}


def delete_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.write", "users.read")
    item = _find(asking, asking.parts[0])
    if item is None:
        return 200, {"data": {"deleted": False}}
    if item.author_id != asking.me.pk:
        raise forbidden("You are not authorized to delete this Tweet.")
    remove_item(item=item)
    return 200, {"data": {"deleted": True}}


def read_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    item = _find(asking, asking.parts[0])
    wish = read_wish(asking)
    if item is None:
        return 200, {"errors": [missing(asking.parts[0])]}
    shown, errors = show_tweet(asking, item, wish)
    return 200, _envelope(shown, show_included(asking, [item], wish), errors)


def read_tweets(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    ids = [one for one in asking.call.text("ids").split(",") if one]
    if not ids or len(ids) > 100:
        raise invalid("ids", ",".join(ids), f"The number of values in the `ids` query parameter list [{len(ids)}] is "
                      "not between 1 and 100")  # fmt: skip
    found = {item.remote_id: item for item in _visible(asking).filter(remote_id__in=ids)}
    items = [found[one] for one in ids if one in found]
    body = _listed(asking, items)
    absent = [missing(one, parameter="ids") for one in ids if one not in found]
    if absent:
        body["errors"] = body.get("errors", []) + absent
    return 200, body


def user_tweets(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    actor = _actor(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    items = posts_on(actor).filter(network=Item.X).select_related("root", "reply_to__author")
    if "replies" in asking.call.text("exclude").split(","):
        items = items.filter(reply_to=None)
    return 200, _timeline(asking, items, f"tweets:{actor.remote_id}", 5)


def mentions(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    actor = _actor(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    named = Q(text__icontains=f"@{actor.handle}") | Q(reply_to__author=actor)
    items = _visible(asking).filter(named).exclude(author=actor)
    return 200, _timeline(asking, items, f"mentions:{actor.remote_id}", 5)


def search_recent(asking: Asking) -> Answer:
    """Words, `conversation_id:`, `from:` and `to:`; the last seven days."""
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    query = asking.call.text("query").strip()
    if not query:
        raise invalid("query", query, "The `query` query parameter can not be empty")
    items = _visible(asking).filter(created_at__gte=asking.now - timedelta(days=SEARCH_DAYS))
    for word in query.split():
        items = items.filter(_term(asking, word))
    return 200, _timeline(asking, items, f"search:{query}", 10)


def hide_reply(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.moderate.write", "users.read")
    item = _find(asking, asking.parts[0])
    if item is None or item.root is None or item.root.author_id != asking.me.pk:
        raise forbidden()
    hidden = asking.call.flag("hidden")
    hide_item(item=item, hidden=hidden)
    return 200, {"data": {"hidden": hidden}}


def read_me(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    return 200, {"data": show_user(asking, asking.me, read_wish(asking))}


def read_user(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    actor = _actor(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    return 200, {"data": show_user(asking, actor, read_wish(asking))}


def read_user_by_name(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    known = Actor.objects.filter(world=asking.world, kind__in=(Actor.X_ACCOUNT, Actor.CROWD))
    actor = known.filter(handle__iexact=asking.parts[0]).select_related("world").first()
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user", "username")]}
    return 200, {"data": show_user(asking, actor, read_wish(asking))}


def _visible(asking: Asking) -> QuerySet[Item]:
    posts = standing(asking.world).filter(network=Item.X, state=Item.PUBLISHED)
    joined = posts.select_related("world", "author", "wall", "root", "reply_to__author", "stir")
    return joined.prefetch_related("pictures")


def _find(asking: Asking, identity: str) -> Item | None:
    if not identity.isdigit():
        raise invalid("id", identity, f"The `id` query parameter value [{identity}] is not valid")
    return _visible(asking).filter(remote_id=identity).first()


def _actor(asking: Asking, identity: str) -> Actor | None:
    if identity == "me":
        raise unknown_route()
    known = Actor.objects.filter(world=asking.world, kind__in=(Actor.X_ACCOUNT, Actor.CROWD))
    return known.filter(remote_id=identity).select_related("world").first()


def _refuse_what_self_serve_may_not(body: dict[str, Any], text: str) -> None:
    """Quotes are closed to programs, cashtags counted; polls and places are not part of the rehearsal."""
    if any(body.get(name) for name in ("quote_tweet_id", "quote_post_id", "poll", "geo", "community_id")):
        raise forbidden()
    if len(CASHTAG.findall(text)) > 1:
        raise forbidden("A post may contain a maximum of one cashtag.")


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name) or {}
    if not isinstance(value, dict):
        raise invalid(name, value, f"[{name}] must be an object")
    return value


def _pictures(asking: Asking, media: dict[str, Any]) -> tuple[Picture, ...]:
    given = media.get("media_ids") or []
    if not isinstance(given, list):
        raise invalid("media.media_ids", given, "media.media_ids must be an array")
    ids = [str(one) for one in given]
    if len(ids) > LIMITS[Item.X].most_in_post:
        raise invalid("media.media_ids", ids, "media.media_ids must have at most 4 items")
    kept = {p.remote_id: p for p in Picture.objects.filter(owner=asking.me, remote_id__in=ids, item=None)}
    if any(one not in kept for one in ids):
        raise invalid("media.media_ids", ids, "Your media IDs are invalid.")
    return tuple(kept[one] for one in ids)


def _replied(asking: Asking, reply: dict[str, Any]) -> Item | None:
    identity = str(reply.get("in_reply_to_tweet_id") or "")
    if not identity:
        return None
    item = _find(asking, identity)
    if item is None:
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    summoned = f"@{asking.me.handle}".lower() in item.text.lower() or item.author_id == asking.me.pk
    if not summoned:
        raise forbidden()
    return item


def _said_before(asking: Asking, text: str) -> bool:
    recent = asking.me.items.filter(network=Item.X, text=text, removed_at=None).exclude(text="")
    return recent.filter(created_at__gte=asking.now - SAME_TEXT_FOR).exists()


def _term(asking: Asking, word: str) -> Q:
    name, colon, value = word.partition(":")
    if colon and name == "conversation_id":
        return Q(root__remote_id=value)
    if colon and name == "from":
        return Q(author__handle__iexact=value.lstrip("@"))
    if colon and name == "to":
        return Q(reply_to__author__handle__iexact=value.lstrip("@"))
    if (colon and name in ("is", "has", "lang", "url")) or word.startswith("-"):
        return Q()
    return Q(text__icontains=word.strip('"'))


def _timeline(asking: Asking, items: QuerySet[Item], name: str, fewest: int) -> dict[str, Any]:
    call = asking.call
    size = call.number("max_results", 10)
    if not fewest <= size <= 100:
        raise invalid("max_results", size, f"The `max_results` query parameter value [{size}] is not between {fewest} "
                      "and 100")  # fmt: skip
    items = _within(asking, items)
    start = 0
    cursor = call.text("pagination_token") or call.text("next_token")
    if cursor:
        place = read_cursor(name, cursor)
        mark = Item.objects.filter(pk=place or 0).first()
        if mark is None:
            raise invalid("pagination_token", cursor, f"The `pagination_token` query parameter value [{cursor}] is not "
                          "valid")  # fmt: skip
        items = items.filter(Q(created_at__lt=mark.created_at) | Q(created_at=mark.created_at, id__lt=mark.pk))
    found = list(items.order_by("-created_at", "-id")[start : size + 1])
    shown = found[:size]
    body = _listed(asking, shown)
    body["meta"] = _meta(shown)
    if len(found) > size:
        body["meta"]["next_token"] = write_cursor(name, shown[-1].pk)
    if cursor and shown:
        body["meta"]["previous_token"] = write_cursor(name, shown[0].pk)
    return body


def _within(asking: Asking, items: QuerySet[Item]) -> QuerySet[Item]:
    call = asking.call
    for name, sign in (("since_id", "gt"), ("until_id", "lt")):
        if call.text(name):
            mark = Item.objects.filter(world=asking.world, remote_id=call.text(name)).first()
            if mark is not None:
                after = Q(**{f"created_at__{sign}": mark.created_at})
                items = items.filter(after | Q(created_at=mark.created_at, **{f"id__{sign}": mark.pk}))
    for name, sign in (("start_time", "gte"), ("end_time", "lt")):
        if call.text(name):
            items = items.filter(**{f"created_at__{sign}": _moment(name, call.text(name))})
    return items


def _moment(name: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _listed(asking: Asking, items: list[Item]) -> dict[str, Any]:
    wish = read_wish(asking)
    shown = [show_tweet(asking, item, wish) for item in items]
    errors = [error for _, single in shown for error in single]
    return _envelope([tweet for tweet, _ in shown], show_included(asking, items, wish), errors)


def _envelope(data: Any, included: dict[str, Any], errors: list[dict[str, Any]]) -> dict[str, Any]:
    """Empty parts are left out, as there."""
    parts = {"data": data, "includes": included, "errors": errors}
    return {name: part for name, part in parts.items() if part}


def _meta(items: list[Item]) -> dict[str, Any]:
    if not items:
        return {"result_count": 0}
    return {"result_count": len(items), "newest_id": items[0].remote_id, "oldest_id": items[-1].remote_id}
