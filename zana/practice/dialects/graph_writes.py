"""What can be written in the Graph dialect, as one table: (kind of object, list or '') -> verb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zana.kernel import http
from zana.practice.actions.access import end_tokens
from zana.practice.actions.posts import (
    Draft,
    add_answer,
    change_text,
    hide_item,
    publish_due,
    publish_post,
    remove_item,
    remove_picture,
    schedule_again,
    upload_picture,
)
from zana.practice.actions.worlds import change_page
from zana.practice.dialects.call import Call, decoded
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_permission
from zana.practice.dialects.graph_lists import read_moment
from zana.practice.dialects.graph_nodes import full_id
from zana.practice.models import Actor, Item, Picture
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture

Answer = dict[str, Any]
LONGEST_MESSAGE = 63_206
SOONEST, LATEST = timedelta(minutes=10), timedelta(days=30)
DONE: Answer = {"success": True}
CHANGEABLE = (
    "bio", "description", "mission", "company_overview", "general_info", "impressum", "contact_address", "emails",
    "phone", "location", "hours", "cover", "category_list",
)  # fmt: skip


@dataclass(frozen=True)
class Verb:
    """`name` is what faults are set on."""

    name: str
    run: Callable[[Asking, Any], Answer]


def post_to_feed(asking: Asking, page: Actor) -> Answer:
    _need_publishing(asking, page)
    call = asking.call
    text, link = _message(call), call.text("link")
    pictures = _attached(page, call.listed("attached_media"))
    if not (text or link or pictures):
        raise GraphError(100, "(#100) The parameter message is required")
    if link and not link.startswith(("http://", "https://")):
        raise GraphError(100, "(#100) Invalid URL", subcode=2061006)
    state, due = _timing(asking)
    draft = Draft(text=text, link=link, pictures=pictures, state=state, due_at=due)
    return {"id": full_id(publish_post(wall=page, network=Item.FACEBOOK, draft=draft))}


def post_photo(asking: Asking, page: Actor) -> Answer:
    _need_publishing(asking, page)
    call = asking.call
    content = _photo_bytes(call)
    try:
        mime, size = look_at_picture(content, Item.FACEBOOK)
    except NotAPicture:
        raise GraphError(
            324, "(#324) Missing or invalid image file", subcode=1366046, title="Can't Read Files",
            advice="Your photos couldn't be uploaded. Photos should be smaller than 4 MB and saved as JPG or PNG.",
        ) from None  # fmt: skip
    caption = call.text("caption") or call.text("message")
    picture = upload_picture(
        owner=page, network=Item.FACEBOOK, content=content, mime=mime, size=size,
        alt_text=call.text("alt_text_custom"), caption=caption,
    )  # fmt: skip
    state, due = _timing(asking)
    if state == Item.DRAFT:
        return {"id": picture.remote_id}
    draft = Draft(text=caption, pictures=(picture,), state=state, due_at=due)
    post = publish_post(wall=page, network=Item.FACEBOOK, draft=draft)
    return {"id": picture.remote_id, "post_id": full_id(post)}


def post_comment(asking: Asking, item: Item) -> Answer:
    asking.need("pages_manage_engagement")
    asking.need_page(item.wall)
    text = _message(asking.call)
    if not text:
        raise GraphError(100, "(#100) The parameter message is required")
    return {"id": full_id(add_answer(author=asking.me, to=item, text=text))}


def change_comment(asking: Asking, comment: Item) -> Answer:
    asking.need("pages_manage_engagement")
    asking.need_page(comment.wall)
    if "is_hidden" in asking.call.params:
        hide_item(item=comment, hidden=asking.call.flag("is_hidden"))
    if "message" in asking.call.params:
        if comment.author_id != asking.me.pk:
            raise no_permission("pages_manage_engagement")
        change_text(item=comment, text=_message(asking.call))
    return DONE


def change_post(asking: Asking, post: Item) -> Answer:
    _need_publishing(asking, post.wall)
    call = asking.call
    if "message" in call.params:
        change_text(item=post, text=_message(call))
    if "is_hidden" in call.params:
        hide_item(item=post, hidden=call.flag("is_hidden"))
    if call.flag("is_published") and post.state != Item.PUBLISHED:
        publish_due(item=post)
    elif "scheduled_publish_time" in call.params:
        schedule_again(item=post, due_at=_due(asking))
    return DONE


def update_page(asking: Asking, page: Actor) -> Answer:
    asking.need("pages_manage_metadata")
    asking.need_page(page)
    given = {name: decoded(asking.call.params[name]) for name in CHANGEABLE if name in asking.call.params}
    change_page(page=page, about=asking.call.params.get("about"), website=asking.call.params.get("website"), more=given)
    return DONE


def remove_post(asking: Asking, item: Item) -> Answer:
    asking.need("pages_manage_posts" if item.reply_to_id is None else "pages_manage_engagement")
    asking.need_page(item.wall)
    remove_item(item=item)
    return DONE


def remove_photo(asking: Asking, picture: Picture) -> Answer:
    _need_publishing(asking, picture.owner)
    remove_picture(picture=picture)
    return DONE


def like(asking: Asking, item: Item) -> Answer:
    asking.need("pages_manage_engagement")
    asking.need_page(item.wall)
    return DONE


def revoke(asking: Asking, person: Actor) -> Answer:
    end_tokens(grant=asking.token.grant, subcode=458)
    return DONE


POSTS: dict[tuple[str, str], Verb] = {
    ("Page", "feed"): Verb("publish", post_to_feed),
    ("Page", "photos"): Verb("upload", post_photo),
    ("Page", ""): Verb("write", update_page),
    ("Post", "comments"): Verb("comment", post_comment),
    ("Comment", "comments"): Verb("comment", post_comment),
    ("Comment", ""): Verb("comment", change_comment),
    ("Post", ""): Verb("write", change_post),
    ("Post", "likes"): Verb("write", like),
    ("Comment", "likes"): Verb("write", like),
}
DELETES: dict[tuple[str, str], Verb] = {
    ("Post", ""): Verb("delete", remove_post),
    ("Comment", ""): Verb("delete", remove_post),
    ("Photo", ""): Verb("delete", remove_photo),
    ("User", "permissions"): Verb("delete", revoke),
    ("Post", "likes"): Verb("delete", like),
    ("Comment", "likes"): Verb("delete", like),
}


def verb_of(verb: Verb, call: Call) -> str:
    """A photo that is shown at once is a publication, one kept back an upload."""
    return "publish" if verb.run is post_photo and call.flag("published", default=True) else verb.name


def _need_publishing(asking: Asking, page: Actor) -> None:
    asking.need("pages_manage_posts")
    asking.need_page(page)


def _message(call: Call) -> str:
    text = call.text("message")
    if len(text) > LONGEST_MESSAGE:
        raise bad_parameter("The message is too long")
    return text


def _timing(asking: Asking) -> tuple[str, datetime | None]:
    call = asking.call
    if call.flag("published", default=True):
        return Item.PUBLISHED, None
    if call.text("scheduled_publish_time"):
        return Item.SCHEDULED, _due(asking)
    return Item.DRAFT, None


def _due(asking: Asking) -> datetime:
    due = read_moment(asking.call.text("scheduled_publish_time"))
    if not SOONEST <= due - asking.now <= LATEST:
        raise GraphError(
            100, "(#100) The specified scheduled publish time is invalid.", subcode=1363099,
            title="Invalid time", advice="Choose a time between 10 minutes and 30 days from now.",
        )  # fmt: skip
    return due


def _attached(page: Actor, media: list[Any]) -> tuple[Picture, ...]:
    ids = [str(part.get("media_fbid", "")) if isinstance(part, dict) else str(part) for part in media]
    if len(ids) > LIMITS[Item.FACEBOOK].most_in_post:
        raise bad_parameter("Too many attached media")
    kept = {picture.remote_id: picture for picture in Picture.objects.filter(owner=page, remote_id__in=ids)}
    if any(one not in kept for one in ids):
        raise GraphError(100, "(#100) Invalid parameter: attached_media", subcode=33)
    if any(picture.item_id for picture in kept.values()):
        raise GraphError(
            100, "(#100) Photos already posted", subcode=1366051, title="Already posted",
            advice="These photos were already posted.",
        )  # fmt: skip
    return tuple(kept[one] for one in ids)


def _photo_bytes(call: Call) -> bytes:
    for name in ("source", "photo", "file", "media"):
        content = call.content(name, LIMITS[Item.FACEBOOK].most_bytes)
        if content is not None:
            return content
    if call.text("url"):
        return _fetch(call.text("url"))
    raise GraphError(324, "(#324) Requires upload file")


def _fetch(url: str) -> bytes:
    """The picture at a public address, as the real network would fetch it."""
    missing = GraphError(
        1609005, "(#1609005) There was a problem scraping the supplied link", subcode=2061006,
        title="Link not readable", advice="The file at this address could not be fetched.",
    )  # fmt: skip
    try:
        answer = http.call("GET", url, timeout=10.0, max_bytes=LIMITS[Item.FACEBOOK].most_bytes)
    except http.CallFailed:
        raise missing from None
    if answer.status != 200:
        raise missing
    return answer.body
