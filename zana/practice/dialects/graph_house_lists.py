"""What a page keeps about itself: who works for it, who is shut out, its settings, the programs that follow it."""

from typing import Any

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_listing import Arguments, Listing
from zana.practice.dialects.graph_page_fields import business_id
from zana.practice.models import Actor, Bar, Interest, Role

BARRED_BY = ("user", "uid", "psid", "asid")
# Settings by the network's name for them, with what they are where nobody has set them. The names are ours where
# the reference has none.
SETTINGS: dict[str, Any] = {
    "MODERATION_WORDS": "",
    "PROFANITY_FILTER": "OFF",
    "USERS_CAN_POST": True,
    "USERS_CAN_POST_PHOTOS": True,
    "USERS_CAN_MESSAGE": True,
    "USERS_CAN_TAG_PHOTOS": True,
    "WHO_CAN_COMMENT": "EVERYONE",
    "COMMENT_RANKING": "CHRONOLOGICAL",
    "SIMILAR_PAGE_SUGGESTIONS": True,
    "AGE_RESTRICTION": "ANYONE",
    "COUNTRY_RESTRICTION": "",
}


def roles(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_manage_metadata")
    held = Role.objects.filter(actor=page).select_related("person")
    if arguments.get("uid"):
        held = held.filter(person__remote_id=arguments["uid"])
    return Listing([{"name": r.person.name, "id": r.person.remote_id, "tasks": r.tasks} for r in held])


def assigned_users(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("business_management")
    held = list(Role.objects.filter(actor=page).select_related("person"))
    business = {"id": business_id(held[0].person), "name": held[0].person.name} if held else {}
    return Listing(
        [
            {
                "name": role.person.name, "id": role.person.remote_id, "user_type": "business_user",
                "business": business, "tasks": role.tasks,
            }
            for role in held
        ],
        total=lambda: len(held),
    )  # fmt: skip


def blocked(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_manage_engagement")
    asking.need_page(page)
    shut = Bar.objects.filter(account=page, kind=Bar.BLOCK).select_related("other")
    wanted = [arguments[name] for name in BARRED_BY if arguments.get(name)]
    if wanted:
        shut = shut.filter(other__remote_id__in=wanted)
    return Listing([
        {"id": one.other.remote_id, "name": one.other.name, "block_time": stamp(one.created_at)} for one in shut
    ])  # fmt: skip


def page_settings(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_manage_metadata")
    asking.need_page(page)
    return Listing([{"setting": name, "value": read_setting(page, name)} for name in SETTINGS])


def read_setting(page: Actor, name: str) -> Any:
    """Words to moderate are kept as a list, which the people's pages share."""
    kept = page.settings.get(name.lower(), SETTINGS[name])
    return ",".join(str(word) for word in kept) if isinstance(kept, list) else kept


def subscribed_apps(asking: Asking, page: Actor, arguments: Arguments) -> Listing:
    asking.need("pages_manage_metadata")
    following = Interest.objects.filter(account=page).select_related("application")
    return Listing([
        {
            "id": one.application.client_id, "name": one.application.name,
            "category": "Business", "subscribed_fields": one.fields,
        }
        for one in following
    ])  # fmt: skip
