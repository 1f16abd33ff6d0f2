"""Changing what a page is: its profile, picture, settings, people, who is shut out, who is told."""

from typing import Any

from zana.practice.actions.access import drop_scope, end_tokens
from zana.practice.actions.bars import bar, unbar
from zana.practice.actions.hooks import follow, unfollow
from zana.practice.actions.profiles import change_settings, set_avatar, set_cover
from zana.practice.actions.roles import LastOwner, change_tasks, remove_role
from zana.practice.actions.worlds import change_page
from zana.practice.dialects.call import decoded
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_engage import need_engagement
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_permission
from zana.practice.dialects.graph_house_lists import BARRED_BY, SETTINGS
from zana.practice.dialects.graph_media import picture_bytes, take_picture
from zana.practice.dialects.graph_messages import find_person
from zana.practice.dialects.graph_verbs import DONE, Answer
from zana.practice.models import Actor, Picture, Token

TEXTS = (
    "bio", "description", "mission", "company_overview", "general_info", "impressum", "contact_address", "phone",
    "price_range", "public_transit", "temporary_status", "displayed_message_response_time",
)  # fmt: skip
FLAGS = ("is_always_open", "is_permanently_closed", "is_published")
OBJECTS = ("location", "hours", "parking", "start_info", "menu")
LISTS_GIVEN = ("emails", "category_list")
NUMBERS = ("offset_x", "offset_y", "focus_x", "focus_y")
PLAIN_TASKS = (
    "ADVERTISE", "ANALYZE", "CREATE_CONTENT", "GLOBAL_STRUCTURE_MANAGEMENT", "MANAGE", "MANAGE_LEADS", "MESSAGING",
    "MODERATE", "MODERATE_COMMUNITY", "PAGES_MESSAGING", "PAGES_MESSAGING_SUBSCRIPTIONS", "READ_PAGE_MAILBOXES",
    "VIEW_MONETIZATION_INSIGHTS",
)  # fmt: skip
PLUS_TASKS = (
    "ADVERTISE", "ANALYZE", "CREATE_CONTENT", "CREATIVE_MANAGEMENT", "CREATOR_MANAGEMENT", "FACEBOOK_ACCESS",
    "FULL_CONTROL", "GLOBAL_STRUCTURE_MANAGEMENT", "MANAGE", "MANAGE_LEADS", "MESSAGING", "MODERATE",
    "MODERATE_DELEGATE_COMMUNITY", "REVENUE",
)  # fmt: skip
TASKS = (*PLAIN_TASKS, *(f"PROFILE_PLUS_{name}" for name in PLUS_TASKS))
FOLLOWABLE = (
    "feed", "mention", "messages", "message_reactions", "messaging_postbacks", "message_deliveries", "message_reads",
    "message_echoes", "conversations", "ratings", "name", "picture", "about", "description", "phone", "website",
    "hours", "location", "category", "videos", "live_videos", "leadgen", "page_upcoming_change", "inbox_labels",
)  # fmt: skip


def update_page(asking: Asking, page: Actor) -> Answer:
    need_managing(asking, page)
    call = asking.call
    given: dict[str, Any] = {name: call.text(name) for name in TEXTS if name in call.params}
    given |= {name: call.flag(name) for name in FLAGS if name in call.params}
    given |= {name: call.number(name, 0) for name in NUMBERS if name in call.params}
    given |= {name: _typed(call.params[name], dict, name) for name in OBJECTS if name in call.params}
    given |= {name: call.listed(name) for name in LISTS_GIVEN if name in call.params}
    cover = _own_picture(page, call.text("cover")) if "cover" in call.params else None
    change_page(page=page, about=call.params.get("about"), website=call.params.get("website"), more=given)
    if cover is not None:
        set_cover(actor=page, picture=cover)
    return DONE


def change_picture(asking: Asking, page: Actor) -> Answer:
    """By bytes, by address, or by the id of a photo uploaded before."""
    need_managing(asking, page)
    if asking.call.text("photo").isdecimal():
        picture = _own_picture(page, asking.call.text("photo"))
    else:
        picture = take_picture(page, picture_bytes(asking.call, "picture", "photo", "url"))
    set_avatar(actor=page, picture=picture)
    return DONE


