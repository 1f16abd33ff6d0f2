"""Permissions a program may ask for, with what they mean to a person."""

from zana.kernel.words import Saying, say

GRAPH_SCOPES: dict[str, Saying] = {
    "pages_show_list": say("see which pages you manage"),
    "pages_read_engagement": say("read your page's posts, followers and reactions"),
    "pages_read_user_content": say("read what others write on your page"),
    "pages_manage_posts": say("write, change and delete posts in your page's name"),
    "pages_manage_engagement": say("answer, hide and delete comments"),
    "pages_manage_metadata": say("change your page's profile and settings"),
    "pages_messaging": say("read and answer your page's messages"),
    "read_insights": say("read your page's numbers"),
    "business_management": say("see the business your page belongs to"),
    "publish_video": say("publish videos"),
    "public_profile": say("see your name"),
    "email": say("see your e-mail address"),
}
X_SCOPES: dict[str, Saying] = {
    "tweet.read": say("read your posts"),
    "tweet.write": say("write and delete posts in your name"),
    "tweet.moderate.write": say("hide answers to your posts"),
    "users.read": say("see your profile"),
    "users.email": say("see your e-mail address"),
    "media.write": say("upload pictures"),
    "follows.read": say("see whom you follow"),
    "follows.write": say("follow accounts for you"),
    "like.read": say("see what you liked"),
    "like.write": say("like posts for you"),
    "mute.read": say("see whom you muted"),
    "mute.write": say("mute accounts for you"),
    "block.read": say("see whom you shut out"),
    "block.write": say("shut accounts out for you"),
    "list.read": say("see your lists"),
    "list.write": say("change your lists"),
    "bookmark.read": say("see what you kept"),
    "bookmark.write": say("keep posts for you"),
    "space.read": say("see live talks"),
    "timeline.read": say("see your timeline"),
    "dm.read": say("read your messages"),
    "dm.write": say("send messages in your name"),
    "offline.access": say("stay connected until you end it"),
}
