"""What a post on X carries beside its words, and editing it."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from zana.practice.actions.hooks import Happening, announce
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.models import Actor, Clip, Detail, Item, Stir

REPLACED = "replaced"  # the state of a version that was edited


@dataclass(frozen=True)
class Extra:
    """`facts` by their remote names: poll, reply_settings, geo ..."""

    quotes: Item | None = None
    clip: Clip | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    source: str = ""


def post_on_x(*, account: Actor, draft: Draft, extra: Extra) -> Item:
    with transaction.atomic(using="practice", savepoint=False):
        item = publish_post(wall=account, network=Item.X, draft=draft)
        if extra.clip is not None:
            Clip.objects.filter(pk=extra.clip.pk).update(item=item)
        if extra.quotes is not None or extra.facts:
            item.detail = Detail.objects.create(
                item=item, quotes=extra.quotes, facts=extra.facts, source=extra.source
            )  # fmt: skip
        else:  # known to be nothing: nobody asks for it again
            Item.detail.related.set_cached_value(item, None)
    _tell_answered(item, draft.reply_to)
    return item


def _tell_answered(item: Item, answered: Item | None) -> None:
    """On X an answer stands on the wall of its author, so the one who is answered is told here."""
    if answered is not None and answered.author_id != item.author_id:
        happening = Happening("comment", "add", actor=item.author, item=item, facts={"text": item.text})
        announce(answered.author, happening)


def edit_post(*, old: Item, text: str, extra: Extra) -> Item:
    """A new version with an id of its own; what people made of the old one goes on under the new."""
    first = old.detail.first if hasattr(old, "detail") and old.detail.first_id else old
    with transaction.atomic(using="practice"):
        item = Item.objects.create(
            world=old.world, network=Item.X, remote_id=new_item_id(Item.X, old.world.now()), author=old.author,
            wall=old.wall, reply_to=old.reply_to, root=old.root, text=text, created_at=old.created_at,
        )  # fmt: skip
        item.detail = Detail.objects.create(item=item, first=first, facts=extra.facts, source=extra.source)
        old.pictures.update(item=item)
        old.clips.update(item=item)
        old.marks.update(item=item)
        old.replies.update(reply_to=item)
        Stir.objects.filter(item=old).update(item=item)
        Item.objects.filter(pk=old.pk).update(state=REPLACED)
    return item