def change_page_settings(asking: Asking, page: Actor) -> Answer:
    need_managing(asking, page)
    option = _typed(asking.call.params.get("option"), dict, "option")
    if set(option) == {"setting", "value"}:
        option = {str(option["setting"]): option["value"]}
    unknown = [name for name in option if name not in SETTINGS]
    if unknown or not option:
        raise bad_parameter(f"Param option must be one of {{{', '.join(SETTINGS)}}}")
    change_settings(actor=page, settings={name.lower(): _setting(name, value) for name, value in option.items()})
    return DONE


def block(asking: Asking, page: Actor) -> Answer:
    need_engagement(asking, page)
    people = [find_person(page, one) for one in _barred(asking)]
    for person in people:
        bar(account=page, other=person)
    return {person.remote_id: True for person in people}


def unblock(asking: Asking, page: Actor) -> Answer:
    need_engagement(asking, page)
    for one in _barred(asking):
        unbar(account=page, other=find_person(page, one))
    return DONE


def assign_user(asking: Asking, page: Actor) -> Answer:
    need_people(asking, page)
    tasks = [str(task).upper() for task in asking.call.listed("tasks")]
    wrong = [number for number, task in enumerate(tasks) if task not in TASKS]
    if wrong or not tasks:
        raise bad_parameter(f"Param tasks[{wrong[0] if wrong else 0}] must be one of {{{', '.join(TASKS)}}}")
    try:
        change_tasks(actor=page, person=_colleague(asking, page), tasks=tasks)
    except LastOwner:
        raise bad_parameter("A Page needs at least one person with full control") from None
    return DONE


def release_user(asking: Asking, page: Actor) -> Answer:
    need_people(asking, page)
    try:
        remove_role(actor=page, person=_colleague(asking, page))
    except LastOwner:
        raise bad_parameter("A Page needs at least one person with full control") from None
    return DONE


def follow_page(asking: Asking, page: Actor) -> Answer:
    need_managing(asking, page)
    fields = read_followed(asking, FOLLOWABLE)
    follow(application=asking.token.grant.application, account=page, fields=fields)
    return DONE


def unfollow_page(asking: Asking, page: Actor) -> Answer:
    need_managing(asking, page)
    unfollow(application=asking.token.grant.application, account=page)
    return DONE


def read_followed(asking: Asking, known: tuple[str, ...]) -> list[str]:
    """`subscribed_fields`, all of them known; at least one."""
    fields = [str(name) for name in asking.call.listed("subscribed_fields")]
    for number, name in enumerate(fields):
        if name not in known:
            raise bad_parameter(f"Param subscribed_fields[{number}] must be one of {{{', '.join(known)}}}")
    if not fields:
        raise bad_parameter("The parameter subscribed_fields is required.")
    return fields


def revoke(asking: Asking, person: Actor) -> Answer:
    """One permission, or all of them: then every token of the grant is dead."""
    if asking.token.kind != Token.USER or asking.me.pk != person.pk:
        raise no_permission("a user access token of that person; public_profile")
    scope = asking.call.text("permission")
    if not scope:
        end_tokens(grant=asking.token.grant, subcode=458)
    elif not drop_scope(grant=asking.token.grant, scope=scope):
        raise bad_parameter(f"Invalid permission: {scope}")
    return DONE


def need_managing(asking: Asking, page: Actor) -> None:
    asking.need("pages_manage_metadata")
    asking.need_page(page)
    asking.need_task("MANAGE")


def need_people(asking: Asking, page: Actor) -> None:
    asking.need("business_management")
    asking.need_page(page)
    asking.need_task("MANAGE")


def _colleague(asking: Asking, page: Actor) -> Actor:
    person = page.world.actors.filter(kind=Actor.PERSON, remote_id=asking.call.text("user")).first()
    if person is None:
        raise GraphError(100, "(#100) Param user must be a valid user ID", subcode=33)
    return person


def _barred(asking: Asking) -> list[str]:
    ids = [str(one) for name in BARRED_BY for one in asking.call.listed(name)]
    if not ids:
        raise bad_parameter("One of user, uid, psid or asid is required")
    return ids


def _own_picture(page: Actor, remote_id: str) -> Picture:
    kept = Picture.objects.filter(owner=page, remote_id=remote_id).first()
    if kept is None:
        raise bad_parameter("Invalid parameter: photo")
    return kept


def _setting(name: str, value: Any) -> Any:
    if name == "MODERATION_WORDS":
        words = value if isinstance(value, list) else str(value).split(",")
        return [str(word).strip() for word in words if str(word).strip()]
    return value


def _typed(value: Any, kind: type, name: str) -> Any:
    found = decoded(value)
    if not isinstance(found, kind):
        raise bad_parameter(f"Param {name} must be an object")
    return found
