"""Direct messages, muting and shutting out in the X dialect."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from zana.practice.actions.bars import bar, unbar
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.reading import catch_up
from zana.practice.actions.talks import remove_message, say_privately
from zana.practice.dialects.x_context import Answer, Asking, stamp
from zana.practice.dialects.x_errors import forbidden, invalid, missing
from zana.practice.dialects.x_fields import Wish, read_wish
from zana.practice.dialects.x_show import text_entities
from zana.practice.dialects.x_users import check_number, find_user, show_user
from zana.practice.models import Actor, Bar, Item, Message
from zana.practice.rules.cursors import read_cursor, write_cursor

LONGEST_TEXT = 10_000
DM_BLOCK = "dm_block"
EVENT_TYPES = frozenset({"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"})
KNOWN_BODY = frozenset({"text", "attachments"})


def send_to_user(asking: Asking) -> Answer:
    _need_writing(asking)
    guest = find_user(asking, asking.parts[0])
    if guest is None or guest.pk == asking.me.pk:
        raise forbidden("You cannot send messages to this user.")
    return _send(asking, guest)


def send_to_talk(asking: Asking) -> Answer:
    _need_writing(asking)
    return _send(asking, _other(asking, asking.parts[0]))


def open_group(asking: Asking) -> Answer:
    """Groups are not part of the rehearsal: refused as to a program that may not."""
    _need_writing(asking)
    if asking.call.body.get("conversation_type") != "Group":
        raise invalid("conversation_type", asking.call.text("conversation_type"), "[conversation_type] must be Group")
    raise forbidden()


def all_events(asking: Asking) -> Answer:
    return _events(asking, _messages(asking), "events")


def events_with(asking: Asking) -> Answer:
    identity = asking.parts[0]
    guest = find_user(asking, identity)
    if guest is None:
        return 200, {"errors": [missing(identity, "user", "participant_id")]}
    return _events(asking, _messages(asking).filter(talk__guest=guest), f"with:{identity}")


def events_of(asking: Asking) -> Answer:
    guest = _other(asking, asking.parts[0])
    return _events(asking, _messages(asking).filter(talk__guest=guest), f"with:{guest.remote_id}")


def read_event(asking: Asking) -> Answer:
    asking.need("dm.read", "tweet.read", "users.read")
    message = _find(asking)
    if message is None:
        return 200, {"errors": [missing(asking.parts[0], "dm_event", "event_id")]}
    return 200, {"data": _show(asking, message, read_wish(asking))}


def delete_event(asking: Asking) -> Answer:
    """Gone for the account that asks; the other side keeps its copy."""
    asking.need("dm.read", "dm.write")
    message = _find(asking)
    if message is None:
        return 200, {"data": {"deleted": False}}
    remove_message(message=message)
    asking.pay("interaction_delete", f"message {message.remote_id}")
    return 200, {"data": {"deleted": True}}


def mute(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read", "mute.write")
    asking.need_me(asking.parts[0])
    target = _target(asking, str(asking.call.body.get("target_user_id") or ""))
    bar(account=asking.me, other=target, kind=Bar.MUTE)
    asking.pay("privacy_update", f"mute {target.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"muting": True}}


def unmute(asking: Asking) -> Answer:
    asking.need("tweet.read", "users.read", "mute.write")
    asking.need_me(asking.parts[0])
    target = _target(asking, asking.parts[1])
    unbar(account=asking.me, other=target, kind=Bar.MUTE)
    asking.pay("privacy_update", f"mute {target.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"muting": False}}


def shut_out(asking: Asking) -> Answer:
    """Shuts somebody out of the messages only; shutting out altogether is not for programs."""
    asking.need("dm.write", "tweet.read", "users.read")
    target = _target(asking, asking.parts[0])
    bar(account=asking.me, other=target, kind=DM_BLOCK)
    asking.pay("privacy_update", f"dm {target.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"blocked": True}}


def let_in(asking: Asking) -> Answer:
    asking.need("dm.write", "tweet.read", "users.read")
    target = _target(asking, asking.parts[0])
    unbar(account=asking.me, other=target, kind=DM_BLOCK)
    asking.pay("privacy_update", f"dm {target.remote_id} {asking.now.timestamp()}")
    return 200, {"data": {"blocked": False}}


def _need_writing(asking: Asking) -> None:
    asking.need("dm.write", "tweet.read", "users.read")


def talk_id(one: Actor, other: Actor) -> str:
    """The same from both sides."""
    return "-".join(sorted((one.remote_id, other.remote_id), key=int))


def _send(asking: Asking, guest: Actor) -> Answer:
    text = _text(asking.call.body)
    if _shut(asking.me, guest) or guest.profile.get("closed_to_messages"):
        raise forbidden("You cannot send messages to this user.")
    identity = new_item_id(Item.X, asking.now)
    me = asking.me
    say_privately(account=me, guest=guest, author=me, text=text, network=Item.X, remote_id=identity)
    if guest.kind == Actor.X_ACCOUNT:
        copy = new_item_id(Item.X, asking.now)
        say_privately(account=guest, guest=me, author=me, text=text, network=Item.X, remote_id=copy)
    asking.pay("message", identity)
    return 201, {"data": {"dm_conversation_id": talk_id(me, guest), "dm_event_id": identity}}


def _text(body: dict[str, Any]) -> str:
    for strange in sorted(set(body) - KNOWN_BODY):
        raise invalid(f"$.{strange}", body[strange], f"$.{strange}: is not defined in the schema and the schema does "
                      "not allow additional properties")  # fmt: skip
    if body.get("attachments"):
        raise invalid("$.attachments", "", "$.attachments: pictures in messages are not available to this App")
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid("$.text", "", "$.text: is missing but it is required")
    if len(text) > LONGEST_TEXT:
        raise invalid("$.text", text, f"$.text: must be at most {LONGEST_TEXT} characters long")
    return text


def _shut(me: Actor, guest: Actor) -> bool:
    return Bar.objects.filter(account=guest, other=me, kind__in=(Bar.BLOCK, DM_BLOCK)).exists()


def _other(asking: Asking, identity: str) -> Actor:
    """The one on the other side of `a-b`; a conversation of others is as unknown as none."""
    ids = identity.split("-")
    if len(ids) != 2 or asking.me.remote_id not in ids:
        raise forbidden("You do not have permission to access this conversation.")
    other = find_user(asking, next((one for one in ids if one != asking.me.remote_id), ids[0]))
    if other is None or other.pk == asking.me.pk:
        raise forbidden("You do not have permission to access this conversation.")
    return other


def _target(asking: Asking, identity: str) -> Actor:
    target = find_user(asking, identity)
    if target is None:
        raise forbidden("User not found")
    if target.pk == asking.me.pk:
        raise invalid("target_user_id", identity, "You cannot do this to yourself")
    return target


def _messages(asking: Asking) -> QuerySet[Message]:
    mine = Message.objects.filter(talk__account=asking.me, talk__network=Item.X, removed_at=None)
    return mine.select_related("author", "talk__guest")


def _find(asking: Asking) -> Message | None:
    check_number(asking.parts[0], "event_id")
    return _messages(asking).filter(remote_id=asking.parts[0]).select_related("talk__account__world").first()


def _events(asking: Asking, messages: QuerySet[Message], name: str) -> Answer:
    asking.need("dm.read", "tweet.read", "users.read")
    catch_up(world=asking.world)
    size = asking.call.number("max_results", 100)
    if not 1 <= size <= 100:
        raise invalid("max_results", size, f"The `max_results` query parameter value [{size}] is not between 1 and 100")
    found = list(_of_kinds(asking, _after(asking, messages, name)).order_by("-created_at", "-id")[: size + 1])
    shown, wish = found[:size], read_wish(asking)
    people = {one.author_id: one.author for one in shown} if "sender_id" in wish.expansions else {}
    if "participant_ids" in wish.expansions:
        people |= {one.talk.guest_id: one.talk.guest for one in shown} | {asking.me.pk: asking.me}
    body: dict[str, Any] = {"data": [_show(asking, one, wish) for one in shown]} if shown else {}
    if people:
        body["includes"] = {"users": [_person(asking, person, wish) for person in people.values()]}
    body["meta"] = {"result_count": len(shown)}
    if len(found) > size:
        body["meta"]["next_token"] = write_cursor(name, shown[-1].pk)
    return 200, body


def _person(asking: Asking, person: Actor, wish: Wish) -> dict[str, Any]:
    person.world = asking.world
    return show_user(asking, person, wish)


def _after(asking: Asking, messages: QuerySet[Message], name: str) -> QuerySet[Message]:
    cursor = asking.call.text("pagination_token")
    if not cursor:
        return messages
    place = read_cursor(name, cursor)
    mark = Message.objects.filter(pk=place, talk__account=asking.me).first() if place is not None else None
    if mark is None:
        raise invalid("pagination_token", cursor, f"The `pagination_token` query parameter value [{cursor[:80]}] is "
                      "not valid")  # fmt: skip
    return messages.filter(Q(created_at__lt=mark.created_at) | Q(created_at=mark.created_at, id__lt=mark.pk))


def _of_kinds(asking: Asking, messages: QuerySet[Message]) -> QuerySet[Message]:
    kinds = {one for one in asking.call.text("event_types").split(",") if one}
    for strange in sorted(kinds - EVENT_TYPES):
        raise invalid("event_types", strange, f"The `event_types` query parameter value [{strange[:40]}] is not known")
    return messages if not kinds or "MessageCreate" in kinds else messages.none()


def _show(asking: Asking, message: Message, wish: Wish) -> dict[str, Any]:
    asking.pay("message_read", message.remote_id)
    values: dict[str, Callable[[], Any]] = {
        "dm_conversation_id": lambda: talk_id(asking.me, message.talk.guest),
        "sender_id": lambda: message.author.remote_id,
        "created_at": lambda: stamp(message.created_at),
        "entities": lambda: text_entities(message.text),
        "participant_ids": lambda: [asking.me.remote_id, message.talk.guest.remote_id],
    }
    shown: dict[str, Any] = {"id": message.remote_id, "event_type": "MessageCreate", "text": message.text}
    shown.update({name: values[name]() for name in sorted(wish.event & values.keys())})
    return {name: value for name, value in shown.items() if value is not None}
