"""Which fields each kind of object has, as tables; a field is a small function or a known emptiness.

A field that is in no table is an error; one that is known but has no value is left out, as there.
"""

from collections.abc import Callable
from typing import Any

from zana.practice.actions.access import page_token
from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.models import Actor, Item, Picture, Role, Token
from zana.practice.queries.attention import attention_of, followers_of
from zana.practice.queries.items import answers_to, conversation_of
from zana.practice.rules.expansion import Wanted

Field = Callable[[Asking, Any, Wanted], Any]
ABSENT = None


def _plain(attribute: str) -> Field:
    return lambda asking, row, wanted: getattr(row, attribute) or ABSENT


def _profile(name: str) -> Field:
    return lambda asking, row, wanted: row.profile.get(name, ABSENT)


def _known(*names: str) -> dict[str, Field]:
    return dict.fromkeys(names, lambda asking, row, wanted: ABSENT)


def _profiles(*names: str) -> dict[str, Field]:
    return {name: _profile(name) for name in names}


def page_address(actor: Actor) -> str:
    """Where the page stands in the browser, for links in answers."""
    return f"/practice/w/{actor.world.ref}/a/{actor.remote_id}/"


def full_id(item: Item) -> str:
    """PAGE_POST for a post, POST_COMMENT for a comment."""
    before = item.wall.remote_id if item.root is None else item.root.remote_id
    return f"{before}_{item.remote_id}"


def address(asking: Asking, path: str) -> str:
    return asking.call.request.build_absolute_uri(path)


def _picture(asking: Asking, row: Actor, wanted: Wanted) -> dict[str, Any]:
    side = 200 if wanted.argument("type") == "large" else 50
    url = address(asking, f"/practice/pictures/actor/{row.remote_id}/")
    return {"data": {"height": side, "is_silhouette": True, "url": url, "width": side}}


def _followers(asking: Asking, row: Actor, wanted: Wanted) -> int:
    if row.pk not in asking.followers:
        asking.followers[row.pk] = followers_of(row, asking.now)
    return asking.followers[row.pk]


def _page_token(asking: Asking, row: Actor, wanted: Wanted) -> str | None:
    if asking.token.kind == Token.PAGE:
        return asking.token.value if asking.me.pk == row.pk else ABSENT
    granted = asking.token.grant.actors.filter(pk=row.pk).exists()
    return page_token(user_token=asking.token, page=row).value if granted else ABSENT


def _tasks(asking: Asking, row: Actor, wanted: Wanted) -> list[str] | None:
    role = Role.objects.filter(actor=row, person=asking.token.grant.person).first()
    return role.tasks if role else ABSENT


def _category_list(asking: Asking, row: Actor, wanted: Wanted) -> list[dict[str, str]]:
    return [{"id": "2603", "name": row.profile.get("category", "Nonprofit")}]


USER: dict[str, Field] = {
    "id": _plain("remote_id"),
    "name": _plain("name"),
    "first_name": lambda asking, row, wanted: row.name.split()[0],
    "last_name": lambda asking, row, wanted: row.name.split()[-1],
    "picture": _picture,
    **_known("email", "link", "birthday", "username", "short_name", "middle_name", "name_format"),
}

PAGE: dict[str, Field] = {
    "id": _plain("remote_id"),
    "name": _plain("name"),
    "username": _plain("handle"),
    "about": _plain("about"),
    "website": _plain("website"),
    "link": lambda asking, row, wanted: address(asking, page_address(row)),
    "picture": _picture,
    "category": _profile("category"),
    "category_list": _category_list,
    "fan_count": _followers,
    "followers_count": _followers,
    "access_token": _page_token,
    "tasks": _tasks,
    "is_published": lambda asking, row, wanted: True,
    "is_verified": lambda asking, row, wanted: False,
    "verification_status": lambda asking, row, wanted: "not_verified",
    "can_post": lambda asking, row, wanted: asking.me.pk == row.pk,
    "has_transitioned_to_new_page_experience": lambda asking, row, wanted: True,
    "new_like_count": lambda asking, row, wanted: 0,
    "talking_about_count": lambda asking, row, wanted: 0,
    "unread_message_count": lambda asking, row, wanted: 0,
    "unread_notif_count": lambda asking, row, wanted: 0,
    **_profiles(
        "bio", "description", "mission", "company_overview", "general_info", "impressum", "founded", "phone",
        "emails", "contact_address", "location", "single_line_address", "hours", "cover", "privacy_info_url",
    ),
    **_known(
        "checkins", "were_here_count", "rating_count", "overall_star_rating", "is_community_page", "is_unclaimed",
        "is_webhooks_subscribed", "is_permanently_closed", "temporary_status", "whatsapp_number",
        "has_whatsapp_number", "parent_page", "best_page", "owner_business", "unseen_message_count",
        "user_access_expire_time", "birthday", "displayed_message_response_time", "instagram_business_account",
        "connected_instagram_account", "is_always_open", "store_number",
    ),
}  # fmt: skip


def _author(asking: Asking, row: Item, wanted: Wanted) -> dict[str, str]:
    return {"name": row.author.name, "id": row.author.remote_id}


def _count(name: str) -> Field:
    return lambda asking, row, wanted: {"count": getattr(attention_of(row, asking.now), name)}


def _post_address(asking: Asking, row: Item, wanted: Wanted) -> str:
    return address(asking, f"/practice/w/{row.world.ref}/i/{row.remote_id}/")


