"""Accounts, media, comments and containers of Instagram as objects of the Graph dialect."""

from typing import Any

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_errors import GraphError, no_such_field
from zana.practice.dialects.graph_fields import ABSENT, Field, Linked, always, known, plain
from zana.practice.dialects.graph_ids import address, picture_address
from zana.practice.dialects.graph_instagram_errors import subcode_of
from zana.practice.models import Actor, Clip, Container, Item, Picture, Token
from zana.practice.queries.attention import attention_of, followers_of
from zana.practice.queries.containers import status_at
from zana.practice.queries.items import count_said, posts_on
from zana.practice.queries.marks import count_marks
from zana.practice.rules.containers import ERROR, STATUS_WORDS
from zana.practice.rules.expansion import Wanted
from zana.practice.rules.ids import write_shortcode

Part = Picture | Clip


def need_facebook(asking: Asking, field: str) -> None:
    if asking.token.kind == Token.INSTAGRAM:
        raise no_such_field(field, "IGUser")


def parts_of(item: Item) -> list[Part]:
    """Pictures and films of a post in the order they are shown."""
    pictures: list[tuple[int, Part]] = [(picture.position, picture) for picture in item.pictures.all()]
    clips: list[tuple[int, Part]] = [(int(clip.shape.get("position", 0)), clip) for clip in item.clips.all()]
    return [part for _, part in sorted(pictures + clips, key=lambda one: one[0])]


def film_of(item: Item) -> Clip | None:
    return next((part for part in parts_of(item) if isinstance(part, Clip)), None)


def comments_are_on(item: Item) -> bool:
    return item.remote_id not in item.wall.settings.get("comments_off", [])


def place_of(asking: Asking, item: Item) -> str:
    """Where it stands in the browser, in the form addresses have there."""
    if item.form == Item.STORY:
        return address(asking, f"/practice/instagram/stories/{item.wall.handle}/{item.remote_id}/")
    kind = "reel" if item.form == Item.REEL else "p"
    return address(asking, f"/practice/instagram/{kind}/{write_shortcode(item.remote_id)}/")


def clip_address(asking: Asking, clip: Clip, still: str = "") -> str:
    return address(asking, f"/practice/clips/{clip.remote_id}/{still}")


def still_address(asking: Asking, clip: Clip) -> str:
    cover = clip.shape.get("cover")
    return address(asking, f"/practice/pictures/{cover}/") if cover else clip_address(asking, clip, "still/")


def _followers(asking: Asking, row: Actor, wanted: Wanted) -> int:
    if row.pk not in asking.followers:
        asking.followers[row.pk] = followers_of(row, asking.now)
    return asking.followers[row.pk]


def _media_count(asking: Asking, row: Actor, wanted: Wanted) -> int:
    return posts_on(row).count()


def _discover(asking: Asking, row: Actor, wanted: Wanted) -> Linked:
    """Somebody else's professional account, by its name."""
    need_facebook(asking, "business_discovery")
    name = wanted.argument("username")
    other = asking.world.actors.filter(kind=Actor.INSTAGRAM, handle=name).first() if name else None
    if other is None:
        raise GraphError(
            110, "Invalid user id", subcode=2207013, title="Cannot find User",
            advice=f"The user with username: {name} cannot be found.",
        )  # fmt: skip
    other.world = asking.world
    return Linked(other)


def _mentioned(argument: str, answers: bool) -> Field:
    def field(asking: Asking, row: Actor, wanted: Wanted) -> Linked:
        asking.need_instagram("manage_comments")
        found = asking.world.items.filter(
            network=Item.INSTAGRAM, remote_id=wanted.argument(argument), text__contains=f"@{row.handle}",
            removed_at=None, reply_to__isnull=not answers,
        )  # fmt: skip
        item = found.select_related("world", "wall", "author", "root", "reply_to", "stir").first()
        if item is None:
            raise GraphError(100, "(#100) Invalid parameter: the object does not mention this account", subcode=33)
        return Linked(item)

    return field


