"""Finding the object an id names, if it belongs to what the token may see."""

from collections.abc import Callable
from typing import Any

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import no_such_object
from zana.practice.dialects.graph_nodes import Album, Business
from zana.practice.models import Actor, Item, Message, Picture, Talk, Token
from zana.practice.queries.items import find_standing
from zana.practice.queries.worlds import find_by_number

Finder = Callable[[Asking, str], Any]


def find_node(asking: Asking, identity: str) -> Any:
    """Raises 100/33 for what is not there or not to be seen."""
    if identity == "me":
        return asking.me
    for kind in FINDERS:
        row = kind(asking, identity)
        if row is not None:
            return row
    raise no_such_object(identity, asking.call.method)


def seen_pages(asking: Asking) -> list[int]:
    """The accounts this token may see, Instagram accounts of its pages among them."""
    kept = asking.known.get("seen pages")
    if kept is None:
        kept = asking.known["seen pages"] = dict.fromkeys(_look_for_pages(asking), True)
    return list(kept)


def _look_for_pages(asking: Asking) -> list[int]:
    if asking.token.kind == Token.PAGE:
        own = [asking.me.pk]
    else:
        own = list(asking.token.grant.actors.values_list("pk", flat=True))
    return own


def find_actor(asking: Asking, identity: str) -> Actor | None:
    if asking.me.remote_id == identity:
        return asking.me
    if not identity.isdecimal():
        return None
    actor = find_by_number(asking.world, identity)
    if actor is None or actor.kind in (Actor.PERSON, Actor.CROWD):
        return actor
    return actor if actor.pk in seen_pages(asking) else None


def find_item(asking: Asking, identity: str) -> Item | None:
    """By the full id or its last part."""
    remote_id = identity.rpartition("_")[2]
    if not remote_id.isdecimal():
        return None
    item = find_standing(asking.world, remote_id)
    if item is None or item.network != Item.FACEBOOK or item.wall_id not in seen_pages(asking):
        return None
    asking.recognise([item])
    return item


def find_picture(asking: Asking, identity: str) -> Picture | None:
    if not identity.isdecimal():
        return None
    found = Picture.objects.filter(world=asking.world, remote_id=identity, owner__in=seen_pages(asking))
    return found.select_related("owner", "item__wall").first()


def find_talk(asking: Asking, identity: str) -> Talk | None:
    if not identity.startswith("t_"):
        return None
    found = Talk.objects.filter(remote_id=identity, world=asking.world).exclude(folder=Talk.GONE)
    talk = found.select_related("account__world", "guest").first()
    return talk if talk is not None and sees_talks_of(asking, talk.account) else None


def find_message(asking: Asking, identity: str) -> Message | None:
    if not identity.startswith("m_"):
        return None
    found = Message.objects.filter(remote_id=identity, removed_at=None, talk__world=asking.world)
    message = found.select_related("talk__account__world", "talk__guest", "author").first()
    return message if message is not None and sees_talks_of(asking, message.talk.account) else None


def sees_talks_of(asking: Asking, account: Actor) -> bool:
    """The account's own, or those of an Instagram account through its page."""
    return {account.pk, account.linked_page_id} & set(seen_pages(asking)) != set()


def find_business(asking: Asking, identity: str) -> Business | None:
    person = asking.token.grant.person
    return Business(person) if identity == f"3{person.remote_id[1:]}" else None


def find_album(asking: Asking, identity: str) -> Album | None:
    if not (identity.isdecimal() and identity.startswith("2")):
        return None
    page = find_actor(asking, f"1{identity[1:]}")
    return Album(page) if page is not None and page.kind == Actor.PAGE else None


# What is asked most often stands first.
FINDERS: list[Finder] = [
    find_actor, find_item, find_picture, find_talk, find_message, find_business, find_album,
]  # fmt: skip
