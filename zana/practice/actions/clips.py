"""Videos on their way: opened, received in pieces, finished, then processed for a while of the world's time.

clip = open_clip(owner=.., purpose="tweet_video", total_bytes=..)   # purpose: a key of FILM_LIMITS
clip = receive_piece(clip=clip, pieces=[..], offset=..)             # as often as it takes
clip = finish_clip(clip=clip)                                       # processing until `ready_at`
clip = settle_clip(clip=clip)                                       # at each look: ready or failed by now?
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction

from zana.practice.actions.faults import take_fault
from zana.practice.actions.numbers import new_item_id
from zana.practice.models import Actor, Clip, Item, PictureFile
from zana.practice.queries.attention import NETWORK_OF
from zana.practice.rules.films import FILM_LIMITS, MEGA, FilmReader, judge_film

MOST_KEPT = 8 * MEGA
PROCESSING_SECONDS, MOST_PROCESSING_SECONDS = 3.0, 60.0
BYTES_A_SECOND = 10 * MEGA


class ClipRefused(Exception):
    """The bytes are not taken. The message says `size` (more than announced or allowed), `offset` or `state`;
    `expected` is the offset that would be right."""

    def __init__(self, reason: str, expected: int = 0) -> None:
        super().__init__(reason)
        self.expected = expected


class Intake:
    """Bytes going by: read for their header, counted, kept while they are few."""

    def __init__(self, state: dict[str, Any] | None = None, kept: bytes | None = b"") -> None:
        self.reader = FilmReader(state)
        self.count = 0
        self.kept = None if kept is None else bytearray(kept)
        self._digest = hashlib.sha256()

    def take(self, piece: bytes) -> None:
        self.count += len(piece)
        self.reader.feed(piece)
        self._digest.update(piece)
        if self.kept is not None:
            self.kept += piece
            if len(self.kept) > MOST_KEPT:
                self.kept = None

    def digest(self) -> str:
        return self._digest.hexdigest()


def open_clip(*, owner: Actor, purpose: str, total_bytes: int = 0, mime: str = "", title: str = "") -> Clip:
    """`total_bytes` is what the sender announces, 0 = not said. Raises ClipRefused("size") above the limit."""
    if total_bytes > FILM_LIMITS[purpose].most_bytes:
        raise ClipRefused("size")
    now = owner.world.now()
    return Clip.objects.create(
        owner=owner, purpose=purpose, total_bytes=total_bytes, mime=mime[:40], title=title[:255], created_at=now,
        remote_id=new_item_id(NETWORK_OF[owner.kind], now),
    )  # fmt: skip


def announce_size(*, clip: Clip, total_bytes: int) -> Clip:
    """Said only when the bytes come. Raises ClipRefused("size") above the limit."""
    if total_bytes > FILM_LIMITS[clip.purpose].most_bytes or (clip.total_bytes and clip.total_bytes != total_bytes):
        raise ClipRefused("size")
    clip.total_bytes = total_bytes
    clip.save(update_fields=["total_bytes"])
    return clip


def receive_piece(*, clip: Clip, pieces: Iterable[bytes], offset: int | None = None) -> Clip:
    """Take the bytes that stand at `offset` (default: the next). Nothing is held beyond MOST_KEPT.

    Raises ClipRefused and keeps what was there before.
    """
    if clip.state != Clip.RECEIVING:
        raise ClipRefused("state")
    if offset is not None and offset != clip.received_bytes:
        raise ClipRefused("offset", clip.received_bytes)
    intake = Intake(clip.shape.get("reading"), _kept_so_far(clip))
    ceiling = clip.total_bytes or FILM_LIMITS[clip.purpose].most_bytes
    for piece in pieces:
        intake.take(piece)
        if clip.received_bytes + intake.count > ceiling:
            raise ClipRefused("size")
    return _keep(clip, intake)


def take_whole(*, clip: Clip, intake: Intake) -> Clip:
    """A film that came in one go and was collected on the way in (fetched from an address)."""
    return _keep(clip, intake)


def finish_clip(*, clip: Clip, rushed: bool = False) -> Clip:
    """No more bytes: judged now, told at `ready_at`. `rushed` = no processing time."""
    reader = FilmReader(clip.shape.get("reading"))
    film = reader.film
    short = clip.received_bytes < clip.total_bytes or reader.cut_short
    problem = "format" if short else judge_film(film, clip.received_bytes, FILM_LIMITS[clip.purpose])
    if not problem and not rushed and _is_to_fail(clip):
        problem = "server"
    shape = {"seconds": film.seconds, "width": film.width, "height": film.height, "sha256": clip.shape.get("sha256")}
    clip.shape, clip.problem, clip.mime = shape, problem, film.mime
    clip.state, clip.total_bytes = Clip.PROCESSING, clip.received_bytes
    clip.ready_at = clip.owner.world.now() + timedelta(seconds=0 if rushed else _processing_seconds(clip))
    with transaction.atomic(using="practice"):
        _name_file(clip)
        clip.save()
    return settle_clip(clip=clip)


def settle_clip(*, clip: Clip) -> Clip:
    """What has become of it by now, in the world's time."""
    if clip.state == Clip.PROCESSING and clip.ready_at is not None and clip.ready_at <= clip.owner.world.now():
        clip.state = Clip.FAILED if clip.problem else Clip.READY
        clip.save(update_fields=["state"])
    return clip