IG_USER: dict[str, Field] = {
    "id": plain("remote_id"),
    "user_id": plain("remote_id"),
    "ig_id": plain("remote_id"),
    "username": plain("handle"),
    "name": plain("name"),
    "biography": plain("about"),
    "website": plain("website"),
    "followers_count": _followers,
    "follows_count": lambda asking, row, wanted: int(row.profile.get("follows_count", 0)),
    "media_count": _media_count,
    "profile_picture_url": lambda asking, row, wanted: address(asking, f"/practice/pictures/actor/{row.remote_id}/"),
    "account_type": lambda asking, row, wanted: row.profile.get("account_type", "BUSINESS"),
    "has_profile_pic": lambda asking, row, wanted: row.avatar_id is not None,
    "is_published": always(True),
    "business_discovery": _discover,
    "mentioned_comment": _mentioned("comment_id", answers=True),
    "mentioned_media": _mentioned("media_id", answers=False),
    "shopping_product_tag_eligibility": always(False),
    **known("legacy_instagram_user_id", "owner_business", "shopping_review_status"),
}


def _media_type(asking: Asking, row: Item, wanted: Wanted) -> str:
    parts = parts_of(row)
    if len(parts) > 1:
        return "CAROUSEL_ALBUM"
    return "VIDEO" if parts and isinstance(parts[0], Clip) else "IMAGE"


