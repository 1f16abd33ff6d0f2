"""Instagram's two steps: a container is made of a picture or film, then published as media."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zana.practice.actions.clips import finish_clip
from zana.practice.actions.faults import take_fault
from zana.practice.actions.numbers import new_item_id
from zana.practice.actions.posts import Draft, publish_post
from zana.practice.models import Actor, Clip, Container, Item, Picture
from zana.practice.queries.containers import status_at

FORMS = {"REELS": Item.REEL, "STORIES": Item.STORY}
PICTURE_SECONDS = 1.0


@dataclass(frozen=True)
class Parts:
    """What a container is made of; a carousel of its children only."""

    kind: str
    caption: str = ""
    is_child: bool = False
    picture: Picture | None = None
    clip: Clip | None = None
    children: Sequence[Container] = ()
    options: dict[str, Any] = field(default_factory=dict)


class NotPublishable(Exception):
    """The message is the status of the container."""


def make_container(*, account: Actor, parts: Parts) -> Container:
    """A film that is still being received lets the container wait."""
    now = account.world.now()
    failed = take_fault(world=account.world, network=Item.INSTAGRAM, verb="processing") is not None
    with transaction.atomic(using="practice"):
        container = Container.objects.create(
            account=account, remote_id=new_item_id(Item.INSTAGRAM, now), kind=parts.kind, is_child=parts.is_child,
            caption=parts.caption, options=parts.options, picture=parts.picture, clip=parts.clip, created_at=now,
            ready_at=_ready_at(account, parts.clip, now), problem="server" if failed else _problem_of(parts.clip),
        )  # fmt: skip
        for position, child in enumerate(parts.children):
            Container.objects.filter(pk=child.pk).update(parent=container, position=position)
    return container


def complete_container(*, container: Container) -> Container:
    """Its film has arrived in full: processing begins."""
    clip = container.clip
    if clip is None or clip.state != Clip.RECEIVING:
        return container
    with transaction.atomic(using="practice"):
        clip = finish_clip(clip=clip)
        container.ready_at = clip.ready_at
        container.problem = container.problem or _problem_of(clip)
        container.save(update_fields=["ready_at", "problem"])
    return container


def publish_container(*, container: Container) -> Item:
    """Raises NotPublishable. Two callers publish it once; the second gets the first one's media."""
    account = container.account
    now = account.world.now()
    status = status_at(container, now)
    if status != "FINISHED":
        raise NotPublishable(status)
    with transaction.atomic(using="practice"):
        if not Container.objects.filter(pk=container.pk, published_at=None).update(published_at=now):
            raise NotPublishable("PUBLISHED")
        parts = list(container.children.select_related("picture", "clip")) or [container]
        draft = Draft(
            text=container.caption,
            form=FORMS.get(container.kind, Item.POST),
            pictures=tuple(part.picture for part in parts if part.picture is not None),
            clips=tuple(part.clip for part in parts if part.clip is not None),
        )
        item = publish_post(wall=account, network=Item.INSTAGRAM, draft=draft)
        _place_clips(parts)
        Container.objects.filter(pk=container.pk).update(item=item)
    return item


def _place_clips(parts: list[Container]) -> None:
    """Pictures and films of a carousel share one order."""
    for position, part in enumerate(parts):
        if part.picture is not None:
            Picture.objects.filter(pk=part.picture.pk).update(position=position)
        elif part.clip is not None:
            part.clip.shape = {**part.clip.shape, "position": position}
            part.clip.save(update_fields=["shape"])


def _ready_at(account: Actor, clip: Clip | None, now: datetime) -> datetime | None:
    if clip is not None:
        return clip.ready_at
    asked = account.world.manner.get("processing_seconds")
    return now + timedelta(seconds=PICTURE_SECONDS if asked is None else float(asked))


def _problem_of(clip: Clip | None) -> str:
    """Why Instagram will not take this film, in the words of its errors."""
    return "film_size" if clip and clip.problem == "size" else "film" if clip and clip.problem else ""
