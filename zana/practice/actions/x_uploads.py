"""Uploads that come in numbered pieces, and what they become."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum

from zana.practice.actions.numbers import new_picture_id
from zana.practice.actions.posts import upload_picture
from zana.practice.models import Actor, Clip, Item, Picture, PictureFile, Segment


@dataclass(frozen=True)
class Looked:
    """What was seen in the bytes: `size` in pixels where they show a picture; `problem` if they cannot be used."""

    mime: str
    size: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    problem: str = ""


def begin_upload(*, owner: Actor, category: str, mime: str, total_bytes: int) -> Clip:
    now = owner.world.now()
    return Clip.objects.create(
        owner=owner, purpose=category, remote_id=new_picture_id(Item.X, now), mime=mime[:40], total_bytes=total_bytes,
        created_at=now,
    )  # fmt: skip


def add_segment(*, clip: Clip, number: int, content: bytes, keep: bool) -> None:
    """The same number again replaces the piece. What is not kept is only counted."""
    with transaction.atomic(using="practice"):
        Segment.objects.update_or_create(
            clip=clip, number=number, defaults={"size": len(content), "content": content if keep else b""}
        )
        clip.received_bytes = clip.segments.aggregate(sum=Sum("size"))["sum"] or 0
        clip.save(update_fields=["received_bytes"])


def bytes_of(clip: Clip) -> bytes:
    return b"".join(bytes(one) for one in clip.segments.values_list("content", flat=True))


def finish_upload(*, clip: Clip, content: bytes, looked: Looked, seconds: float) -> Clip:
    """All pieces are here: a picture becomes one, a film is kept, what cannot be used fails after its processing."""
    with transaction.atomic(using="practice"):
        if looked.problem:
            clip.problem = looked.problem
        elif looked.size[0] and looked.mime.startswith("image/"):
            _make_picture(clip, content, looked)
        elif content:
            clip.file = _keep(content, looked.mime)
        clip.state = Clip.PROCESSING if seconds else Clip.FAILED if looked.problem else Clip.READY
        clip.ready_at = clip.owner.world.now() + timedelta(seconds=seconds)
        clip.shape = {"width": looked.size[0], "height": looked.size[1], "seconds": looked.seconds}
        clip.mime = looked.mime[:40]
        clip.save()
        clip.segments.all().delete()
    return clip


def _make_picture(clip: Clip, content: bytes, looked: Looked) -> None:
    picture = upload_picture(
        owner=clip.owner, network=Item.X, content=content, mime=looked.mime, size=looked.size, alt_text=clip.title
    )
    Picture.objects.filter(pk=picture.pk).update(remote_id=clip.remote_id)


def _keep(content: bytes, mime: str) -> PictureFile:
    digest = hashlib.sha256(content).hexdigest()
    file, _ = PictureFile.objects.get_or_create(sha256=digest, defaults={"mime": mime, "content": content})
    return file
