"""Who follows an Instagram account's happenings, and its private messages."""

from zana.practice.actions.hooks import follow, unfollow
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_house import read_followed
from zana.practice.dialects.graph_listing import Arguments, Listing
from zana.practice.dialects.graph_messages import moderate_conversations, send_as
from zana.practice.dialects.graph_verbs import DONE, Answer
from zana.practice.models import Actor, Interest, Item

FOLLOWABLE = (
    "comments", "mentions", "messages", "comment_poll_response", "follow", "live_comments", "message_edit",
    "message_reactions", "messaging_optins", "messaging_postbacks", "messaging_referral", "messaging_seen",
    "onboarding_welcome_message_series", "share_to_story", "standby", "story_insights", "story_poll_response",
)  # fmt: skip


def follow_account(asking: Asking, account: Actor) -> Answer:
    asking.need_instagram("basic")
    follow(application=asking.token.grant.application, account=account, fields=read_followed(asking, FOLLOWABLE))
    return dict(DONE)


def unfollow_account(asking: Asking, account: Actor) -> Answer:
    asking.need_instagram("basic")
    unfollow(application=asking.token.grant.application, account=account)
    return dict(DONE)


def subscribed_apps(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    asking.need_instagram("basic")
    following = Interest.objects.filter(account=account).select_related("application")
    return Listing([
        {"id": one.application.client_id, "name": one.application.name, "subscribed_fields": one.fields}
        for one in following
    ])  # fmt: skip


def send_message(asking: Asking, account: Actor) -> Answer:
    return send_as(asking, account, Item.INSTAGRAM)


def moderate(asking: Asking, account: Actor) -> Answer:
    return moderate_conversations(asking, account)
