"""Uploads that come in numbered pieces, in any order, and what they become."""

from datetime import timedelta

from django.db import transaction

from zana.practice.actions.clips import ClipRefused, finish_clip, open_clip, receive_piece
from zana.practice.actions.numbers import new_picture_id
from zana.practice.actions.posts import upload_picture
from zana.practice.models import Actor, Clip, Item, Picture, Segment
from zana.practice.rules.uploads import CATEGORIES, Category


def begin_upload(*, owner: Actor, category: Category, mime: str, total_bytes: int) -> Clip:
    """Raises ClipRefused for more bytes than the category takes."""
    if total_bytes > category.most_bytes:
        raise ClipRefused("size")
    if category.kind == "video":
        return open_clip(owner=owner, purpose=category.name, total_bytes=total_bytes, mime=mime)
    now = owner.world.now()
    return Clip.objects.create(
        owner=owner, purpose=category.name, remote_id=new_picture_id(Item.X, now), mime=mime[:40],
        total_bytes=total_bytes, created_at=now,
    )  # fmt: skip


def add_segment(*, clip: Clip, number: int, content: bytes) -> Clip:
    """A film is read piece by piece and its bytes let go; a picture waits for its last piece. Raises ClipRefused.

    A piece that was taken before is not taken twice.
    """
    if clip.state != Clip.RECEIVING:
        raise ClipRefused("state")
    with transaction.atomic(using="practice"):
        _, fresh = Segment.objects.get_or_create(
            clip=clip, number=number, defaults={"size": len(content), "content": content}
        )
        if not fresh:
            return clip
        if CATEGORIES[clip.purpose].kind == "video":
            return _read_on(clip)
        clip.received_bytes += len(content)
        if clip.received_bytes > (clip.total_bytes or CATEGORIES[clip.purpose].most_bytes):
            raise ClipRefused("size")
        clip.save(update_fields=["received_bytes"])
    return clip


def bytes_of(clip: Clip) -> bytes:
    return b"".join(bytes(one) for one in clip.segments.values_list("content", flat=True))


def finish_film(*, clip: Clip) -> Clip:
    """Judged now, told when its processing ends."""
    with transaction.atomic(using="practice"):
        finished = finish_clip(clip=clip)
        clip.segments.all().delete()
    return finished


def finish_picture(*, clip: Clip, content: bytes, mime: str, size: tuple[int, int], seconds: float) -> Clip:
    """The pieces are a picture of the same id; an animated one thinks for `seconds`."""
    now = clip.owner.world.now()
    with transaction.atomic(using="practice"):
        picture = upload_picture(
            owner=clip.owner, network=Item.X, content=content, mime=mime, size=size, alt_text=clip.title
        )
        Picture.objects.filter(pk=picture.pk).update(remote_id=clip.remote_id)
        clip.state = Clip.PROCESSING if seconds else Clip.READY
        clip.ready_at, clip.mime = now + timedelta(seconds=seconds), mime
        clip.save()
        clip.segments.all().delete()
    return clip


def fail_upload(*, clip: Clip, problem: str, seconds: float = 0.0) -> Clip:
    """What cannot be used is told at once, or after as much processing as a good one would take."""
    clip.state = Clip.PROCESSING if seconds else Clip.FAILED
    clip.problem, clip.ready_at = problem[:40], clip.owner.world.now() + timedelta(seconds=seconds)
    clip.save(update_fields=["state", "problem", "ready_at"])
    clip.segments.all().delete()
    return clip


def drop_upload(*, clip: Clip) -> None:
    clip.delete()


def _read_on(clip: Clip) -> Clip:
    """Feed whatever is next; pieces that came early wait with their bytes."""
    expected = clip.segments.filter(content=b"").count()
    for segment in clip.segments.filter(number__gte=expected):
        if segment.number != expected:
            break
        clip = receive_piece(clip=clip, pieces=[bytes(segment.content)])
        segment.content = b""
        segment.save(update_fields=["content"])
        expected += 1
    return clip
