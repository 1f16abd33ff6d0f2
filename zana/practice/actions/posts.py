"""Posting, answering, removing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zana.practice.actions.numbers import new_item_id, new_picture_id
from zana.practice.actions.stir import begin_stir, wake_by
from zana.practice.actions.telling import tell
from zana.practice.actions.traces import leave_trace
from zana.practice.models import Actor, Clip, Item, Picture, PictureFile, World
from zana.practice.rules.moderation import WORDS, is_held_back


@dataclass(frozen=True)
class Draft:
    """What somebody wants to post. `due_at` schedules it; `reply_to` makes it an answer on X."""

    text: str = ""
    link: str = ""
    pictures: tuple[Picture, ...] = ()
    reply_to: Item | None = None
    due_at: datetime | None = None
    state: str = Item.PUBLISHED
    dated: datetime | None = None  # an earlier day it is to stand under
    form: str = Item.POST
    clips: tuple[Clip, ...] = ()


def publish_post(*, wall: Actor, network: str, draft: Draft, author: Actor | None = None) -> Item:
    """Write a post on a wall in its owner's name and show it to the audience.

    A visitor's (`author`) is not shown to it, nor one dated back.
    """
    world = wall.world
    now = world.now()
    with transaction.atomic(using="practice", savepoint=False):
        item = Item.objects.create(
            world=world, network=network, remote_id=new_item_id(network, now), author=author or wall, wall=wall,
            text=draft.text, link=draft.link, created_at=draft.dated or now, state=draft.state, due_at=draft.due_at,
            reply_to=draft.reply_to, root=_root_of(draft.reply_to), form=draft.form,
        )  # fmt: skip
        if draft.clips:
            Clip.objects.filter(pk__in=[clip.pk for clip in draft.clips]).update(item=item)
        for position, picture in enumerate(draft.pictures):
            Picture.objects.filter(pk=picture.pk).update(item=item, position=position)
        if draft.state == Item.PUBLISHED and draft.reply_to is None:
            if author is None and draft.dated is None:
                show_to_audience(item, draft.pictures, video=bool(draft.clips))
            tell(item, "add")
        if draft.due_at is not None:
            wake_by(world, world.timeline.audience(draft.due_at))
    return item


def show_to_audience(item: Item, pictures: Sequence[Picture], *, video: bool) -> None:
    described = bool(pictures) and all(picture.alt_text for picture in pictures)
    begin_stir(item, pictures=len(pictures), described=described, video=video)


def upload_picture(
    *,
    owner: Actor,
    network: str,
    content: bytes,
    mime: str,
    size: tuple[int, int],
    alt_text: str = "",
    caption: str = "",
) -> Picture:
    """Keep a picture that no post shows yet. `size` is width and height in pixels."""
    now = owner.world.now()
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic(using="practice"):
        file, _ = PictureFile.objects.get_or_create(sha256=digest, defaults={"mime": mime, "content": content})
        return Picture.objects.create(
            world=owner.world, owner=owner, remote_id=new_picture_id(network, now), file=file,
            alt_text=alt_text, caption=caption, width=size[0], height=size[1], created_at=now,
        )  # fmt: skip


def describe_picture(*, picture: Picture, alt_text: str) -> Picture:
    picture.alt_text = alt_text
    picture.save(update_fields=["alt_text"])
    return picture


def describe_pictures(*, item: Item, texts: Mapping[int, str], by: Actor) -> bool:
    """Other words for the pictures of a post, by primary key; False = they are the same as before.

    What the audience has made of the post stays: it met the post as it was.
    """
    pictures = list(item.pictures.all())
    changed = [one for one in pictures if texts.get(one.pk, one.alt_text) != one.alt_text]
    with transaction.atomic(using="practice"):
        for picture in changed:
            describe_picture(picture=picture, alt_text=texts[picture.pk])
        if changed:
            said = [texts.get(one.pk, one.alt_text) for one in pictures]
            leave_trace(account=by, kind="alt_changed", by=by, item=item, texts=said)
    return bool(changed)


def add_answer(*, author: Actor, to: Item, text: str, link: str = "", pictures: tuple[Picture, ...] = ()) -> Item:
    """A comment under a post or a comment; two levels only, so an answer to an answer stands beside it."""
    parent = to.reply_to if to.reply_to is not None and to.reply_to.reply_to is not None else to
    now = to.world.now()
    with transaction.atomic(using="practice"):
        answer = Item.objects.create(
            world=to.world, network=to.network, remote_id=new_item_id(to.network, now), author=author,
            wall=to.wall, reply_to=parent, root=_root_of(parent), text=text, link=link, created_at=now,
            hidden=author.pk != to.wall_id and is_held_back(text, to.wall.settings.get(WORDS, ())),
        )  # fmt: skip
        if pictures:
            Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).update(item=answer)
        tell(answer, "add")
    return answer


def remove_item(*, item: Item, by: Actor | None = None) -> None:
    """Take a post or comment away, with everything said under it. The row stays for those who count."""
    now = item.world.now()
    with transaction.atomic(using="practice"):
        Item.objects.filter(pk=item.pk, removed_at=None).update(removed_at=now)
        if item.network != Item.X:
            Item.objects.filter(root=item, removed_at=None).update(removed_at=now)
            Item.objects.filter(reply_to=item, removed_at=None).update(removed_at=now)
        tell(item, "remove", by)


def change_text(*, item: Item, text: str) -> Item:
    item.text = text
    item.save(update_fields=["text"])
    tell(item, "edited")
    return item


def hide_item(*, item: Item, hidden: bool) -> Item:
    if item.hidden != hidden:
        item.hidden = hidden
        item.save(update_fields=["hidden"])
        tell(item, "hide" if hidden else "unhide", item.wall)
    return item


def remove_picture(*, picture: Picture) -> None:
    """An upload nobody shows is gone; one in a post leaves the post, and a post of that picture alone goes too."""
    item = picture.item
    with transaction.atomic(using="practice"):
        picture.delete()
        if item is not None and not item.text and not item.pictures.exists():
            remove_item(item=item)


def schedule_again(*, item: Item, due_at: datetime) -> Item:
    item.state, item.due_at = Item.SCHEDULED, due_at
    item.save(update_fields=["state", "due_at"])
    wake_by(item.world, item.world.timeline.audience(due_at))
    return item


def publish_due(*, item: Item) -> Item:
    """A post that waited goes out: at its time if that has come, else now. Two callers publish it once."""
    now = item.world.now()
    moment = item.due_at if item.due_at is not None and item.due_at <= now else now
    with transaction.atomic(using="practice"):
        waiting = Item.objects.filter(pk=item.pk).exclude(state=Item.PUBLISHED)
        if waiting.update(state=Item.PUBLISHED, created_at=moment, due_at=None):
            item.refresh_from_db()
            show_to_audience(item, list(item.pictures.all()), video=item.clips.exists())
            tell(item, "add")
    return item


def publish_scheduled(*, world: World) -> int:
    """Let every scheduled post out whose time has come."""
    due = world.items.filter(state=Item.SCHEDULED, due_at__lte=world.now(), removed_at=None)
    return len([publish_due(item=item) for item in due.select_related("world", "wall")])


def _root_of(parent: Item | None) -> Item | None:
    if parent is None:
        return None
    return parent.root or parent
