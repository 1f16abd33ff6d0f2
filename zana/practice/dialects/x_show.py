"""How posts, accounts, pictures, films and polls look in the X dialect."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from zana.practice.actions.x_posts import REPLACED
from zana.practice.dialects.x_context import Asking, stamp
from zana.practice.dialects.x_errors import not_authorized
from zana.practice.dialects.x_fields import REFERENCED, REFERENCED_AUTHORS, REFERENCED_MEDIA, Wish
from zana.practice.dialects.x_users import show_user
from zana.practice.models import Actor, Clip, Detail, Item, Mark, Picture
from zana.practice.queries.attention import attention_of
from zana.practice.queries.tallies import tally
from zana.practice.rules.draws import draw_choice
from zana.practice.rules.uploads import CATEGORIES
from zana.practice.rules.weight import MOST, find_places, weigh

Shown = dict[str, Any]
OWN_METRICS_FOR = timedelta(days=30)
EDITABLE_FOR = timedelta(minutes=30)
MOST_EDITS = 5
# How many in a hundred are still there after so many percent of a film.
STILL_WATCHING = {0: 100, 25: 62, 50: 41, 75: 28, 100: 19}
NAME = re.compile(r"(?<![\w@])@(\w{1,15})\b")
TAG = re.compile(r"(?<![\w&])#([^\W\d_]\w*|\w*[^\W\d_]\w*)")
CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)\b")


def show_tweets(asking: Asking, items: list[Item], wish: Wish) -> tuple[list[Shown], list[Shown]]:
    """The posts, and the errors of single fields."""
    if wish.tweet & {"public_metrics", "organic_metrics"}:
        asking.tally = tally(items)
    errors: list[Shown] = []
    return [show_tweet(asking, item, wish, errors) for item in items], errors


def show_tweet(asking: Asking, item: Item, wish: Wish, errors: list[Shown]) -> Shown:
    asking.pay_for_reading("posts_read", item.remote_id, item.author_id)
    history = "edit_history_post_ids" if wish.newer else "edit_history_tweet_ids"
    shown: Shown = {"id": item.remote_id, "text": _shortened(item), history: versions_of(item)}
    for name in sorted(wish.tweet & TWEET_FIELDS.keys()):
        if name in OWN_FIELDS and not may_see_own(asking, item):
            errors.append(not_authorized(item.remote_id, name))
            continue
        value = TWEET_FIELDS[name](asking, item, wish)
        if value is not None:
            shown[name] = value
    return shown


def show_included(asking: Asking, items: Iterable[Item], wish: Wish) -> dict[str, list[Shown]]:
    """What the expansions ask for; empty lists are left out."""
    if not wish.expansions:
        return {}
    items = list(items)
    others = [other for item in items for other in _referenced_items(item)] if _wants_others(wish) else []
    media = list(items) if "attachments.media_keys" in wish.expansions else []
    media += others if wish.expansions & REFERENCED_MEDIA else []
    found = {
        "users": [show_user(asking, actor, wish) for actor in _included_users(items, others, wish)],
        "media": [show_media(asking, one, wish) for item in media for one in media_of(item)],
        wish.posts: [show_tweet(asking, other, wish, []) for other in _once(others)]
        if wish.expansions & REFERENCED else [],
        "polls": [show_poll(asking, item, wish) for item in items if facts_of(item).get("poll")]
        if "attachments.poll_ids" in wish.expansions else [],
        "places": [_show_place(item) for item in items if facts_of(item).get("geo")]
        if "geo.place_id" in wish.expansions else [],
    }  # fmt: skip
    return {name: shown for name, shown in found.items() if shown}


def show_media(asking: Asking, media: Picture | Clip, wish: Wish) -> Shown:
    shown: Shown = {"media_key": media_key(media), "type": media_type(media)}
    values = _film_values(asking, media) if isinstance(media, Clip) else _picture_values(asking, media)
    shown.update({name: value for name, value in values.items() if name in wish.media and value is not None})
    return shown


def media_of(item: Item) -> list[Picture | Clip]:
    return [*item.pictures.all(), *item.clips.all()]


def media_key(media: Picture | Clip) -> str:
    if isinstance(media, Clip):
        return f"{CATEGORIES[media.purpose].key}_{media.remote_id}"
    return f"{'16' if media_type(media) == 'animated_gif' else '3'}_{media.remote_id}"


def media_type(media: Picture | Clip) -> str:
    if isinstance(media, Clip):
        return "video"
    return "animated_gif" if media.file.mime == "image/gif" else "photo"


def _picture_values(asking: Asking, picture: Picture) -> Shown:
    address = asking.call.request.build_absolute_uri(f"/practice/pictures/{picture.remote_id}/")
    moving = media_type(picture) == "animated_gif"
    return {
        "preview_image_url" if moving else "url": address,
        "alt_text": picture.alt_text or None,
        "width": picture.width,
        "height": picture.height,
    }


def _film_values(asking: Asking, clip: Clip) -> Shown:
    shape = clip.shape
    views = attention_of(clip.item, asking.now).views if clip.item is not None else 0
    return {
        "alt_text": clip.title or None,
        "duration_ms": int(float(shape.get("seconds", 0)) * 1000),
        "width": shape.get("width"),
        "height": shape.get("height"),
        "public_metrics": {"view_count": views},
        "non_public_metrics": {
            f"playback_{part}_count": views * share // 100 for part, share in STILL_WATCHING.items()
        },
    }


def show_poll(asking: Asking, item: Item, wish: Wish) -> Shown:
    poll = facts_of(item)["poll"]
    end = item.created_at + timedelta(minutes=poll["duration_minutes"])
    reached = attention_of(item, min(asking.now, end)).clicks
    options = [
        {"position": place, "label": label, "votes": _votes(asking, item, label, reached)}
        for place, label in enumerate(poll["options"], 1)
    ]
    more = {
        "duration_minutes": poll["duration_minutes"],
        "end_datetime": stamp(end),
        "voting_status": "closed" if end <= asking.now else "open",
    }
    return {
        "id": poll_id(item),
        "options": options,
        **{name: value for name, value in more.items() if name in wish.poll},
    }


def poll_id(item: Item) -> str:
    return str(int(item.remote_id) + 1)


def facts_of(item: Item) -> dict[str, Any]:
    detail = detail_of(item)
    return detail.facts if detail is not None else {}


def detail_of(item: Item) -> Detail | None:
    return getattr(item, "detail", None)


def versions_of(item: Item) -> list[str]:
    """Ids of every version, the oldest first."""
    detail = detail_of(item)
    first = detail.first if detail is not None and detail.first is not None else None
    if first is None and item.state != REPLACED:
        return [item.remote_id]
    first = first or item
    later = first.versions.order_by("item_id").values_list("item__remote_id", flat=True)
    return [first.remote_id, *later]


def may_see_own(asking: Asking, item: Item) -> bool:
    reader = asking.reader
    return reader is not None and item.author_id == reader.pk and asking.now - item.created_at <= OWN_METRICS_FOR


def public_metrics(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    seen, counted = attention_of(item, asking.now), asking.tally
    return {
        "repost_count" if wish.newer else "retweet_count": seen.shares + counted.marks[item.pk, Mark.SHARE],
        "reply_count": counted.answers[item.pk],
        "like_count": seen.reaction_total + counted.marks[item.pk, Mark.LIKE],
        "quote_count": counted.quotes[item.pk],
        "bookmark_count": seen.clicks // 4 + counted.marks[item.pk, Mark.KEEP],
        "impression_count": seen.views,
    }


def own_metrics(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    seen = attention_of(item, asking.now)
    return {
        "impression_count": seen.views,
        "url_link_clicks": seen.clicks if find_places(item.text) else 0,
        "user_profile_clicks": seen.clicks // 3,
        "engagements": seen.reaction_total + seen.shares + seen.clicks,
    }


def _organic(asking: Asking, item: Item, wish: Wish) -> dict[str, int]:
    everyone, own = public_metrics(asking, item, wish), own_metrics(asking, item, wish)
    names = ("repost_count", "retweet_count", "reply_count", "like_count")
    return {**{name: everyone[name] for name in names if name in everyone}, **own}


def _attachments(asking: Asking, item: Item, wish: Wish) -> dict[str, list[str]] | None:
    keys = [media_key(one) for one in media_of(item)]
    found = {"media_keys": keys} if keys else {}
    if facts_of(item).get("poll"):
        found["poll_ids"] = [poll_id(item)]
    return found or None


def _referenced(asking: Asking, item: Item, wish: Wish) -> list[dict[str, str]] | None:
    detail = detail_of(item)
    found = []
    if detail is not None and detail.quotes is not None:
        found.append({"type": "quoted", "id": detail.quotes.remote_id})
    if item.reply_to is not None:
        found.append({"type": "replied_to", "id": item.reply_to.remote_id})
    return found or None


def _entities(asking: Asking, item: Item, wish: Wish) -> Shown | None:
    return text_entities(item.text)


def text_entities(text: str) -> Shown | None:
    """Links, tags and names with their places."""
    links = [_link(text, start, end) for start, end in find_places(text)]
    found = {
        "urls": links,
        "hashtags": [{"start": at.start(), "end": at.end(), "tag": at[1]} for at in TAG.finditer(text)],
        "mentions": [{"start": at.start(), "end": at.end(), "username": at[1]} for at in NAME.finditer(text)],
        "cashtags": [{"start": at.start(), "end": at.end(), "tag": at[1]} for at in CASHTAG.finditer(text)],
    }
    return {name: places for name, places in found.items() if places} or None


def _link(text: str, start: int, end: int) -> Shown:
    link = text[start:end]
    whole = link if "://" in link else f"http://{link}"
    shown = whole.partition("://")[2]
    return {"start": start, "end": end, "url": link, "expanded_url": whole, "display_url": shown}


def _shortened(item: Item) -> str:
    """A long post of a Premium account shows its beginning; the rest stands in the note."""
    if len(item.text) <= MOST or weigh(item.text) <= MOST:
        return item.text
    return item.text[: MOST - 1] + "…"


def _note(asking: Asking, item: Item, wish: Wish) -> Shown | None:
    return {"text": item.text} if len(item.text) > MOST and weigh(item.text) > MOST else None


def _edit_controls(asking: Asking, item: Item, wish: Wish) -> Shown:
    until = item.created_at + EDITABLE_FOR
    edits = len(versions_of(item)) - 1
    return {
        "edits_remaining": max(MOST_EDITS - edits, 0),
        "is_edit_eligible": item.reply_to_id is None and not facts_of(item).get("poll"),
        "editable_until": stamp(until),
    }


def _geo(asking: Asking, item: Item, wish: Wish) -> Shown | None:
    return facts_of(item).get("geo")


def _show_place(item: Item) -> Shown:
    identity = facts_of(item)["geo"]["place_id"]
    return {"id": identity, "full_name": identity}


Show = Callable[[Asking, Item, Wish], Any]
OWN_FIELDS = frozenset({"non_public_metrics", "organic_metrics", "promoted_metrics"})
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
    "promoted_metrics": lambda asking, item, wish: None,
    "lang": lambda asking, item, wish: item.stir.language if hasattr(item, "stir") else asking.world.language,
    "possibly_sensitive": lambda asking, item, wish: False,
    "reply_settings": lambda asking, item, wish: facts_of(item).get("reply_settings", "everyone"),
    "display_text_range": lambda asking, item, wish: [0, len(_shortened(item))],
    "source": lambda asking, item, wish: (detail.source or None) if (detail := detail_of(item)) else None,
    "edit_controls": _edit_controls,
    "note_tweet": _note,
    "note_post": _note,
    "geo": _geo,
    "community_id": lambda asking, item, wish: facts_of(item).get("community_id"),
    "paid_partnership": lambda asking, item, wish: facts_of(item).get("paid_partnership"),
}


def _votes(asking: Asking, item: Item, label: str, reached: int) -> int:
    return draw_choice(asking.world.seed, reached + 1, "poll", item.remote_id, label)


def _referenced_items(item: Item) -> list[Item]:
    detail = detail_of(item)
    others = [item.reply_to, detail.quotes if detail is not None else None]
    return [other for other in others if other is not None and other.removed_at is None]


def _wants_others(wish: Wish) -> bool:
    return bool(wish.expansions & (REFERENCED | REFERENCED_AUTHORS | REFERENCED_MEDIA))


def _included_users(items: list[Item], others: list[Item], wish: Wish) -> list[Actor]:
    people: list[Actor] = []
    if "author_id" in wish.expansions:
        people += [item.author for item in items]
    if "in_reply_to_user_id" in wish.expansions:
        people += [item.reply_to.author for item in items if item.reply_to is not None]
    if wish.expansions & REFERENCED_AUTHORS:
        people += [other.author for other in others]
    if "entities.mentions.username" in wish.expansions and items:
        people += _named(items)
    return list({person.pk: person for person in people}.values())


def _named(items: list[Item]) -> list[Actor]:
    names = {name for item in items for name in NAME.findall(item.text)}
    known = Actor.objects.filter(world=items[0].world, kind__in=(Actor.X_ACCOUNT, Actor.CROWD), handle__in=names)
    return list(known)


def _once(items: list[Item]) -> list[Item]:
    return list({item.pk: item for item in items}.values())
