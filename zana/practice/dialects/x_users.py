"""Accounts of the X dialect: how they look, how they are found, who follows whom."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from zana.practice.dialects.x_context import Answer, Asking, stamp
from zana.practice.dialects.x_errors import forbidden, invalid, missing
from zana.practice.dialects.x_fields import Wish, read_wish
from zana.practice.models import Actor, Bar, Item
from zana.practice.queries.attention import followers_of
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules.cursors import read_cursor, write_cursor

Shown = dict[str, Any]
MOST_AT_ONCE = 100
ON_X = (Actor.X_ACCOUNT, Actor.CROWD)


def read_me(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    return 200, _with_included(asking, [asking.me], many=False)


def read_user(asking: Asking) -> Answer:
    return _read_one(asking, find_user(asking, asking.parts[0]), "id")


def read_user_by_name(asking: Asking) -> Answer:
    found = known_users(asking).filter(handle__iexact=asking.parts[0]).first()
    return _read_one(asking, found, "username")


def read_users(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    ids = read_listed(asking, "ids")
    for one in ids:
        check_number(one, "ids")
    found = {actor.remote_id: actor for actor in known_users(asking).filter(remote_id__in=ids)}
    return 200, _many(asking, ids, found, "ids")


def read_users_by_name(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read")
    names = read_listed(asking, "usernames")
    low = [name.lower() for name in names]
    known = known_users(asking).annotate(low=Lower("handle")).filter(low__in=low)
    found = {actor.handle.lower(): actor for actor in known}
    return 200, _many(
        asking, names, {name: found[name.lower()] for name in names if name.lower() in found}, "usernames"
    )


def followers(asking: Asking) -> Answer:
    """Those of the crowd who have a name; the others are only counted."""
    asking.need("tweet.read", "users.read", "follows.read")
    actor = find_user(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    there = crowd_of(asking.world)[: _follower_count(asking, actor)] if actor.kind == Actor.X_ACCOUNT else []
    return 200, list_users(asking, there, f"followers:{actor.remote_id}", 1000, owner=actor)


def following(asking: Asking) -> Answer:
    """An account of the crowd follows every account of the exercise; accounts of the exercise follow nobody yet."""
    asking.need("tweet.read", "users.read", "follows.read")
    actor = find_user(asking, asking.parts[0])
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user")]}
    accounts = list(asking.world.actors.filter(kind=Actor.X_ACCOUNT)) if actor.kind == Actor.CROWD else []
    return 200, list_users(asking, accounts, f"following:{actor.remote_id}", 1000, owner=actor)


def muted(asking: Asking) -> Answer:
    return _barred(asking, Bar.MUTE, "mute.read")


def blocked(asking: Asking) -> Answer:
    return _barred(asking, Bar.BLOCK, "block.read")


def verify_credentials(asking: Asking) -> Answer:
    """The oldest way to ask who I am: a flat object."""
    me = asking.me
    return 200, {
        "id": int(me.remote_id), "id_str": me.remote_id, "name": me.name, "screen_name": me.handle,
        "description": me.about, "followers_count": _follower_count(asking, me), "verified": False,
        "profile_image_url_https": asking.call.request.build_absolute_uri(f"/practice/pictures/actor/{me.remote_id}/"),
    }  # fmt: skip


def closed_older(asking: Asking) -> Answer:
    """Posting by the older API has ended."""
    raise forbidden(
        "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, "
        "oauth) only. If you need access to this endpoint, you may need a different access level."
    )


def list_users(asking: Asking, actors: list[Actor], name: str, most: int, owner: Actor | None = None) -> Shown:
    """One page of a list of accounts. Raises XError for a size out of bounds or a mark of another list."""
    size = asking.call.number("max_results", 100)
    if not 1 <= size <= most:
        raise invalid(
            "max_results", size, f"The `max_results` query parameter value [{size}] is not between 1 and {most}"
        )
    start = 0
    cursor = asking.call.text("pagination_token")
    if cursor:
        place = read_cursor(name, cursor)
        if place is None:
            raise invalid("pagination_token", cursor, f"The `pagination_token` query parameter value [{cursor[:80]}] "
                          "is not valid")  # fmt: skip
        start = place
    shown = actors[start : start + size]
    body = _with_included(asking, shown, owner=owner) if shown else {}
    body["meta"] = {"result_count": len(shown)}
    if start + size < len(actors):
        body["meta"]["next_token"] = write_cursor(name, start + size)
    if start:
        body["meta"]["previous_token"] = write_cursor(name, max(start - size, 0))
    return body


def show_user(asking: Asking, actor: Actor, wish: Wish, owner: Actor | None = None) -> Shown:
    asking.pay_for_reading("users_read", actor.remote_id, owner or actor)
    shown: Shown = {"id": actor.remote_id, "name": actor.name, "username": actor.handle}
    for name in sorted(wish.user & USER_FIELDS.keys()):
        value = USER_FIELDS[name](asking, actor, wish)
        if value is not None:
            shown[name] = value
    return shown


def known_users(asking: Asking) -> QuerySet[Actor]:
    return Actor.objects.filter(world=asking.world, kind__in=ON_X)


def find_user(asking: Asking, identity: str) -> Actor | None:
    check_number(identity, "id")
    reader = asking.reader
    if reader is not None and identity == reader.remote_id:
        return reader
    actor = known_users(asking).filter(remote_id=identity).first()
    if actor is not None:
        actor.world = asking.world
    return actor


def read_listed(asking: Asking, name: str) -> list[str]:
    given = [str(one) for one in asking.call.text(name).split(",") if one]
    if not 1 <= len(given) <= MOST_AT_ONCE:
        raise invalid(name, ",".join(given), f"The number of values in the `{name}` query parameter list "
                      f"[{len(given)}] is not between 1 and {MOST_AT_ONCE}")  # fmt: skip
    return given


def check_number(identity: str, parameter: str) -> None:
    if not (identity.isascii() and identity.isdigit() and len(identity) <= 19):
        raise invalid(parameter, identity, f"The `{parameter}` query parameter value [{identity[:80]}] is not valid")


def _read_one(asking: Asking, actor: Actor | None, parameter: str) -> Answer:
    asking.need("tweet.read", "users.read")
    if actor is None:
        return 200, {"errors": [missing(asking.parts[0], "user", parameter)]}
    actor.world = asking.world
    return 200, _with_included(asking, [actor], many=False)


def _many(asking: Asking, wanted: list[str], found: dict[str, Actor], parameter: str) -> Shown:
    body = _with_included(asking, [found[one] for one in wanted if one in found]) if found else {}
    absent = [missing(one, "user", parameter) for one in wanted if one not in found]
    return {**body, "errors": absent} if absent else body


def _with_included(asking: Asking, actors: list[Actor], *, many: bool = True, owner: Actor | None = None) -> Shown:
    wish = read_wish(asking)
    for actor in actors:
        actor.world = asking.world
    shown = [show_user(asking, actor, wish, owner) for actor in actors]
    body: Shown = {"data": shown if many else shown[0]}
    pinned = _included_posts(asking, actors, wish)
    return {**body, "includes": {wish.posts: pinned}} if pinned else body


def _included_posts(asking: Asking, actors: list[Actor], wish: Wish) -> list[Shown]:
    ids: list[str | None] = []
    if wish.expansions & {"pinned_tweet_id", "pinned_post_id"}:
        ids += [_pinned(asking, actor, wish) for actor in actors]
    if wish.expansions & {"most_recent_tweet_id", "most_recent_post_id"}:
        ids += [_latest(asking, actor, wish) for actor in actors]
    kept = [one for one in dict.fromkeys(ids) if one]
    items = Item.objects.filter(world=asking.world, remote_id__in=kept, removed_at=None) if kept else []
    return [{"id": item.remote_id, "text": item.text} for item in items]


def _barred(asking: Asking, kind: str, scope: str) -> Answer:
    asking.need("tweet.read", "users.read", scope)
    asking.need_me(asking.parts[0])
    kept = Bar.objects.filter(account=asking.me, kind=kind).select_related("other").order_by("-id")
    name = f"{kind}:{asking.me.remote_id}"
    return 200, list_users(asking, [one.other for one in kept], name, 1000, owner=asking.me)


def _follower_count(asking: Asking, actor: Actor) -> int:
    if actor.pk not in asking.followers:
        asking.followers[actor.pk] = followers_of(actor, asking.now)
    return asking.followers[actor.pk]


def _user_metrics(asking: Asking, actor: Actor, wish: Wish) -> dict[str, int]:
    posts = actor.items.filter(network=Item.X, removed_at=None, state=Item.PUBLISHED).count()
    return {
        "followers_count": _follower_count(asking, actor),
        "following_count": int(actor.profile.get("following", 0)),
        "post_count" if wish.newer else "tweet_count": posts,
        "listed_count": 0,
        "like_count": actor.marks.filter(kind="like").count(),
        "media_count": actor.pictures.exclude(item=None).count(),
    }


def _pinned(asking: Asking, actor: Actor, wish: Wish) -> str | None:
    value = actor.profile.get("pinned_tweet_id")
    return str(value) if value else None


def _latest(asking: Asking, actor: Actor, wish: Wish) -> str | None:
    posts = actor.items.filter(network=Item.X, removed_at=None, state=Item.PUBLISHED)
    return posts.order_by("-created_at", "-id").values_list("remote_id", flat=True).first()


def _email(asking: Asking, actor: Actor, wish: Wish) -> str | None:
    """Only one's own, and only with the permission for it."""
    token = asking.caller.token
    if token is None or token.actor_id != actor.pk or "users.email" not in token.grant.scopes:
        return None
    return str(actor.profile.get("email") or f"{actor.handle.lower()}@mail.example")


