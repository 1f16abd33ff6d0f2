"""Fields of posts, comments, photos and albums."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_fields import ABSENT, Field, Linked, always, known, plain
from zana.practice.dialects.graph_ids import full_id, picture_address, post_address, talk_address
from zana.practice.models import Actor, Item, Mark, Picture
from zana.practice.queries.counts import answered_privately, count_answers, count_conversation, pictures_of
from zana.practice.queries.marks import count_marks, marked_by
from zana.practice.rules.expansion import Wanted

# A comment may be answered privately for this long.
PRIVATE_REPLY = timedelta(days=7)
NAMED = re.compile(r"(?<![\w@])@(\w+(?:\.\w+)*)")


def likes_of(asking: Asking, row: Item) -> int:
    """Likes of those who take part; the crowd's reactions come on top of them."""
    return int(asking.count("likes", row, count_marks))


def comment_total(asking: Asking, row: Item) -> int:
    """All comments of a post with their answers; of a comment its answers."""
    if row.root_id is None:
        return int(asking.count("conversation", row, count_conversation))
    return int(asking.count("answers", row, count_answers))


def answer_total(asking: Asking, row: Item) -> int:
    return int(asking.count("answers", row, count_answers))


def liked_by_me(asking: Asking, row: Item) -> bool:
    def batch(rows: list[Item]) -> dict[int, Any]:
        return dict.fromkeys(marked_by(asking.me, rows), True)

    return bool(asking.count("liked", row, batch, default=False))


def _named(asking: Asking, row: Item, wanted: Wanted) -> list[dict[str, Any]] | None:
    """Which pages the text names, and where."""

    def batch(rows: list[Item]) -> dict[int, Any]:
        places = {one.pk: list(NAMED.finditer(one.text)) for one in rows}
        names = {at[1] for found in places.values() for at in found}
        pages = asking.world.actors.filter(kind=Actor.PAGE, handle__in=names) if names else ()
        known = {page.handle: page for page in pages}
        return {pk: [_tag(known[at[1]], at) for at in found if at[1] in known] for pk, found in places.items()}

    return asking.count("named", row, batch, default=[]) or ABSENT


def _tag(page: Actor, at: re.Match[str]) -> dict[str, Any]:
    return {"id": page.remote_id, "name": page.name, "type": "page", "offset": at.start(), "length": len(at[0])}


def _author(asking: Asking, row: Item, wanted: Wanted) -> dict[str, str]:
    return {"name": row.author.name, "id": row.author.remote_id}


def _shares(asking: Asking, row: Item, wanted: Wanted) -> dict[str, int]:
    shared = asking.count("shares", row, partial(count_marks, kind=Mark.SHARE))
    return {"count": asking.attention(row).shares + shared}


def pictures_on(asking: Asking, row: Item) -> list[Picture]:
    return list(asking.count("pictures", row, pictures_of, default=[]))


