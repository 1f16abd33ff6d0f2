"""Fields of conversations and their messages."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_fields import ABSENT, Field, always, known, plain
from zana.practice.dialects.graph_ids import talk_address
from zana.practice.models import Actor, Message, Talk
from zana.practice.rules.expansion import Wanted

# How long after the guest's last message the account may write, alone and as a human agent.
WINDOW, HUMAN_WINDOW = timedelta(hours=24), timedelta(days=7)
FOLDER_WORDS = {Talk.INBOX: "inbox", Talk.SPAM: "spam", Talk.DONE: "page_done"}


def last_said(talk: Talk) -> datetime | None:
    """When the guest last wrote."""
    said = Message.objects.filter(talk=talk, author=talk.guest_id).order_by("-created_at")
    return said.values_list("created_at", flat=True).first()


def _last_said_of(talks: list[Talk]) -> dict[int, datetime]:
    said = Message.objects.filter(talk__in=[talk.pk for talk in talks]).order_by()
    by_guest = said.filter(author__talks_as_guest__in=[talk.pk for talk in talks]).values("talk", "author")
    guests = {talk.pk: talk.guest_id for talk in talks}
    rows = by_guest.annotate(at=Max("created_at")).values_list("talk", "author", "at")
    return {talk: at for talk, author, at in rows if guests[talk] == author}


def _can_reply(asking: Asking, row: Talk, wanted: Wanted) -> bool:
    said = asking.count("last said", row, _last_said_of, None)
    return said is not None and asking.now - said <= HUMAN_WINDOW


def _message_count(asking: Asking, row: Talk, wanted: Wanted) -> int:
    def batch(talks: list[Talk]) -> dict[int, int]:
        said = Message.objects.filter(talk__in=[talk.pk for talk in talks], removed_at=None).order_by()
        return dict(said.values("talk").annotate(number=Count("pk")).values_list("talk", "number"))

    return int(asking.count("messages", row, batch))


def _snippet(asking: Asking, row: Talk, wanted: Wanted) -> str | None:
    def batch(talks: list[Talk]) -> dict[int, str]:
        said = Message.objects.filter(talk__in=[talk.pk for talk in talks], removed_at=None).order_by()
        newest = said.values("talk").annotate(last=Max("pk")).values_list("last", flat=True)
        return dict(Message.objects.filter(pk__in=list(newest)).values_list("talk", "text"))

    return str(asking.count("snippet", row, batch, ""))[:100] or ABSENT


def describe_person(actor: Actor) -> dict[str, str]:
    return {"name": actor.name, "email": f"{actor.remote_id}@facebook.com", "id": actor.remote_id}


def _both(asking: Asking, row: Talk, wanted: Wanted) -> dict[str, Any]:
    return {"data": [describe_person(row.guest), describe_person(row.account)]}


def _to(asking: Asking, row: Message, wanted: Wanted) -> dict[str, Any]:
    talk = row.talk
    return {"data": [describe_person(talk.account if row.author_id == talk.guest_id else talk.guest)]}


def _tags(asking: Asking, row: Message, wanted: Wanted) -> dict[str, Any]:
    seen = [{"name": "read"}] if row.read_at else []
    way = "sent" if row.author_id == row.talk.account_id else "source:web"
    return {"data": [{"name": FOLDER_WORDS[row.talk.folder]}, *seen, {"name": way}]}


CONVERSATION: dict[str, Field] = {
    "id": plain("remote_id"),
    "link": lambda asking, row, wanted: talk_address(asking, row),
    "updated_time": lambda asking, row, wanted: stamp(row.updated_at),
    "message_count": _message_count,
    "unread_count": lambda asking, row, wanted: row.unread,
    "participants": _both,
    "senders": _both,
    "former_participants": always({"data": []}),
    "snippet": _snippet,
    "can_reply": _can_reply,
    "is_subscribed": always(value=True),
    "folder": lambda asking, row, wanted: FOLDER_WORDS[row.folder],
    "name": lambda asking, row, wanted: row.guest.name,
    **known("subject", "scoped_thread_key", "wallpaper", "linked_group", "is_owner", "tags"),
}

MESSAGE: dict[str, Field] = {
    "id": plain("remote_id"),
    "message": lambda asking, row, wanted: row.text,
    "created_time": lambda asking, row, wanted: stamp(row.created_at),
    "from": lambda asking, row, wanted: describe_person(row.author),
    "to": _to,
    "tags": _tags,
    **known("attachments", "sticker", "shares", "subject", "story", "reactions", "reply_to", "is_unsupported",
            "thread_id"),
}  # fmt: skip