def _connection(asking: Asking, actor: Actor, wish: Wish) -> list[str]:
    if asking.reader is None:
        return []
    words = {Bar.MUTE: "muting", Bar.BLOCK: "blocking"}
    kinds = Bar.objects.filter(account=asking.reader, other=actor).values_list("kind", flat=True)
    return [words[kind] for kind in kinds if kind in words]


def _banner(asking: Asking, actor: Actor, wish: Wish) -> str | None:
    if actor.cover is None:
        return None
    return asking.call.request.build_absolute_uri(f"/practice/pictures/{actor.cover.remote_id}/")


USER_FIELDS: dict[str, Callable[[Asking, Actor, Wish], Any]] = {
    "created_at": lambda asking, actor, wish: stamp(actor.joined_at),
    "description": lambda asking, actor, wish: actor.about,
    "location": lambda asking, actor, wish: actor.profile.get("location"),
    "url": lambda asking, actor, wish: actor.website or None,
    "profile_image_url": lambda asking, actor, wish: asking.call.request.build_absolute_uri(
        f"/practice/pictures/actor/{actor.remote_id}/"
    ),
    "profile_banner_url": _banner,
    "protected": lambda asking, actor, wish: False,
    "verified": lambda asking, actor, wish: bool(actor.profile.get("verified_type")),
    "verified_type": lambda asking, actor, wish: actor.profile.get("verified_type", "none"),
    "verified_followers_count": lambda asking, actor, wish: _follower_count(asking, actor) // 50,
    "subscription_type": lambda asking, actor, wish: actor.profile.get("subscription_type", "None"),
    "is_identity_verified": lambda asking, actor, wish: False,
    "parody": lambda asking, actor, wish: False,
    "confirmed_email": _email,
    "connection_status": _connection,
    "receives_your_dm": lambda asking, actor, wish: not actor.profile.get("closed_to_messages"),
    "pinned_tweet_id": _pinned,
    "pinned_post_id": _pinned,
    "most_recent_tweet_id": _latest,
    "most_recent_post_id": _latest,
    "public_metrics": _user_metrics,
}
