"""Private messages of the crowd, many at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zana.practice.actions.numbers import new_message_id
from zana.practice.actions.talks import open_talk
from zana.practice.actions.telling import tell_message
from zana.practice.models import Actor, Message, Talk


@dataclass(frozen=True)
class Whisper:
    """`guest`, one of the crowd, writes to `account`."""

    account: Actor
    guest: Actor
    network: str
    text: str
    tone: str
    at: datetime


def receive_whispers(whispers: Iterable[Whisper]) -> None:
    """Into the inbox, unread. Call it inside a transaction."""
    together: dict[tuple[int, int, str], list[Whisper]] = {}
    for whisper in sorted(whispers, key=lambda one: one.at):
        together.setdefault((whisper.account.pk, whisper.guest.pk, whisper.network), []).append(whisper)
    messages = []
    for said in together.values():
        talk = open_talk(account=said[0].account, guest=said[0].guest, network=said[0].network)
        messages += [_message(talk, one) for one in said]
        talk.unread += len(said)
        talk.updated_at = max(talk.updated_at, said[-1].at) if talk.unread > len(said) else said[-1].at
        talk.folder = Talk.SPAM if talk.folder == Talk.SPAM else Talk.INBOX
        talk.save(update_fields=["unread", "updated_at", "folder"])
    for message in Message.objects.bulk_create(messages):
        if message.talk.account.world.has_hooks:
            tell_message(message)


def _message(talk: Talk, whisper: Whisper) -> Message:
    return Message(
        talk=talk, remote_id=new_message_id(whisper.network), author=whisper.guest, text=whisper.text,
        tone=whisper.tone, created_at=whisper.at,
    )  # fmt: skip
