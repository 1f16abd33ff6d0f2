"""What can be written to Instagram objects: publishing, comments, answers, hiding, deleting."""

from zana.practice.actions.containers import NotPublishable, publish_container
from zana.practice.actions.posts import add_answer, hide_item, remove_item
from zana.practice.actions.profiles import change_settings
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_such_object, not_allowed
from zana.practice.dialects.graph_instagram import comments_are_on, problem_of
from zana.practice.dialects.graph_instagram_errors import refuse
from zana.practice.dialects.graph_instagram_house import follow_account, moderate, send_message, unfollow_account
from zana.practice.dialects.graph_instagram_media import create_media
from zana.practice.dialects.graph_verbs import DONE, Answer, Verb
from zana.practice.models import Actor, Item, Token
from zana.practice.queries.containers import posts_a_day, published_today

LONGEST_COMMENT = 2_200


def publish_media(asking: Asking, account: Actor) -> Answer:
    asking.need_instagram("content_publish")
    identity = asking.call.text("creation_id")
    if not identity:
        raise bad_parameter("The parameter creation_id is required")
    container = account.containers.filter(remote_id=identity, is_child=False).first()
    if container is None:
        raise refuse("no_container")
    container.account = account
    if container.published_at is None and published_today(account) >= posts_a_day(account):
        raise refuse("quota")
    try:
        return {"id": publish_container(container=container).remote_id}
    except NotPublishable as no:
        names = {"IN_PROGRESS": "not_ready", "EXPIRED": "no_container", "PUBLISHED": "used"}
        raise refuse(names.get(str(no)) or problem_of(container)) from None


def post_comment(asking: Asking, item: Item) -> Answer:
    asking.need_instagram("manage_comments")
    if not comments_are_on(item):
        raise not_allowed("Application does not have permission for this action")
    return _say(asking, asking.call.text("message"), item.wall, item)


def post_reply(asking: Asking, comment: Item) -> Answer:
    asking.need_instagram("manage_comments")
    if comment.reply_to is not None and comment.reply_to.reply_to_id is not None:
        raise bad_parameter("Replies can only be made to a top-level comment")
    if comment.hidden:
        raise bad_parameter("Replies cannot be made to a hidden comment")
    return _say(asking, asking.call.text("message"), comment.wall, comment)


def answer_mention(asking: Asking, account: Actor) -> Answer:
    """A comment under the media of others that named us, or an answer to the comment that did."""
    asking.need_instagram("manage_comments")
    identity = asking.call.text("comment_id") or asking.call.text("media_id")
    found = asking.world.items.filter(
        network=Item.INSTAGRAM, remote_id=identity, text__contains=f"@{account.handle}", removed_at=None
    )
    item = found.select_related("world", "wall", "author", "root", "reply_to__reply_to").first()
    if item is None:
        raise no_such_object(identity, "post")
    return _say(asking, asking.call.text("message"), account, item)


def change_media(asking: Asking, item: Item) -> Answer:
    """Comments on or off; nothing else of a medium can be changed."""
    asking.need_instagram("manage_comments")
    if "comment_enabled" not in asking.call.params:
        raise bad_parameter("The parameter comment_enabled is required")
    off = [one for one in item.wall.settings.get("comments_off", []) if one != item.remote_id]
    if not asking.call.flag("comment_enabled"):
        off.append(item.remote_id)
    change_settings(actor=item.wall, settings={"comments_off": off})
    return DONE


def change_comment(asking: Asking, comment: Item) -> Answer:
    asking.need_instagram("manage_comments")
    if "hide" not in asking.call.params:
        raise bad_parameter("The parameter hide is required")
    if comment.author_id != comment.wall_id:  # what the owner said herself stays to be seen
        hide_item(item=comment, hidden=asking.call.flag("hide"))
    return DONE


def remove_comment(asking: Asking, comment: Item) -> Answer:
    asking.need_instagram("manage_comments")
    remove_item(item=comment)
    return DONE


def remove_media(asking: Asking, item: Item) -> Answer:
    if asking.token.kind == Token.INSTAGRAM:
        raise no_such_object(item.remote_id, "delete")
    asking.need_instagram("manage_contents")
    remove_item(item=item)
    return {**DONE, "deleted_id": item.remote_id}


def _say(asking: Asking, text: str, author: Actor, to: Item) -> Answer:
    if not text:
        raise bad_parameter("The parameter message is required")
    if len(text) > LONGEST_COMMENT:
        raise bad_parameter(f"Param message must be no more than {LONGEST_COMMENT} characters")
    said = add_answer(author=author, to=to, text=text)
    if "fields" in asking.call.params:
        # The trap of the real one: the comment stands, and the answer says no.
        raise GraphError(
            20, "(#20) The response format requested by this request is not supported for this operation",
            subcode=1772107,
        )  # fmt: skip
    return {"id": said.remote_id}


POSTS: dict[tuple[str, str], Verb] = {
    ("IGUser", "media"): Verb("upload", create_media),
    ("IGUser", "media_publish"): Verb("publish", publish_media),
    ("IGUser", "mentions"): Verb("comment", answer_mention),
    ("IGUser", "messages"): Verb("comment", send_message),
    ("IGUser", "moderate_conversations"): Verb("write", moderate),
    ("IGUser", "subscribed_apps"): Verb("write", follow_account),
    ("IGMedia", "comments"): Verb("comment", post_comment),
    ("IGMedia", ""): Verb("write", change_media),
    ("IGComment", "replies"): Verb("comment", post_reply),
    ("IGComment", ""): Verb("comment", change_comment),
}
DELETES: dict[tuple[str, str], Verb] = {
    ("IGMedia", ""): Verb("delete", remove_media),
    ("IGComment", ""): Verb("delete", remove_comment),
    ("IGUser", "subscribed_apps"): Verb("delete", unfollow_account),
}
