"""What a person should know: who commented, liked, mentioned, followed; what happened to her accounts and her login."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Sum

from zana.kernel.words import Saying
from zana.practice.models import Actor, Item, Mark, Stir, Talk, Trace
from zana.practice.queries.attention import attention_of, follower_curves
from zana.practice.rules.traces import KINDS, QUIET

NEWEST = 30
READ_AT = "notices_read_at"


@dataclass(frozen=True)
class Notice:
    """`kind`: comment, mention, like, share, keep, reactions, follows or trace."""

    kind: str
    account: Actor
    at: datetime
    who: str = ""
    item: Item | None = None
    number: int = 0
    meaning: Saying | None = None
    alarms: bool = False
    detail: str = ""


def list_notices(me: Actor, accounts: list[Actor]) -> list[Notice]:
    """The newest of each kind, newest first; the number of queries does not grow with them."""
    found = [
        *_traces(me, accounts), *_comments(accounts), *_mentions(accounts), *_marks(me, accounts),
        *_reactions(me, accounts), *_follows(me, accounts),
    ]  # fmt: skip
    return sorted(found, key=lambda notice: notice.at, reverse=True)[: 2 * NEWEST]


def count_unread(me: Actor, accounts: list[Actor]) -> dict[str, int]:
    """Messages and notices nobody has looked at."""
    since = read_at(me)
    told = Trace.objects.filter(account__in=[me, *accounts], created_at__gt=since).exclude(kind__in=QUIET)
    traces = told.exclude(by=me).count()
    comments = _comments_on(accounts).filter(created_at__gt=since).count()
    talks = Talk.objects.filter(account__in=accounts, folder=Talk.INBOX).aggregate(unread=Sum("unread"))
    return {"messages": talks["unread"] or 0, "notices": traces + comments}


def read_at(me: Actor) -> datetime:
    kept = me.settings.get(READ_AT)
    return datetime.fromisoformat(kept) if kept else me.joined_at


def _traces(me: Actor, accounts: list[Actor]) -> Iterable[Notice]:
    found = Trace.objects.filter(account__in=[me, *accounts]).exclude(kind__in=QUIET)
    for trace in found.select_related("account", "by")[:NEWEST]:
        kind = KINDS[trace.kind]
        detail = str(trace.detail.get("person") or trace.detail.get("place") or trace.detail.get("app") or "")
        who = trace.by.name if trace.by else ""
        yield Notice(
            "trace", trace.account, trace.created_at, who, meaning=kind.meaning, alarms=kind.alarms, detail=detail
        )


def _comments_on(accounts: list[Actor]) -> QuerySet[Item]:
    """Of others, under what these accounts posted."""
    under = Item.objects.filter(root__author__in=accounts, removed_at=None, state=Item.PUBLISHED)
    return under.exclude(author__in=accounts)


def _comments(accounts: list[Actor]) -> Iterable[Notice]:
    for item in _comments_on(accounts).select_related("author", "root__author").order_by("-created_at")[:NEWEST]:
        if item.root is not None:
            yield Notice("comment", item.root.author, item.created_at, item.author.name, item)


def _mentions(accounts: list[Actor]) -> Iterable[Notice]:
    named = {f"@{account.handle}".lower(): account for account in accounts if account.handle}
    asked = reduce(or_, (Q(text__icontains=handle) for handle in named), Q(pk=None))
    found = Item.objects.filter(
        asked, removed_at=None, state=Item.PUBLISHED, world=accounts[0].world_id if accounts else 0
    )
    others = found.exclude(author__in=accounts).exclude(root__author__in=accounts).select_related("author")
    for item in others.order_by("-created_at")[:NEWEST]:
        account = next((one for handle, one in named.items() if handle in item.text.lower()), None)
        if account is not None:
            yield Notice("mention", account, item.created_at, item.author.name, item)


def _marks(me: Actor, accounts: list[Actor]) -> Iterable[Notice]:
    ours = [me, *accounts]
    found = Mark.objects.filter(item__author__in=ours).exclude(actor__in=ours)
    for mark in found.select_related("item__author", "actor").order_by("-id")[:NEWEST]:
        yield Notice(mark.kind, mark.item.author, mark.created_at, mark.actor.name, mark.item)


def _reactions(me: Actor, accounts: list[Actor]) -> Iterable[Notice]:
    """The crowd likes together, not one by one."""
    now = me.world.now()
    stirred = Stir.objects.filter(item__author__in=accounts, item__removed_at=None).order_by("-id")[:10]
    for stir in stirred.select_related("item__author", "item__world"):
        item = stir.item
        item.stir = stir
        likes = attention_of(item, now).reaction_total
        if likes:
            yield Notice("reactions", item.author, item.created_at, item=item, number=likes)


def _follows(me: Actor, accounts: list[Actor]) -> Iterable[Notice]:
    now = me.world.now()
    yesterday = now - timedelta(days=1)
    for account in accounts:
        account.world = me.world
    for account, curve in zip(accounts, follower_curves(accounts).values(), strict=True):
        more = curve(now) - curve(max(yesterday, account.joined_at))
        if more:
            yield Notice("follows", account, now, number=more)
