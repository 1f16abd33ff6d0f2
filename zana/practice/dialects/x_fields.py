"""How posts, accounts and pictures look in the X dialect. The answer speaks the dialect of the request's fields:
`tweet.fields` (the older, default) or `post.fields`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from zana.practice.dialects.x_context import Asking, stamp
from zana.practice.dialects.x_errors import PROBLEMS, invalid
from zana.practice.models import Actor, Item, Picture
from zana.practice.queries.attention import attention_of, followers_of
from zana.practice.queries.items import answers_to
from zana.practice.rules.weight import find_links

OWN_METRICS_FOR = timedelta(days=30)
KNOWN_TWEET_FIELDS = frozenset(
    [
        "article",
        "attachments",
        "author_id",
        "card_uri",
        "community_id",
        "context_annotations",
        "conversation_id",
        "created_at",
        "display_text_range",
        "edit_controls",
        "edit_history_tweet_ids",
        "edit_history_post_ids",
        "entities",
        "geo",
        "id",
        "in_reply_to_user_id",
        "lang",
        "media_metadata",
        "non_public_metrics",
        "note_tweet",
        "note_post",
        "organic_metrics",
        "paid_partnership",
        "possibly_sensitive",
        "promoted_metrics",
        "public_metrics",
        "referenced_tweets",
        "referenced_posts",
        "reply_settings",
        "scopes",
        "source",
        "text",
        "withheld",
        "suggested_source_links",
    ]
)
KNOWN_USER_FIELDS = frozenset(
    [
        "created_at",
        "description",
        "entities",
        "id",
        "location",
        "name",
        "pinned_tweet_id",
        "pinned_post_id",
        "profile_image_url",
        "profile_banner_url",
        "protected",
        "public_metrics",
        "url",
        "username",
        "verified",
        "verified_type",
        "verified_followers_count",
        "subscription_type",
        "is_identity_verified",
        "parody",
        "affiliation",
        "confirmed_email",
        "connection_status",
        "receives_your_dm",
        "withheld",
        "most_recent_tweet_id",
        "most_recent_post_id",
        "subscription",
    ]
)
KNOWN_MEDIA_FIELDS = frozenset(
    [
        "alt_text",
        "duration_ms",
        "height",
        "media_key",
        "non_public_metrics",
        "organic_metrics",
        "preview_image_url",
        "promoted_metrics",
        "public_metrics",
        "type",
        "url",
        "variants",
        "width",
    ]
)


@dataclass(frozen=True)
class Wish:
    """What the request asked to see."""

    tweet: frozenset[str]
    user: frozenset[str]
    media: frozenset[str]
    expansions: frozenset[str]
    newer: bool  # answer with the words of `post.*`


def read_wish(asking: Asking) -> Wish:
    call = asking.call
    newer = "post.fields" in call.params
    return Wish(
        tweet=_known(asking, "post.fields" if newer else "tweet.fields", KNOWN_TWEET_FIELDS),
        user=_known(asking, "user.fields", KNOWN_USER_FIELDS),
        media=_known(asking, "media.fields", KNOWN_MEDIA_FIELDS),
        expansions=frozenset(filter(None, call.text("expansions").split(","))),
        newer=newer,
    )


def _known(asking: Asking, name: str, known: frozenset[str]) -> frozenset[str]:
    wanted = frozenset(filter(None, asking.call.text(name).split(",")))
    for strange in sorted(wanted - known):
        raise invalid(name, strange, f"The `{name}` query parameter value [{strange}] is not one of the known fields")
    return wanted


def show_user(asking: Asking, actor: Actor, wish: Wish) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": actor.remote_id, "name": actor.name, "username": actor.handle}
    for name in sorted(wish.user & USER_FIELDS.keys()):
        value = USER_FIELDS[name](asking, actor, wish)
        if value is not None:
            shown[name] = value
    return shown


def show_tweet(asking: Asking, item: Item, wish: Wish) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The post and the errors of single fields."""
    history = "edit_history_post_ids" if wish.newer else "edit_history_tweet_ids"
    shown: dict[str, Any] = {"id": item.remote_id, "text": item.text, history: [item.remote_id]}
    errors = []
    for name in sorted(wish.tweet & TWEET_FIELDS.keys()):
        if name in OWN_FIELDS and not _may_see_own(asking, item):
            errors.append(_not_authorized(item, name))
            continue
        value = TWEET_FIELDS[name](asking, item, wish)
        if value is not None:
            shown[name] = value
    return shown, errors


def show_included(asking: Asking, items: Iterable[Item], wish: Wish) -> dict[str, list[dict[str, Any]]]:
    included: dict[str, list[dict[str, Any]]] = {}
    items = list(items)
    if "author_id" in wish.expansions:
        authors = {item.author_id: item.author for item in items}
        included["users"] = [show_user(asking, author, wish) for author in authors.values()]
    if "attachments.media_keys" in wish.expansions:
        pictures = [picture for item in items for picture in item.pictures.all()]
        if pictures:
            included["media"] = [show_media(asking, picture, wish) for picture in pictures]
    if wish.expansions & {"referenced_tweets.id", "referenced_posts.id", "referenced_posts"}:
        parents = {item.reply_to_id: item.reply_to for item in items if item.reply_to is not None}
        if parents:
            key = "posts" if wish.newer else "tweets"
            included[key] = [show_tweet(asking, parent, wish)[0] for parent in parents.values() if parent]
    return included


