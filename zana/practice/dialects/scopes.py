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
    "instagram_basic": say("see your Instagram account"),
    "instagram_content_publish": say("publish on Instagram in your name"),
    "instagram_manage_comments": say("answer, hide and delete comments on Instagram"),
    "instagram_manage_insights": say("read the numbers of your Instagram account"),
    "instagram_manage_messages": say("read and answer your messages on Instagram"),
    "instagram_manage_contents": say("delete what you published on Instagram"),
    "business_management": say("see the business your page belongs to"),
    "publish_video": say("publish videos"),
    "public_profile": say("see your name"),
    "email": say("see your e-mail address"),
}
INSTAGRAM_SCOPES: dict[str, Saying] = {
    "instagram_business_basic": say("see your Instagram account"),
    "instagram_business_content_publish": say("publish on Instagram in your name"),
    "instagram_business_manage_comments": say("answer, hide and delete comments on Instagram"),
    "instagram_business_manage_messages": say("read and answer your messages on Instagram"),
    "instagram_business_manage_insights": say("read the numbers of your Instagram account"),
}
X_SCOPES: dict[str, Saying] = {
    "tweet.read": say("read your posts"),
    "tweet.write": say("write and delete posts in your name"),
    "tweet.moderate.write": say("hide answers to your posts"),
    "users.read": say("see your profile"),
    "media.write": say("upload pictures"),
    "follows.read": say("see whom you follow"),
    "like.read": say("see what you liked"),
    "mute.read": say("see whom you muted"),
    "mute.write": say("mute accounts for you"),
    "dm.read": say("read your messages"),
    "dm.write": say("send messages in your name"),
    "offline.access": say("stay connected until you end it"),
}