def _media_url(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    parts = parts_of(row)
    return part_address(asking, parts[0]) if parts else ABSENT


def part_address(asking: Asking, part: Part) -> str:
    return picture_address(asking, part) if isinstance(part, Picture) else clip_address(asking, part)


def _thumbnail(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    clip = film_of(row)
    return still_address(asking, clip) if clip is not None else ABSENT


def likes_of(asking: Asking, item: Item) -> int:
    return attention_of(item, asking.now).reaction_total + int(asking.count("likes", item, count_marks))


def comments_of(asking: Asking, item: Item) -> int:
    return int(asking.count("said", item, count_said))


def _seen(name: str) -> Field:
    return lambda asking, row, wanted: getattr(attention_of(row, asking.now), name)


def _own(field: Field) -> Field:
    """Only the owner is told."""
    return lambda asking, row, wanted: field(asking, row, wanted) if _is_mine(asking, row) else ABSENT


def _is_mine(asking: Asking, row: Item) -> bool:
    if asking.token.kind == Token.INSTAGRAM:
        return row.wall_id == asking.me.pk
    pages = (
        [asking.me.pk] if asking.token.kind == Token.PAGE else asking.token.grant.actors.values_list("pk", flat=True)
    )
    return row.wall.linked_page_id in list(pages)


def _alt_text(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    first = next((part for part in parts_of(row) if isinstance(part, Picture)), None)
    return (first.alt_text or ABSENT) if first is not None else ABSENT


def _comments_count(asking: Asking, row: Item, wanted: Wanted) -> int:
    return comments_of(asking, row)


IG_MEDIA: dict[str, Field] = {
    "id": plain("remote_id"),
    "ig_id": plain("remote_id"),
    "caption": plain("text"),
    "media_type": _media_type,
    "media_product_type": lambda asking, row, wanted: {"reel": "REELS", "story": "STORY"}.get(row.form, "FEED"),
    "media_url": _media_url,
    "thumbnail_url": _thumbnail,
    "permalink": lambda asking, row, wanted: place_of(asking, row),
    "shortcode": lambda asking, row, wanted: write_shortcode(row.remote_id),
    "timestamp": lambda asking, row, wanted: stamp(row.created_at),
    "like_count": lambda asking, row, wanted: likes_of(asking, row),
    "comments_count": _comments_count,
    "is_comment_enabled": lambda asking, row, wanted: comments_are_on(row),
    "is_shared_to_feed": lambda asking, row, wanted: True if row.form == Item.REEL else ABSENT,
    "alt_text": _alt_text,
    "owner": lambda asking, row, wanted: {"id": row.wall.remote_id},
    "username": lambda asking, row, wanted: row.wall.handle,
    "view_count": _own(_seen("views")),
    "shares_count": _own(_seen("shares")),
    "reposts_count": _own(always(0)),
    "saved_count": _own(lambda asking, row, wanted: attention_of(row, asking.now).shares // 2),
    "total_like_count": _own(lambda asking, row, wanted: likes_of(asking, row)),
    "total_comments_count": _own(_comments_count),
    "total_views_count": _own(_seen("views")),
    "is_ai_generated": always(False),
    **known(
        "legacy_instagram_media_id", "boost_eligibility_info", "copyright_check_information", "media_audio_type",
        "video_title", "has_poll", "has_slider",
    ),
}  # fmt: skip

IG_CHILD: dict[str, Field] = {
    "id": plain("remote_id"),
    "ig_id": plain("remote_id"),
    "media_type": lambda asking, row, wanted: "VIDEO" if isinstance(row, Clip) else "IMAGE",
    "media_url": lambda asking, row, wanted: part_address(asking, row),
    "thumbnail_url": lambda asking, row, wanted: still_address(asking, row) if isinstance(row, Clip) else ABSENT,
    "alt_text": lambda asking, row, wanted: getattr(row, "alt_text", "") or ABSENT,
    "permalink": lambda asking, row, wanted: place_of(asking, row.item) if row.item else ABSENT,
    "shortcode": lambda asking, row, wanted: write_shortcode(row.remote_id),
    "timestamp": lambda asking, row, wanted: stamp(row.created_at),
    "owner": lambda asking, row, wanted: {"id": row.owner.remote_id},
    "username": lambda asking, row, wanted: row.owner.handle,
}


def _speaker(asking: Asking, row: Item, wanted: Wanted) -> dict[str, str]:
    return {"id": row.author.remote_id, "username": row.author.handle or row.author.name}


def _parent_id(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    """Only an answer to a comment has one."""
    parent = row.reply_to
    return parent.remote_id if parent is not None and parent.reply_to_id is not None else ABSENT


IG_COMMENT: dict[str, Field] = {
    "id": plain("remote_id"),
    "text": plain("text"),
    "timestamp": lambda asking, row, wanted: stamp(row.created_at),
    "username": lambda asking, row, wanted: row.author.handle or row.author.name,
    "from": _speaker,
    "user": lambda asking, row, wanted: {"id": row.author.remote_id} if row.author_id == row.wall_id else ABSENT,
    "like_count": lambda asking, row, wanted: asking.count("likes", row, count_marks),
    "hidden": lambda asking, row, wanted: row.hidden,
    "parent_id": _parent_id,
    "media": lambda asking, row, wanted: {"id": row.root.remote_id} if row.root else ABSENT,
    **known("legacy_instagram_comment_id"),
}


def _status(asking: Asking, row: Container, wanted: Wanted) -> str:
    code = status_at(row, asking.now)
    if code != ERROR:
        return STATUS_WORDS[code]
    return f"Error: Media upload has failed with error code {subcode_of(problem_of(row))}"


def problem_of(container: Container) -> str:
    """Of a carousel the first of its children that failed."""
    if container.problem:
        return container.problem
    return next((child.problem for child in container.children.all() if child.problem), "server")


IG_CONTAINER: dict[str, Field] = {
    "id": plain("remote_id"),
    "status_code": lambda asking, row, wanted: status_at(row, asking.now),
    "status": _status,
    **known("copyright_check_status"),
}


FIELDS: dict[str, dict[str, Field]] = {
    "IGUser": IG_USER, "IGMedia": IG_MEDIA, "IGChild": IG_CHILD, "IGComment": IG_COMMENT, "IGContainer": IG_CONTAINER,
}  # fmt: skip
DEFAULTS: dict[str, tuple[str, ...]] = {
    "IGUser": ("id",),
    "IGMedia": ("id",),
    "IGChild": ("id",),
    "IGComment": ("timestamp", "text", "id"),
    "IGContainer": ("id",),
}


def node_of(row: Any) -> str:
    """The kind of an object that is Instagram's; empty = it is Facebook's."""
    if isinstance(row, Container):
        return "IGContainer"
    if isinstance(row, Item) and row.network == Item.INSTAGRAM:
        return "IGMedia" if row.reply_to_id is None else "IGComment"
    if isinstance(row, Actor) and row.kind == Actor.INSTAGRAM:
        return "IGUser"
    if isinstance(row, Picture | Clip) and row.owner.kind == Actor.INSTAGRAM:
        return "IGChild"
    return ""


def page_of(row: Any) -> int | None:
    """The Page through which this object is reached."""
    if isinstance(row, Actor):
        account = row
    elif isinstance(row, Item):
        account = row.wall
    else:
        account = row.account if isinstance(row, Container) else row.owner
    return account.linked_page_id