def show_media(asking: Asking, picture: Picture, wish: Wish) -> dict[str, Any]:
    shown: dict[str, Any] = {"media_key": media_key(picture), "type": "photo"}
    values = {
        "url": asking.call.request.build_absolute_uri(f"/practice/pictures/{picture.remote_id}/"),
        "alt_text": picture.alt_text or None,
        "width": picture.width,
        "height": picture.height,
    }
    shown.update({name: value for name, value in values.items() if name in wish.media and value is not None})
    return shown


def media_key(picture: Picture) -> str:
    return f"3_{picture.remote_id}"


def public_metrics(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    seen = attention_of(item, asking.now)
    return {
        "repost_count" if wish.newer else "retweet_count": seen.shares,
        "reply_count": answers_to(item).count(),
        "like_count": seen.reaction_total,
        "quote_count": 0,
        "bookmark_count": seen.clicks // 4,
        "impression_count": seen.views,
    }


def own_metrics(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    seen = attention_of(item, asking.now)
    return {
        "impression_count": seen.views,
        "url_link_clicks": seen.clicks if find_links(item.text) else 0,
        "user_profile_clicks": seen.clicks // 3,
        "engagements": seen.reaction_total + seen.shares + seen.clicks,
    }


def _organic(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    everyone, own = public_metrics(asking, item, wish), own_metrics(asking, item, wish)
    names = ("repost_count", "retweet_count", "reply_count", "like_count")
    return {**{name: everyone[name] for name in names if name in everyone}, **own}


def _attachments(asking: Asking, item: Item, wish: Wish) -> dict[str, list[str]] | None:
    keys = [media_key(picture) for picture in item.pictures.all()]
    return {"media_keys": keys} if keys else None


def _referenced(asking: Asking, item: Item, wish: Wish) -> list[dict[str, str]] | None:
    return [{"type": "replied_to", "id": item.reply_to.remote_id}] if item.reply_to is not None else None


def _entities(asking: Asking, item: Item, wish: Wish) -> dict[str, Any] | None:
    links = [
        {"start": item.text.index(link), "end": item.text.index(link) + len(link), "url": link, "expanded_url": link,
         "display_url": link.removeprefix("https://").removeprefix("http://")}
        for link in find_links(item.text)
    ]  # fmt: skip
    return {"urls": links} if links else None


Show = Callable[[Asking, Item, Wish], Any]
OWN_FIELDS = frozenset({"non_public_metrics", "organic_metrics"})
TWEET_FIELDS: dict[str, Show] = {
    "author_id": lambda asking, item, wish: item.author.remote_id,
    "created_at": lambda asking, item, wish: stamp(item.created_at),
    "conversation_id": lambda asking, item, wish: (item.root or item).remote_id,
    "in_reply_to_user_id": lambda asking, item, wish: item.reply_to.author.remote_id if item.reply_to else None,
    "referenced_tweets": _referenced,
    "referenced_posts": _referenced,
    "attachments": _attachments,
    "entities": _entities,
    "public_metrics": public_metrics,
    "non_public_metrics": own_metrics,
    "organic_metrics": _organic,
    "lang": lambda asking, item, wish: item.stir.language if hasattr(item, "stir") else item.world.language,
    "possibly_sensitive": lambda asking, item, wish: False,
    "reply_settings": lambda asking, item, wish: "everyone",
    "display_text_range": lambda asking, item, wish: [0, len(item.text)],
    "source": lambda asking, item, wish: None,
}


def _user_metrics(asking: Asking, actor: Actor, wish: Wish) -> dict[str, int]:
    if actor.pk not in asking.followers:
        asking.followers[actor.pk] = followers_of(actor, asking.now)
    posts = actor.items.filter(network=Item.X, removed_at=None).count()
    return {
        "followers_count": asking.followers[actor.pk],
        "following_count": int(actor.profile.get("following", 0)),
        "post_count" if wish.newer else "tweet_count": posts,
        "listed_count": 0,
        "like_count": 0,
        "media_count": actor.pictures.exclude(item=None).count(),
    }


USER_FIELDS: dict[str, Callable[[Asking, Actor, Wish], Any]] = {
    "created_at": lambda asking, actor, wish: stamp(actor.joined_at),
    "description": lambda asking, actor, wish: actor.about,
    "location": lambda asking, actor, wish: actor.profile.get("location"),
    "url": lambda asking, actor, wish: actor.website or None,
    "profile_image_url": lambda asking, actor, wish: asking.call.request.build_absolute_uri(
        f"/practice/pictures/actor/{actor.remote_id}/"
    ),
    "protected": lambda asking, actor, wish: False,
    "verified": lambda asking, actor, wish: False,
    "verified_type": lambda asking, actor, wish: "none",
    "public_metrics": _user_metrics,
}


def _may_see_own(asking: Asking, item: Item) -> bool:
    return item.author_id == asking.me.pk and asking.now - item.created_at <= OWN_METRICS_FOR


def _not_authorized(item: Item, name: str) -> dict[str, Any]:
    return {
        "resource_id": item.remote_id,
        "parameter": name,
        "resource_type": "tweet",
        "section": "data",
        "title": "Field Authorization Error",
        "value": name,
        "detail": f"Sorry, you are not authorized to access '{name}' on the Tweet with id : [{item.remote_id}].",
        "type": PROBLEMS + "not-authorized-for-field",
    }
