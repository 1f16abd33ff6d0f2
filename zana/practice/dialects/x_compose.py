"""Writing a post in the X dialect: everything the body may hold, and what self-serve programs may not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from zana.practice.actions.clips import settle_clip
from zana.practice.actions.posts import Draft
from zana.practice.actions.x_posts import REPLACED, Extra, edit_post, post_on_x
from zana.practice.dialects.x_context import Answer, Asking
from zana.practice.dialects.x_errors import duplicate, forbidden, invalid, not_in_plan
from zana.practice.dialects.x_lists import find_item
from zana.practice.dialects.x_show import CASHTAG, EDITABLE_FOR, MOST_EDITS, NAME, versions_of
from zana.practice.models import Bar, Clip, Item, Picture
from zana.practice.rules.prices import post_kind
from zana.practice.rules.uploads import may_stand_together
from zana.practice.rules.weight import MOST, MOST_WITH_PREMIUM, find_places, weigh

SAME_TEXT_FOR = timedelta(hours=24)
# Every key the body may have, with the types it may be. What the network keeps and a rehearsal only repeats: FACTS.
KNOWN: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "media": (dict,),
    "reply": (dict,),
    "quote_tweet_id": (str,),
    "quote_post_id": (str,),
    "poll": (dict,),
    "reply_settings": (str,),
    "geo": (dict,),
    "community_id": (str,),
    "share_with_followers": (bool,),
    "edit_options": (dict,),
    "made_with_ai": (bool,),
    "paid_partnership": (bool,),
    "nullcast": (bool,),
    "card_uri": (str,),
    "direct_message_deep_link": (str,),
    "for_super_followers_only": (bool,),
}
FACTS = (
    "reply_settings", "geo", "community_id", "share_with_followers", "made_with_ai", "paid_partnership", "nullcast",
    "card_uri", "direct_message_deep_link", "for_super_followers_only",
)  # fmt: skip
INNER: dict[str, dict[str, tuple[type, ...]]] = {
    "media": {"media_ids": (list,), "tagged_user_ids": (list,)},
    "reply": {
        "in_reply_to_tweet_id": (str,), "in_reply_to_post_id": (str,), "exclude_reply_user_ids": (list,),
        "auto_populate_reply_metadata": (bool,),
    },
    "poll": {"options": (list,), "duration_minutes": (int,), "reply_settings": (str,)},
    "geo": {"place_id": (str,)},
    "edit_options": {"previous_post_id": (str,)},
}  # fmt: skip
REPLY_SETTINGS = ("everyone", "following", "mentionedUsers", "subscribers", "verified")
# These stand alone: a poll has no pictures, a quote neither.
ALONE = ("poll", "media", "quote_tweet_id", "card_uri", "direct_message_deep_link")


@dataclass(frozen=True)
class Media:
    pictures: tuple[Picture, ...] = ()
    clip: Clip | None = None

    def __bool__(self) -> bool:
        return bool(self.pictures) or self.clip is not None


def create_tweet(asking: Asking) -> Answer:
    asking.need("tweet.read", "tweet.write", "users.read")
    body = _checked(asking.call.body)
    text = body.get("text", "")
    media = _media(asking, body.get("media", {}))
    if not text.strip() and not media and "card_uri" not in body:
        raise invalid("text", text, "One of text or media must be present")
    reply_to = _replied(asking, body.get("reply", {}))
    _refuse_length(asking, text, reply_to)
    quoted = _quoted(asking, body)
    if len(CASHTAG.findall(text)) > 1:
        raise forbidden("A post may contain a maximum of one cashtag.")
    facts = {name: body[name] for name in FACTS if name in body}
    if "poll" in body:
        facts["poll"] = _poll(body["poll"])
    extra = Extra(quotes=quoted, clip=media.clip, facts=facts, source=asking.caller.application.name)
    if "edit_options" in body:
        item = edit_post(old=_edited(asking, body["edit_options"]), text=text, extra=extra)
    else:
        if _said_before(asking, text):
            raise duplicate()
        draft = Draft(text=text, pictures=media.pictures, reply_to=reply_to)
        item = post_on_x(account=asking.me, draft=draft, extra=extra)
    own_thread = reply_to is not None and reply_to.author_id == asking.me.pk
    kind = post_kind(link=bool(find_places(text)), reply=reply_to is not None, own_thread=own_thread)
    asking.pay(kind, item.remote_id)
    return 201, {"data": {"id": item.remote_id, "text": text, "edit_history_tweet_ids": versions_of(item)}}


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    """Unknown keys and wrong types are refused; null is nothing."""
    given = {name: value for name, value in body.items() if value is not None}
    _refuse_strange(given, KNOWN, "")
    for name, inner in INNER.items():
        if name in given:
            given[name] = {key: value for key, value in given[name].items() if value is not None}
            _refuse_strange(given[name], inner, f"{name}.")
    settings = given.get("reply_settings", "everyone")
    if settings not in REPLY_SETTINGS:
        raise invalid("reply_settings", settings, f"[reply_settings] must be one of {', '.join(REPLY_SETTINGS[1:])}")
    alone = [name for name in ALONE if name in given]
    if len(alone) > 1:
        raise invalid(alone[0], "", f"[{alone[0]}] and [{alone[1]}] are mutually exclusive")
    return given


def _refuse_strange(given: dict[str, Any], known: dict[str, tuple[type, ...]], where: str) -> None:
    for name in sorted(given):
        if name not in known:
            raise invalid(f"$.{where}{name}", given[name], f"$.{where}{name}: is not defined in the schema and the "
                          "schema does not allow additional properties")  # fmt: skip
        if not isinstance(given[name], known[name]) or (known[name] == (int,) and isinstance(given[name], bool)):
            raise invalid(f"$.{where}{name}", given[name], f"$.{where}{name}: has a wrong type")


def _refuse_length(asking: Asking, text: str, reply_to: Item | None) -> None:
    premium = asking.me.profile.get("subscription_type", "None") not in ("None", "")
    most = MOST_WITH_PREMIUM if premium else MOST
    answered = [] if reply_to is None else _names_in(reply_to)
    if len(text) > 2 * MOST_WITH_PREMIUM or weigh(text, answered=answered) > most:
        raise forbidden("Your Tweet text is too long. For more information on how Twitter determines text length see "
                        "https://github.com/twitter/twitter-text.")  # fmt: skip


def _names_in(item: Item) -> list[str]:
    return [item.author.handle, *NAME.findall(item.text)]


def _media(asking: Asking, media: dict[str, Any]) -> Media:
    if "tagged_user_ids" in media and len(media["tagged_user_ids"]) > 10:
        raise invalid("media.tagged_user_ids", "", "media.tagged_user_ids must have at most 10 items")
    if "media_ids" not in media:
        return Media()
    ids = [str(one) for one in media["media_ids"]]
    if not 1 <= len(ids) <= 4:
        bound = "at most 4" if ids else "at least 1"
        raise invalid("media.media_ids", len(ids), f"media.media_ids must have {bound} items, a maximum of 4 items")
    clips = {clip.remote_id: clip for clip in Clip.objects.filter(owner=asking.me, remote_id__in=ids)}
    for clip in clips.values():
        clip.owner = asking.me
        settle_clip(clip=clip)
    kept = {p.remote_id: p for p in _pictures(asking, ids)}
    films = {one: clip for one, clip in clips.items() if clip.mime.startswith("video/")}
    unready = any(clip.state != Clip.READY or clip.item_id is not None for clip in clips.values())
    if unready or len(set(ids)) != len(ids) or any(one not in kept and one not in films for one in ids):
        raise invalid("media.media_ids", ids, "Your media IDs are invalid.")
    if not may_stand_together([_kind(kept.get(one)) for one in ids]):
        raise invalid(
            "media.media_ids", ids, "You can only attach up to 4 photos or 1 animated GIF or 1 video in a Tweet."
        )
    return Media(tuple(kept[one] for one in ids if one in kept), next(iter(films.values()), None))


def _pictures(asking: Asking, ids: list[str]) -> list[Picture]:
    free = Picture.objects.filter(owner=asking.me, remote_id__in=ids, item=None).select_related("file")
    return list(free.defer("file__content"))


def _kind(picture: Picture | None) -> str:
    if picture is None:
        return "video"
    return "gif" if picture.file.mime == "image/gif" else "photo"


def _replied(asking: Asking, reply: dict[str, Any]) -> Item | None:
    identity = reply.get("in_reply_to_tweet_id") or reply.get("in_reply_to_post_id")
    if not identity:
        if reply:
            raise invalid("reply", "", "$.reply.in_reply_to_tweet_id: is missing but it is required")
        return None
    item = find_item(asking, identity)
    if item is None:
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    if Bar.objects.filter(account=item.author, other=asking.me, kind=Bar.BLOCK).exists():
        raise forbidden()
    if asking.self_serve and asking.strict and not _summoned(asking, item):
        raise forbidden()
    return item


def _summoned(asking: Asking, item: Item) -> bool:
    """Its author named us or quoted us; or we go on with a thread of our own."""
    me, detail = asking.me, getattr(item, "detail", None)
    named = me.handle.lower() in (name.lower() for name in NAME.findall(item.text))
    quoted = detail is not None and detail.quotes is not None and detail.quotes.author_id == me.pk
    return named or quoted or item.author_id == me.pk


def _quoted(asking: Asking, body: dict[str, Any]) -> Item | None:
    identity = body.get("quote_tweet_id") or body.get("quote_post_id")
    if not identity:
        return None
    if asking.self_serve:
        raise not_in_plan()
    item = find_item(asking, identity)
    if item is None:
        raise forbidden("You attempted to quote a Tweet that is deleted or not visible to you.")
    return item


def _poll(poll: dict[str, Any]) -> dict[str, Any]:
    options, minutes = poll.get("options", []), poll.get("duration_minutes")
    if not 2 <= len(options) <= 4:
        raise invalid("poll.options", len(options), "$.poll.options: must have between 2 and 4 items")
    if any(not isinstance(one, str) or not 1 <= len(one) <= 25 for one in options):
        raise invalid("poll.options", "", "$.poll.options: each must be between 1 and 25 characters long")
    if minutes is None or not 5 <= minutes <= 10_080:
        raise invalid("poll.duration_minutes", minutes, "$.poll.duration_minutes: must be between 5 and 10080")
    return {"options": options, "duration_minutes": minutes}


def _edited(asking: Asking, options: dict[str, Any]) -> Item:
    """Premium accounts change their own post for half an hour, five times."""
    if asking.me.profile.get("subscription_type", "None") in ("None", ""):
        raise forbidden("Your account is not permitted to access this feature. Editing needs a Premium subscription.")
    old = find_item(asking, options.get("previous_post_id", ""))
    if old is None or old.author_id != asking.me.pk or old.state == REPLACED:
        raise forbidden()
    if asking.now - old.created_at > EDITABLE_FOR or len(versions_of(old)) > MOST_EDITS:
        raise forbidden("This Tweet can no longer be edited.")
    return old


def _said_before(asking: Asking, text: str) -> bool:
    recent = asking.me.items.filter(network=Item.X, text=text, removed_at=None).exclude(text="")
    return recent.filter(created_at__gte=asking.now - SAME_TEXT_FOR).exists()