def remove_clip(*, clip: Clip) -> None:
    """The bytes go with it unless another clip shows the same."""
    with transaction.atomic(using="practice"):
        file = clip.file
        clip.delete()
        if file is not None and not file.clips.exists() and not file.pictures.exists():
            file.delete()


def _is_to_fail(clip: Clip) -> bool:
    """A drill wants it; Instagram's containers fail by themselves."""
    network = NETWORK_OF[clip.owner.kind]
    if network == Item.INSTAGRAM:
        return False
    return take_fault(world=clip.owner.world, network=network, verb="processing") is not None


def _processing_seconds(clip: Clip) -> float:
    """A world may say how long its network thinks: `manner["processing_seconds"]`."""
    asked = clip.owner.world.manner.get("processing_seconds")
    if asked is not None:
        return float(asked)
    return min(PROCESSING_SECONDS + clip.received_bytes / BYTES_A_SECOND, MOST_PROCESSING_SECONDS)


def _kept_so_far(clip: Clip) -> bytes | None:
    if clip.total_bytes > MOST_KEPT or (clip.received_bytes and clip.file is None):
        return None
    return b"" if clip.file is None else bytes(clip.file.content)


def _keep(clip: Clip, intake: Intake) -> Clip:
    with transaction.atomic(using="practice"):
        previous = clip.file
        clip.file = None if intake.kept is None else _part_file(clip, bytes(intake.kept))
        clip.received_bytes += intake.count
        # Of a film too large to keep only a chain of digests, one for each piece, can be told.
        known = clip.shape.get("sha256", "")
        digest = hashlib.sha256(f"{known}{intake.digest()}".encode()).hexdigest() if known else intake.digest()
        clip.shape = {**clip.shape, "reading": intake.reader.state(), "sha256": digest}
        clip.save()
        if previous is not None and clip.file is None:
            previous.delete()
    return clip


def _part_file(clip: Clip, content: bytes) -> PictureFile:
    file = clip.file or PictureFile(sha256=f"part-{clip.remote_id}", mime="video/mp4")
    file.content = content
    file.save()
    return file


def _name_file(clip: Clip) -> None:
    """A film kept whole gets the name of its content; the same film twice is kept once."""
    part = clip.file
    if part is None:
        return
    content = bytes(part.content)
    digest = hashlib.sha256(content).hexdigest()
    clip.shape["sha256"] = digest
    clip.file, made = PictureFile.objects.get_or_create(sha256=digest, defaults={"mime": clip.mime, "content": content})
    if made or clip.file_id != part.pk:
        Clip.objects.filter(pk=clip.pk).update(file=clip.file)
        part.delete()
