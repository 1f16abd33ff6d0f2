"""Comments: writing, changing, hiding, removing, liking."""

from zana.practice.actions.marks import mark, unmark
from zana.practice.actions.posts import add_answer, change_text, hide_item, remove_item
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_permission
from zana.practice.dialects.graph_ids import full_id
from zana.practice.dialects.graph_media import FILES, fetch, take_picture
from zana.practice.dialects.graph_publish import check_link
from zana.practice.dialects.graph_verbs import DONE, Answer
from zana.practice.models import Actor, Item, Picture
from zana.practice.rules.pictures import LIMITS

LONGEST_COMMENT = 8_000


def post_comment(asking: Asking, item: Item) -> Answer:
    need_engagement(asking, item.wall)
    call = asking.call
    text, link = _words(asking), call.text("attachment_share_url")
    check_link(link)
    if item.state != Item.PUBLISHED:
        raise bad_parameter("A post that is not published cannot be commented on")
    picture = _attachment(asking)
    if not (text or link or picture):
        raise GraphError(100, "(#100) The parameter message is required")
    answer = add_answer(author=asking.me, to=item, text=text, link=link, pictures=(picture,) if picture else ())
    return {"id": full_id(answer)}


def post_picture_comment(asking: Asking, picture: Picture) -> Answer:
    """Under a photo one comments on its post."""
    if picture.item is None:
        raise bad_parameter("The photo is in no post yet")
    return post_comment(asking, picture.item)


def change_comment(asking: Asking, comment: Item) -> Answer:
    need_engagement(asking, comment.wall)
    call = asking.call
    if "message" in call.params:
        if comment.author_id != asking.me.pk:
            raise no_permission("pages_manage_engagement: you can only edit your own comments")
        text = _words(asking)
        if not text:
            raise GraphError(100, "(#100) The parameter message is required")
        change_text(item=comment, text=text)
    if "is_hidden" in call.params:
        hide_item(item=comment, hidden=call.flag("is_hidden"))
    return DONE


def remove_comment(asking: Asking, item: Item) -> Answer:
    need_engagement(asking, item.wall)
    remove_item(item=item, by=asking.me)
    return DONE


def like(asking: Asking, item: Item) -> Answer:
    need_engagement(asking, item.wall)
    mark(item=item, actor=asking.me)
    return DONE


def unlike(asking: Asking, item: Item) -> Answer:
    need_engagement(asking, item.wall)
    unmark(item=item, actor=asking.me)
    return DONE


def need_engagement(asking: Asking, page: Actor) -> None:
    asking.need("pages_manage_engagement")
    asking.need_page(page)
    asking.need_task("MODERATE")


def _words(asking: Asking) -> str:
    text = asking.call.text("message")
    if len(text) > LONGEST_COMMENT:
        raise bad_parameter("The message is too long")
    return text


def _attachment(asking: Asking) -> Picture | None:
    """A picture by address, by bytes, or one uploaded before."""
    call = asking.call
    if call.text("attachment_id"):
        kept = Picture.objects.filter(owner=asking.me, remote_id=call.text("attachment_id"), item=None).first()
        if kept is None:
            raise bad_parameter("Invalid parameter: attachment_id")
        return kept
    content = _content(asking)
    return None if content is None else take_picture(asking.me, content)


def _content(asking: Asking) -> bytes | None:
    for name in FILES:
        content = asking.call.content(name, LIMITS[Item.FACEBOOK].most_bytes)
        if content is not None:
            return content
    return fetch(asking.call.text("attachment_url")) if asking.call.text("attachment_url") else None
