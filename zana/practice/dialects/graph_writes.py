"""What can be written in the Graph dialect, as one table: (kind of object, list or '') -> verb."""

from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_engage import (
    change_comment,
    like,
    post_comment,
    post_picture_comment,
    remove_comment,
    unlike,
)
from zana.practice.dialects.graph_house import (
    assign_user,
    block,
    change_page_settings,
    change_picture,
    follow_page,
    release_user,
    revoke,
    unblock,
    unfollow_page,
    update_page,
)
from zana.practice.dialects.graph_messages import moderate_conversations, send_message
from zana.practice.dialects.graph_publish import (
    change_photo,
    change_post,
    post_photo,
    post_to_feed,
    remove_photo,
    remove_post,
)
from zana.practice.dialects.graph_verbs import DONE, Answer, Verb
from zana.practice.rules.faults import SHOWN_AT_ONCE

__all__ = ["DELETES", "DONE", "POSTS", "Answer", "Verb", "verb_of"]

POSTS: dict[tuple[str, str], Verb] = {
    ("Page", "feed"): Verb("publish", post_to_feed),
    ("Page", "photos"): Verb("upload", post_photo),
    ("Page", ""): Verb("write", update_page),
    ("Page", "picture"): Verb("write", change_picture),
    ("Page", "settings"): Verb("write", change_page_settings),
    ("Page", "blocked"): Verb("write", block),
    ("Page", "assigned_users"): Verb("write", assign_user),
    ("Page", "subscribed_apps"): Verb("write", follow_page),
    ("Page", "messages"): Verb("comment", send_message),
    ("Page", "moderate_conversations"): Verb("write", moderate_conversations),
    ("Post", "comments"): Verb("comment", post_comment),
    ("Comment", "comments"): Verb("comment", post_comment),
    ("Photo", "comments"): Verb("comment", post_picture_comment),
    ("Comment", ""): Verb("comment", change_comment),
    ("Post", ""): Verb("write", change_post),
    ("Photo", ""): Verb("write", change_photo),
    ("Post", "likes"): Verb("write", like),
    ("Comment", "likes"): Verb("write", like),
}
DELETES: dict[tuple[str, str], Verb] = {
    ("Post", ""): Verb("delete", remove_post),
    ("Comment", ""): Verb("delete", remove_comment),
    ("Photo", ""): Verb("delete", remove_photo),
    ("User", "permissions"): Verb("delete", revoke),
    ("Page", "blocked"): Verb("delete", unblock),
    ("Page", "assigned_users"): Verb("delete", release_user),
    ("Page", "subscribed_apps"): Verb("delete", unfollow_page),
    ("Post", "likes"): Verb("delete", unlike),
    ("Comment", "likes"): Verb("delete", unlike),
}


def verb_of(verb: Verb, call: Call) -> str:
    """A photo that is shown at once is a publication, one kept back an upload, as are the bytes of a video."""
    if call.text("upload_phase").lower() in ("start", "transfer", "cancel"):
        return "upload"
    return SHOWN_AT_ONCE if verb.run is post_photo and call.flag("published", default=True) else verb.name