def picture_address(asking: Asking, picture: Picture) -> str:
    return address(asking, f"/practice/pictures/{picture.remote_id}/")


def _first_picture(asking: Asking, row: Item, wanted: Wanted) -> str | None:
    pictures = list(row.pictures.all())
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
    shown = [describe_attachment(asking, picture) for picture in row.pictures.all()]
    if len(shown) > 1:
        album = {"media_type": "album", "type": "album", "title": "", "subattachments": {"data": shown}}
        return {"data": [{**album, "media": shown[0]["media"]}]}
    if shown:
        return {"data": shown}
    if row.link:
        link = {"media_type": "link", "type": "share", "url": row.link, "title": row.link, "target": {"url": row.link}}
        return {"data": [link]}
    return ABSENT


def _status_type(asking: Asking, row: Item, wanted: Wanted) -> str:
    if row.link:
        return "shared_story"
    return "added_photos" if list(row.pictures.all()) else "mobile_status_update"


def _due(asking: Asking, row: Item, wanted: Wanted) -> int | None:
    return int(row.due_at.timestamp()) if row.due_at else ABSENT


POST: dict[str, Field] = {
    "id": lambda asking, row, wanted: full_id(row),
    "message": _plain("text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "updated_time": lambda asking, row, wanted: stamp(row.created_at),
    "permalink_url": _post_address,
    "full_picture": _first_picture,
    "picture": _first_picture,
    "from": _author,
    "attachments": _attachments,
    "shares": _count("shares"),
    "status_type": _status_type,
    "is_published": lambda asking, row, wanted: row.state == Item.PUBLISHED,
    "is_hidden": lambda asking, row, wanted: row.hidden,
    "is_expired": lambda asking, row, wanted: False,
    "is_popular": lambda asking, row, wanted: False,
    "scheduled_publish_time": _due,
    "privacy": lambda asking, row, wanted: {"allow": "", "deny": "", "description": "Public", "value": "EVERYONE"},
    "promotable_id": lambda asking, row, wanted: full_id(row),
    "can_reply_privately": lambda asking, row, wanted: False,
    **_known("story", "admin_creator", "message_tags", "timeline_visibility", "parent_id", "application", "place"),
}

COMMENT: dict[str, Field] = {
    "id": lambda asking, row, wanted: full_id(row),
    "message": _plain("text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "from": _author,
    "parent": lambda asking, row, wanted: _parent(row),
    "comment_count": lambda asking, row, wanted: answers_to(row).count(),
    "like_count": lambda asking, row, wanted: 0,
    "user_likes": lambda asking, row, wanted: False,
    "is_hidden": lambda asking, row, wanted: row.hidden,
    "is_private": lambda asking, row, wanted: False,
    "can_hide": lambda asking, row, wanted: row.author_id != row.wall_id,
    "can_remove": lambda asking, row, wanted: True,
    "can_comment": lambda asking, row, wanted: True,
    "can_like": lambda asking, row, wanted: True,
    "can_reply_privately": lambda asking, row, wanted: row.author_id != row.wall_id,
    "permalink_url": lambda asking, row, wanted: _post_address(asking, row.root or row, wanted),
    "object": lambda asking, row, wanted: {"id": full_id(row.root or row)},
    **_known("attachment", "message_tags", "private_reply_conversation"),
}

PHOTO: dict[str, Field] = {
    "id": _plain("remote_id"),
    "name": _plain("caption"),
    "alt_text": _plain("alt_text"),
    "alt_text_custom": _plain("alt_text"),
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "updated_time": lambda asking, row, wanted: stamp(row.created_at),
    "width": _plain("width"),
    "height": _plain("height"),
    "link": lambda asking, row, wanted: picture_address(asking, row),
    "picture": lambda asking, row, wanted: picture_address(asking, row),
    "images": lambda asking, row, wanted: [
        {"height": row.height, "source": picture_address(asking, row), "width": row.width}
    ],
    "from": lambda asking, row, wanted: {"name": row.owner.name, "id": row.owner.remote_id},
    "page_story_id": lambda asking, row, wanted: full_id(row.item) if row.item else ABSENT,
    "can_delete": lambda asking, row, wanted: True,
    **_known("album", "event", "icon", "place", "name_tags", "backdated_time"),
}

FIELDS: dict[str, dict[str, Field]] = {
    "User": USER, "Page": PAGE, "Post": POST, "Comment": COMMENT, "Photo": PHOTO,
}  # fmt: skip
DEFAULTS: dict[str, tuple[str, ...]] = {
    "User": ("name", "id"),
    "Page": ("name", "id"),
    "Post": ("created_time", "message", "id"),
    "Comment": ("created_time", "from", "message", "id"),
    "Photo": ("created_time", "name", "id"),
}


def node_type(row: Any) -> str:
    if isinstance(row, Item):
        return "Post" if row.reply_to_id is None else "Comment"
    if isinstance(row, Picture):
        return "Photo"
    return "Page" if row.kind == Actor.PAGE else "User"


def comment_total(item: Item) -> int:
    """All comments of a post with their answers; of a comment its answers."""
    return conversation_of(item).count() if item.root_id is None else answers_to(item).count()


def _parent(row: Item) -> dict[str, str] | None:
    parent = row.reply_to
    return {"id": full_id(parent)} if parent is not None and parent.root_id is not None else ABSENT
