"""Writing, changing and removing posts and photos of a page."""

from datetime import datetime, timedelta
from typing import Any

from zana.practice.actions.posts import (
    Draft,
    change_text,
    describe_picture,
    hide_item,
    publish_due,
    publish_post,
    remove_item,
    remove_picture,
    schedule_again,
)
from zana.practice.actions.profiles import change_settings
from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_permission
from zana.practice.dialects.graph_ids import full_id
from zana.practice.dialects.graph_listing import read_moment
from zana.practice.dialects.graph_media import picture_bytes, take_picture
from zana.practice.dialects.graph_verbs import DONE, Answer
from zana.practice.models import Actor, Item, Picture
from zana.practice.queries.items import posts_on
from zana.practice.rules.pictures import LIMITS

LONGEST_MESSAGE = 63_206
SOONEST, LATEST = timedelta(minutes=10), timedelta(days=30)
UNPUBLISHED = (
    "SCHEDULED",
    "SCHEDULED_RECURRING",
    "DRAFT",
    "ADS_POST",
    "INLINE_CREATED",
    "PUBLISHED",
    "REVIEWABLE_BRANDED_CONTENT",
)


def post_to_feed(asking: Asking, page: Actor) -> Answer:
    need_publishing(asking, page)
    call = asking.call
    text, link = message_of(call), call.text("link")
    pictures = _attached(page, call.listed("attached_media"))
    if not (text or link or pictures):
        raise GraphError(100, "(#100) The parameter message is required")
    check_link(link)
    state, due = timing_of(asking)
    draft = Draft(text=text, link=link, pictures=pictures, state=state, due_at=due, dated=_backdated(asking))
    _refuse_twin(page, draft)
    return {"id": full_id(publish_post(wall=page, network=Item.FACEBOOK, draft=draft))}


def post_photo(asking: Asking, page: Actor) -> Answer:
    need_publishing(asking, page)
    call = asking.call
    caption = call.text("caption") or message_of(call)
    state, due = timing_of(asking)
    content = picture_bytes(call, "url")
    picture = take_picture(page, content, alt_text=call.text("alt_text_custom"), caption=caption)
    if state == Item.DRAFT or call.flag("no_story"):
        return {"id": picture.remote_id}
    draft = Draft(text=caption, pictures=(picture,), state=state, due_at=due, dated=_backdated(asking))
    post = publish_post(wall=page, network=Item.FACEBOOK, draft=draft)
    return {"id": picture.remote_id, "post_id": full_id(post)}


def change_photo(asking: Asking, picture: Picture) -> Answer:
    need_publishing(asking, picture.owner)
    if "alt_text_custom" in asking.call.params:
        describe_picture(picture=picture, alt_text=asking.call.text("alt_text_custom"))
    return DONE


def change_post(asking: Asking, post: Item) -> Answer:
    need_publishing(asking, post.wall)
    call = asking.call
    if "message" in call.params:
        if post.author_id != asking.me.pk:
            raise no_permission("pages_manage_posts: you can only edit posts of the Page")
        change_text(item=post, text=message_of(call))
    if "is_hidden" in call.params or "timeline_visibility" in call.params:
        hide_item(item=post, hidden=call.flag("is_hidden") or call.text("timeline_visibility") == "hidden")
    if "is_pinned" in call.params:
        change_settings(actor=post.wall, settings={"pinned": post.remote_id if call.flag("is_pinned") else ""})
    if call.flag("is_published") and post.state != Item.PUBLISHED:
        publish_due(item=post)
    elif "scheduled_publish_time" in call.params:
        if post.state == Item.PUBLISHED:
            raise bad_parameter("You can't schedule a post that is already published")
        schedule_again(item=post, due_at=_due(asking))
    return DONE


def remove_post(asking: Asking, item: Item) -> Answer:
    need_publishing(asking, item.wall)
    remove_item(item=item, by=asking.me)
    return DONE


def remove_photo(asking: Asking, picture: Picture) -> Answer:
    need_publishing(asking, picture.owner)
    remove_picture(picture=picture)
    return DONE


def need_publishing(asking: Asking, page: Actor) -> None:
    asking.need("pages_manage_posts")
    asking.need_page(page)
    asking.need_task("CREATE_CONTENT")


def message_of(call: Call) -> str:
    text = call.text("message")
    if len(text) > LONGEST_MESSAGE:
        raise bad_parameter("The message is too long")
    return text


def check_link(link: str) -> None:
    if link and not link.startswith(("http://", "https://")):
        raise GraphError(100, "(#100) Invalid URL", subcode=2061006)


def timing_of(asking: Asking) -> tuple[str, datetime | None]:
    """The state a new post gets, and when it is due."""
    call = asking.call
    kind = call.text("unpublished_content_type").upper()
    if kind and kind not in UNPUBLISHED:
        raise bad_parameter(f"Param unpublished_content_type must be one of {{{', '.join(UNPUBLISHED)}}}")
    if call.flag("published", default=True):
        if call.text("scheduled_publish_time"):
            raise bad_parameter("You cannot specify a scheduled publish time on a published post")
        return Item.PUBLISHED, None
    if kind == "SCHEDULED" or (call.text("scheduled_publish_time") and kind != "DRAFT"):
        return Item.SCHEDULED, _due(asking)
    return Item.DRAFT, None


def _due(asking: Asking) -> datetime:
    due = read_moment(asking.call.text("scheduled_publish_time"), asking.now)
    if not SOONEST <= due - asking.now <= LATEST:
        raise GraphError(
            100, "(#100) The specified scheduled publish time is invalid.", subcode=1363099,
            title="Invalid time", advice="Choose a time between 10 minutes and 30 days from now.",
        )  # fmt: skip
    return due


def _backdated(asking: Asking) -> datetime | None:
    text = asking.call.text("backdated_time")
    if not text:
        return None
    moment = read_moment(text)
    if moment > asking.now:
        raise bad_parameter("The backdated time must be in the past")
    return moment


def _refuse_twin(page: Actor, draft: Draft) -> None:
    """The same words twice in a row, in a world that has limits."""
    if not page.world.manner.get("limits") or draft.pictures or draft.state != Item.PUBLISHED:
        return
    last = posts_on(page).filter(network=Item.FACEBOOK).first()
    if last is not None and (last.text, last.link) == (draft.text, draft.link) and not last.pictures.all():
        raise GraphError(
            506, "(#506) Duplicate status message", title="Duplicate Status Update",
            advice="This status update is identical to the last one you posted. Try posting something different, "
            "or delete your previous update.",
        )  # fmt: skip


def _attached(page: Actor, media: list[Any]) -> tuple[Picture, ...]:
    ids = [str(part.get("media_fbid", "")) if isinstance(part, dict) else str(part) for part in media]
    if not ids:
        return ()
    if len(ids) > LIMITS[Item.FACEBOOK].most_in_post:
        raise bad_parameter("Too many attached media")
    kept = {picture.remote_id: picture for picture in Picture.objects.filter(owner=page, remote_id__in=ids)}
    if any(one not in kept for one in ids):
        raise GraphError(100, "(#100) Invalid parameter: attached_media", subcode=33)
    if len(set(ids)) < len(ids) or any(picture.item_id for picture in kept.values()):
        raise GraphError(
            100, "(#100) Photos already posted", subcode=1366051, title="Already posted",
            advice="These photos were already posted.",
        )  # fmt: skip
    return tuple(kept[one] for one in ids)
