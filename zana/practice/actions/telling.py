"""What happens to posts and comments, put into words for those who follow the account."""

import re
from collections.abc import Iterable

from zana.practice.actions.hooks import Happening, announce
from zana.practice.models import Actor, Item, Message

HANDLE = re.compile(r"(?<![\w@])@([\w.]{2,60})")
MENTIONABLE = {Item.FACEBOOK: Actor.PAGE, Item.INSTAGRAM: Actor.INSTAGRAM, Item.X: Actor.X_ACCOUNT}


def tell(item: Item, verb: str, by: Actor | None = None) -> int:
    """`verb` is add, edited, remove, hide or unhide; `by` is who did it, by default the author."""
    if not item.world.has_hooks or (item.network == Item.INSTAGRAM and verb != "add"):
        return 0  # Instagram tells only what is new
    what = "post" if item.reply_to_id is None else "comment"
    told = announce(item.wall, Happening(what, verb, actor=by or item.author, item=item, facts={"text": item.text}))
    return told + (tell_mentions(item) if verb == "add" else 0)


def tell_comments(wall: Actor, items: Iterable[Item]) -> int:
    """Many new comments on one wall, with the queries of one."""
    return announce(wall, *(
        Happening("comment", "add", actor=item.author, item=item, facts={"text": item.text}, at=item.created_at)
        for item in items
    ))  # fmt: skip


def tell_follows(wall: Actor, items: Iterable[Item]) -> int:
    """Who speaks to an account for the first time has begun to follow it."""
    first: dict[int, Item] = {}
    for item in items:
        first.setdefault(item.author_id, item)
    spoken = Item.objects.filter(root__wall=wall, author__in=first).exclude(pk__in=[item.pk for item in first.values()])
    known = set(spoken.values_list("author", flat=True))
    return announce(wall, *(
        Happening("follow", "add", actor=item.author, at=item.created_at)
        for author, item in first.items() if author not in known
    ))  # fmt: skip


def tell_mentions(item: Item) -> int:
    names = set(HANDLE.findall(item.text))
    if not names:
        return 0
    named = item.world.actors.filter(kind=MENTIONABLE[item.network], handle__in=names).exclude(pk=item.author_id)
    return sum(
        announce(account, Happening("mention", "add", actor=item.author, item=item, facts={"text": item.text}))
        for account in named.exclude(pk=item.wall_id).select_related("world")
    )


def tell_reaction(item: Item, actor: Actor, verb: str, kind: str = "like") -> int:
    if not item.world.has_hooks:
        return 0
    return announce(item.wall, Happening("reaction", verb, actor=actor, item=item, facts={"reaction": kind}))


def tell_message(message: Message) -> int:
    return announce(message.talk.account, Happening(
        "message", "add", actor=message.author, message=message, facts={"text": message.text}, at=message.created_at,
    ))  # fmt: skip
