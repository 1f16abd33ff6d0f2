"""Private messages: writing, reading, sorting into folders."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zana.practice.actions.telling import tell_message
from zana.practice.actions.traces import leave_trace
from zana.practice.models import Actor, Item, Message, Talk


def open_talk(*, account: Actor, guest: Actor, network: str) -> Talk:
    """The conversation of `account` (a page, an Instagram or X account) with one other; opened when it is missing.

    A deleted one begins anew, empty.
    """
    talk, _ = Talk.objects.get_or_create(
        account=account, guest=guest, network=network,
        defaults={"world": account.world, "remote_id": _talk_id(network), "updated_at": account.world.now()},
    )  # fmt: skip
    talk.account, talk.guest = account, guest
    if talk.folder == Talk.GONE:
        move_to_folder(talk=talk, folder=Talk.INBOX)
    return talk


def say_privately(
    *,
    account: Actor,
    guest: Actor,
    author: Actor,
    text: str,
    network: str,
    about: Item | None = None,
    tone: str = "",
    remote_id: str = "",
    at: datetime | None = None,
) -> Message:
    """`author` (the account or the guest) writes into their conversation.

    What a guest writes is unread and comes back to the inbox; who answers for the account has read it.
    """
    with transaction.atomic(using="practice"):
        talk = open_talk(account=account, guest=guest, network=network)
        moment = at or account.world.now()
        message = Message.objects.create(
            talk=talk, remote_id=remote_id or _message_id(network), author=author, text=text, about=about, tone=tone,
            created_at=moment,
        )  # fmt: skip
        if author.pk == guest.pk:
            folder = Talk.SPAM if talk.folder == Talk.SPAM else Talk.INBOX
            Talk.objects.filter(pk=talk.pk).update(unread=F("unread") + 1, folder=folder, updated_at=moment)
            tell_message(message)
        else:
            Talk.objects.filter(pk=talk.pk).update(updated_at=moment)
            mark_read(talk=talk)
    return message


def mark_read(*, talk: Talk) -> int:
    """The account has seen what the guest wrote; returns how many messages that were."""
    now = talk.account.world.now()
    with transaction.atomic(using="practice"):
        Talk.objects.filter(pk=talk.pk).update(unread=0)
        return talk.messages.filter(read_at=None).exclude(author=talk.account_id).update(read_at=now)


def mark_seen_by_guest(*, talk: Talk) -> int:
    """The guest has seen what the account wrote."""
    now = talk.account.world.now()
    return talk.messages.filter(read_at=None, author=talk.account_id).update(read_at=now)


def move_to_folder(*, talk: Talk, folder: str) -> Talk:
    """`folder` is Talk.INBOX, Talk.SPAM or Talk.DONE."""
    if folder not in (Talk.INBOX, Talk.SPAM, Talk.DONE):
        raise ValueError(folder)
    talk.folder = folder
    talk.save(update_fields=["folder"])
    return talk


def delete_talk(*, talk: Talk, by: Actor) -> None:
    """Gone for everybody who works for the account, and for good. The guest keeps hers.

    What was said stays as rows for those who count, marked as removed, so that nobody reads it.
    """
    with transaction.atomic(using="practice"):
        if not Talk.objects.filter(pk=talk.pk).exclude(folder=Talk.GONE).update(folder=Talk.GONE, unread=0):
            return
        talk.messages.filter(removed_at=None).update(removed_at=talk.account.world.now())
        leave_trace(account=by, kind="talk_deleted", by=by, talk=talk.pk)


def remove_message(*, message: Message) -> None:
    """Taken back: the row stays for those who count."""
    Message.objects.filter(pk=message.pk, removed_at=None).update(removed_at=message.talk.account.world.now())


def _talk_id(network: str) -> str:
    return ("" if network == Item.X else "t_") + str(10**16 + secrets.randbelow(9 * 10**16))


def _message_id(network: str) -> str:
    if network == Item.X:
        return str(10**18 + secrets.randbelow(9 * 10**18))
    return "m_" + secrets.token_urlsafe(30)
