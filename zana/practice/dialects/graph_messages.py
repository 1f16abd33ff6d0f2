"""Writing privately in an account's name, and sorting its inbox."""

from typing import Any

from zana.practice.actions.bars import bar, unbar
from zana.practice.actions.talks import mark_read, move_to_folder, open_talk, say_privately
from zana.practice.dialects.call import decoded
from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, not_allowed
from zana.practice.dialects.graph_post_fields import PRIVATE_REPLY
from zana.practice.dialects.graph_talk_fields import HUMAN_WINDOW, WINDOW, last_said
from zana.practice.dialects.graph_verbs import DONE, Answer
from zana.practice.models import Actor, Item, Message, Talk
from zana.practice.queries.attention import NETWORK_OF
from zana.practice.queries.marks import is_barred

LONGEST = 2_000
LONGEST_ON_INSTAGRAM = 1_000  # bytes
TYPES = ("RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY")
TAGS = ("HUMAN_AGENT", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE", "ACCOUNT_UPDATE")
ACTIONS = ("TYPING_ON", "TYPING_OFF", "MARK_SEEN", "REACT", "UNREACT")
# Shown where the reason matters to a person: too late to answer.
OUTSIDE = 2_018_278


def send_message(asking: Asking, page: Actor) -> Answer:
    return send_as(asking, page, Item.FACEBOOK)


def send_as(asking: Asking, account: Actor, network: str) -> Answer:
    """`account` writes: to somebody who wrote to it, or once to who commented."""
    need_messaging(asking, account)
    recipient = _object(asking, "recipient")
    if "comment_id" in recipient:
        return _answer_privately(asking, account, network, str(recipient["comment_id"]))
    talk = _talk_with(account, network, str(recipient.get("id", "")))
    action = asking.call.text("sender_action").upper()
    if action:
        return _act(talk, action)
    text = _text(asking, network)
    _check_window(asking, talk)
    return _say(talk, text)


def moderate_conversations(asking: Asking, page: Actor) -> Answer:
    need_messaging(asking, page)
    call = asking.call
    people = [_guest(page, one) for one in call.listed("user_ids")]
    actions = [str(one).upper() for one in call.listed("actions")]
    if not people or not actions or any(one not in MODERATION for one in actions):
        raise bad_parameter(f"Param actions[0] must be one of {{{', '.join(MODERATION)}}}")
    for person in people:
        for action in actions:
            MODERATION[action](page, person)
    return DONE


def need_messaging(asking: Asking, account: Actor) -> None:
    if account.kind == Actor.INSTAGRAM:
        asking.need_instagram("manage_messages")
        return
    asking.need("pages_messaging")
    asking.need_page(account.linked_page or account)
    asking.need_task("MESSAGING")


def _spam(page: Actor, person: Actor) -> None:
    move_to_folder(talk=open_talk(account=page, guest=person, network=NETWORK_OF[page.kind]), folder=Talk.SPAM)


def _block(page: Actor, person: Actor) -> None:
    bar(account=page, other=person)


def _unblock(page: Actor, person: Actor) -> None:
    unbar(account=page, other=person)


MODERATION = {
    "BLOCK_USER": _block, "UNBLOCK_USER": _unblock, "BAN_USER": _block, "UNBAN_USER": _unblock, "MOVE_TO_SPAM": _spam,
}  # fmt: skip


def _guest(page: Actor, given: Any) -> Actor:
    given = decoded(given)
    remote_id = str(given.get("id", "")) if isinstance(given, dict) else str(given)
    return find_person(page, remote_id)


def find_person(account: Actor, remote_id: str) -> Actor:
    """Somebody of this world. Raises 100/2018001."""
    found = account.world.actors.filter(remote_id=remote_id).exclude(pk=account.pk).first()
    if found is None:
        raise GraphError(100, "(#100) No matching user found", subcode=2018001)
    return found


def _talk_with(account: Actor, network: str, remote_id: str) -> Talk:
    """Only who wrote first can be written to."""
    person = find_person(account, remote_id)
    talk = Talk.objects.filter(account=account, guest=person, network=network).select_related("guest").first()
    if talk is None:
        raise GraphError(100, "(#100) No matching user found", subcode=2018001)
    talk.account = account
    return talk


def _act(talk: Talk, action: str) -> Answer:
    if action not in ACTIONS:
        raise bad_parameter(f"Param sender_action must be one of {{{', '.join(ACTIONS)}}}")
    if action == "MARK_SEEN":
        mark_read(talk=talk)
    return {"recipient_id": talk.guest.remote_id}


def _say(talk: Talk, text: str, about: Item | None = None) -> Answer:
    if is_barred(talk.guest, talk.account) or is_barred(talk.account, talk.guest):
        raise GraphError(551, "(#551) This person isn't available right now.", subcode=1545041)
    said = say_privately(
        account=talk.account, guest=talk.guest, author=talk.account, text=text, network=talk.network, about=about
    )
    return {"recipient_id": talk.guest.remote_id, "message_id": said.remote_id}


def _text(asking: Asking, network: str) -> str:
    message = _object(asking, "message")
    text = str(message.get("text") or "")
    if not text:
        if message.get("attachment"):
            raise bad_parameter("Attachments are not part of this exercise")
        raise bad_parameter("Message cannot be empty, must provide valid attachment or text")
    most, length = (LONGEST_ON_INSTAGRAM, len(text.encode())) if network == Item.INSTAGRAM else (LONGEST, len(text))
    if length > most:
        raise bad_parameter(f"Length of param message[text] must be less than or equal to {most}")
    return text


def _object(asking: Asking, name: str) -> dict[str, Any]:
    value = decoded(asking.call.params.get(name))
    if not isinstance(value, dict):
        raise bad_parameter(f"The parameter {name} is required")
    return value


def _check_window(asking: Asking, talk: Talk) -> None:
    call = asking.call
    kind = call.text("messaging_type", "RESPONSE").upper()
    if kind not in TYPES:
        raise bad_parameter(f"Param messaging_type must be one of {{{', '.join(TYPES)}}}")
    tag = call.text("tag").upper()
    if (kind == "MESSAGE_TAG" and not tag) or (tag and tag not in TAGS):
        raise bad_parameter(f"Param tag must be one of {{{', '.join(TAGS)}}}")
    said = last_said(talk)
    longest = HUMAN_WINDOW if tag == "HUMAN_AGENT" else WINDOW
    if said is None or asking.now - said > longest:
        raise _too_late()


def _too_late() -> GraphError:
    error = not_allowed("This message is sent outside of allowed window. Learn more about the new policy here.")
    error.subcode = OUTSIDE
    return error


def _answer_privately(asking: Asking, account: Actor, network: str, comment_id: str) -> Answer:
    comment = Item.objects.filter(
        wall=account, network=network, remote_id=comment_id.rpartition("_")[2], removed_at=None
    ).exclude(author=account).select_related("author").first()  # fmt: skip
    if comment is None:
        raise GraphError(100, "(#100) No matching user found", subcode=2018001)
    text = _text(asking, network)
    if asking.now - comment.created_at > PRIVATE_REPLY:
        raise GraphError(10903, "(#10903) This user cant reply to this activity")
    if Message.objects.filter(about=comment, author=account).exists():
        raise GraphError(10900, "(#10900) Activity already replied to")
    return _say(open_talk(account=account, guest=comment.author, network=network), text, about=comment)
