"""Conversations of a page and of the Instagram account that hangs on it, and their messages."""

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_listing import Arguments, Listing, between, one_of
from zana.practice.models import Actor, Item, Talk

READABLE_ON_INSTAGRAM = 20  # older ones are not told to programs
PLATFORMS = {"MESSENGER": Item.FACEBOOK, "INSTAGRAM": Item.INSTAGRAM}
FOLDERS = {
    "inbox": (Talk.INBOX,), "spam": (Talk.SPAM,), "page_done": (Talk.DONE,), "done": (Talk.DONE,), "other": (),
    "pending": (), "page_background": (), "read": (), "unread": (), "disabled": (),
}  # fmt: skip


def need_reading(asking: Asking, account: Actor) -> None:
    if account.kind == Actor.INSTAGRAM:
        asking.need_instagram("manage_messages")
        return
    asking.need("pages_messaging")
    asking.need_page(account)


def conversations(asking: Asking, account: Actor, arguments: Arguments) -> Listing:
    """`platform=INSTAGRAM` asks a page for those of its Instagram account."""
    need_reading(asking, account)
    platform = one_of({"platform": arguments.get("platform", "").upper()}, "platform", [*PLATFORMS], "MESSENGER")
    network = Item.INSTAGRAM if account.kind == Actor.INSTAGRAM else PLATFORMS[platform]
    talks = Talk.objects.filter(network=network, world=asking.world)
    if network == Item.INSTAGRAM and account.kind == Actor.PAGE:
        talks = talks.filter(account__linked_page=account)
    else:
        talks = talks.filter(account=account)
    folder = one_of({"folder": arguments.get("folder", "").lower()}, "folder", [*FOLDERS], "inbox")
    talks = talks.filter(folder__in=FOLDERS[folder])
    if arguments.get("user_id"):
        talks = talks.filter(guest__remote_id=arguments["user_id"])
    found = between(talks, arguments, "updated_at").select_related("account", "guest")
    return Listing(found, "Conversation", total=found.count, moment="updated_at")


def messages(asking: Asking, talk: Talk, arguments: Arguments) -> Listing:
    need_reading(asking, talk.account)
    said = talk.messages.filter(removed_at=None).select_related("author", "talk__account", "talk__guest")
    if talk.network == Item.INSTAGRAM:
        newest = said.order_by("-created_at", "-id").values_list("pk", flat=True)[:READABLE_ON_INSTAGRAM]
        said = said.filter(pk__in=list(newest))
    found = between(said, arguments)
    return Listing(found, "Message", total=found.count)