def _first_picture(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    pictures = pictures_on(asking, row)
    return picture_address(asking, pictures[0]) if pictures else ABSENT


def describe_attachment(asking: Asking, picture: Picture) -> dict[str, Any]:
    source = picture_address(asking, picture)
    return {
        "description": picture.caption,
        "media": {"image": {"height": picture.height, "src": source, "width": picture.width}},
        "target": {"id": picture.remote_id, "url": source},
        "type": "photo",
        "media_type": "photo",
        "url": source,
    }


def _attachments(asking: Asking, row: Item, wanted: Wanted) -> dict[str, Any] | None:
    shown = [describe_attachment(asking, picture) for picture in pictures_on(asking, row)]
    if len(shown) > 1:
        album = {"media_type": "album", "type": "album", "title": "", "subattachments": {"data": shown}}
        return {"data": [{**album, "media": shown[0]["media"]}]}
    if shown:
        return {"data": shown}
    return {"data": [_describe_link(row.link)]} if row.link else ABSENT


def _describe_link(link: str) -> dict[str, Any]:
    return {"media_type": "link", "type": "share", "url": link, "title": link, "target": {"url": link}}


def _attachment(asking: Asking, row: Item, wanted: Wanted) -> dict[str, Any] | None:
    """A comment has one at most."""
    shown = pictures_on(asking, row)
    if shown:
        return describe_attachment(asking, shown[0])
    return _describe_link(row.link) if row.link else ABSENT


def _status_type(asking: Asking, row: Item, wanted: Wanted) -> str:
    if row.author_id != row.wall_id:
        return "wall_post"
    if row.link:
        return "shared_story"
    return "added_photos" if pictures_on(asking, row) else "mobile_status_update"


def _due(asking: Asking, row: Item, wanted: Wanted) -> int | None:
    return int(row.due_at.timestamp()) if row.due_at else ABSENT


def _is_pinned(asking: Asking, row: Item, wanted: Wanted) -> bool:
    return bool(row.wall.settings.get("pinned") == row.remote_id)


def _timeline(asking: Asking, row: Item, wanted: Wanted) -> str:
    return "hidden" if row.hidden else "starred" if _is_pinned(asking, row, wanted) else "normal"


def _admin(asking: Asking, row: Item, wanted: Wanted) -> dict[str, str] | None:
    """Only the page itself sees which program wrote for it."""
    if row.author_id != row.wall_id or asking.me.pk != row.wall_id:
        return ABSENT
    application = asking.token.grant.application
    return {"id": application.client_id, "name": application.name}


def _post_private(asking: Asking, row: Item, wanted: Wanted) -> bool:
    return row.author_id != row.wall_id and asking.now - row.created_at <= PRIVATE_REPLY


def parent_of(row: Item) -> Linked | None:
    parent = row.reply_to
    return Linked(parent) if parent is not None and parent.root_id is not None else ABSENT


def _comment_private(asking: Asking, row: Item, wanted: Wanted) -> bool:
    fresh = asking.now - row.created_at <= PRIVATE_REPLY
    return row.author_id != row.wall_id and fresh and asking.count("private", row, answered_privately, None) is None


def _private_talk(asking: Asking, row: Item, wanted: Wanted) -> dict[str, str] | None:
    message = asking.count("private", row, answered_privately, None)
    if message is None:
        return ABSENT
    return {"id": message.talk.remote_id, "link": talk_address(asking, message.talk)}


POST: dict[str, Field] = {
    "id": lambda asking, row, wanted: full_id(row),
    "message": plain("text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "updated_time": lambda asking, row, wanted: stamp(row.created_at),
    "permalink_url": lambda asking, row, wanted: post_address(asking, row),
    "full_picture": _first_picture,
    "picture": _first_picture,
    "from": _author,
    "to": lambda asking, row, wanted: (
        {"data": [{"name": row.wall.name, "id": row.wall.remote_id}]} if row.author_id != row.wall_id else ABSENT
    ),
    "attachments": _attachments,
    "shares": _shares,
    "status_type": _status_type,
    "is_published": lambda asking, row, wanted: row.state == Item.PUBLISHED,
    "is_hidden": lambda asking, row, wanted: row.hidden,
    "is_expired": always(value=False),
    "is_popular": always(value=False),
    "is_eligible_for_promotion": always(value=True),
    "is_spherical": always(value=False),
    "is_pinned": _is_pinned,
    "scheduled_publish_time": _due,
    "timeline_visibility": _timeline,
    "privacy": always({"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"}),
    "promotable_id": lambda asking, row, wanted: full_id(row),
    "can_reply_privately": _post_private,
    "admin_creator": _admin,
    "application": _admin,
    "multi_share_end_card": always(value=False),
    "subscribed": always(value=False),
    "message_tags": _named,
    **known("story", "parent_id", "place", "targeting", "feed_targeting", "event", "coordinates",
            "call_to_action", "child_attachments", "properties", "story_tags", "target", "via", "width", "height",
            "instagram_eligibility", "promotion_status", "allowed_advertising_objectives", "icon"),
}  # fmt: skip

COMMENT: dict[str, Field] = {
    "id": lambda asking, row, wanted: full_id(row),
    "message": plain("text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "from": _author,
    "parent": lambda asking, row, wanted: parent_of(row),
    "comment_count": lambda asking, row, wanted: answer_total(asking, row),
    "like_count": lambda asking, row, wanted: likes_of(asking, row),
    "user_likes": lambda asking, row, wanted: liked_by_me(asking, row),
    "is_hidden": lambda asking, row, wanted: row.hidden,
    "is_private": always(value=False),
    "can_hide": lambda asking, row, wanted: row.author_id != row.wall_id,
    "can_remove": always(value=True),
    "can_comment": always(value=True),
    "can_like": always(value=True),
    "can_reply_privately": _comment_private,
    "permalink_url": lambda asking, row, wanted: f"{post_address(asking, row.root or row)}?comment_id={row.remote_id}",
    "object": lambda asking, row, wanted: Linked(row.root or row),
    "attachment": _attachment,
    "private_reply_conversation": _private_talk,
    "message_tags": _named,
    **known("live_broadcast_timestamp", "admin_creator", "application"),
}

PHOTO: dict[str, Field] = {
    "id": plain("remote_id"),
    "name": plain("caption"),
    "alt_text": plain("alt_text"),
    "alt_text_custom": plain("alt_text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "updated_time": lambda asking, row, wanted: stamp(row.created_at),
    "width": plain("width"),
    "height": plain("height"),
    "link": lambda asking, row, wanted: picture_address(asking, row),
    "picture": lambda asking, row, wanted: picture_address(asking, row),
    "source": lambda asking, row, wanted: picture_address(asking, row),
    "images": lambda asking, row, wanted: [
        {"height": row.height, "source": picture_address(asking, row), "width": row.width}
    ],
    "webp_images": always([]),
    "from": lambda asking, row, wanted: {"name": row.owner.name, "id": row.owner.remote_id},
    "page_story_id": lambda asking, row, wanted: full_id(row.item) if row.item else ABSENT,
    "album": lambda asking, row, wanted: {"id": album_id(row.owner.remote_id), "name": ALBUM_NAME},
    "can_delete": always(value=True),
    "can_backdate": always(value=True),
    "can_tag": always(value=True),
    **known("event", "icon", "place", "name_tags", "backdated_time", "target"),
}

ALBUM_NAME = "Timeline photos"


def album_id(page_id: str) -> str:
    """The one album of a page, from which the page can be found again."""
    return f"2{page_id[1:]}"


ALBUM: dict[str, Field] = {
    "id": lambda asking, row, wanted: album_id(row.page.remote_id),
    "name": always(ALBUM_NAME),
    "type": always("wall"),
    "can_upload": always(value=True),
    "count": lambda asking, row, wanted: Picture.objects.filter(owner=row.page, item__removed_at=None).exclude(
        item=None
    ).count(),
    "created_time": lambda asking, row, wanted: stamp(row.page.joined_at),
    "updated_time": lambda asking, row, wanted: stamp(asking.now),
    "from": lambda asking, row, wanted: {"name": row.page.name, "id": row.page.remote_id},
    **known("description", "cover_photo", "link", "location", "place", "privacy", "event"),
}  # fmt: skip
