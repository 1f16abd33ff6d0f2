"""The one door through which a picture comes in: a file as given in, a clean picture or a Refusal out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying
from zana.studio.media.faces import Faces, look_for_faces
from zana.studio.media.recognise import HEAD, recognise, refuse_kind
from zana.studio.media.steps import STEPS, Sheet, open_picture, peel_rind
from zana.studio.rules.pictures import MAX_UPLOAD, refuse_bytes


@dataclass(frozen=True, slots=True)
class CleanPicture:
    data: bytes
    kind: str  # jpeg or png
    width: int
    height: int
    sha256: str
    removed: tuple[str, ...]  # words of media.peeled.FOUND
    notes: tuple[Saying, ...]
    faces: Faces


def clean_picture(file: BinaryIO, name: str = "") -> CleanPicture:
    """Reads `file` to its end (at most MAX_UPLOAD bytes) and draws it again. Raises Refusal in words.

    All in this process: for a large picture use `media.apart`, which gives its memory back.
    """
    sheet = _take_in(file, name)
    for step in STEPS:
        step(sheet)
    return CleanPicture(
        data=sheet.out,
        kind=sheet.out_kind,
        width=sheet.image.width,
        height=sheet.image.height,
        sha256=hashlib.sha256(sheet.out).hexdigest(),
        removed=tuple(sheet.peeled.removed()),
        notes=tuple(sheet.notes),
        faces=look_for_faces(),
    )


def count_pixels(file: BinaryIO, name: str = "") -> int:
    """From the header alone. Raises Refusal for what is no picture, so that nothing is begun for it."""
    sheet = _open(file, name)
    return sheet.image.width * sheet.image.height


def find_metadata(file: BinaryIO, name: str = "") -> list[str]:
    """What a picture file tells beside its pixels; empty for one that this module wrote."""
    return _open(file, name).peeled.removed()


def _open(file: BinaryIO, name: str) -> Sheet:
    sheet = _take_in(file, name)
    peel_rind(sheet)
    open_picture(sheet)
    return sheet


def _take_in(file: BinaryIO, name: str) -> Sheet:
    data = file.read(MAX_UPLOAD + 1)
    if len(data) > MAX_UPLOAD:
        raise Refusal(refuse_bytes())
    refused = refuse_kind(data[:HEAD], name)
    if refused:
        raise Refusal(refused)
    return Sheet(kind=recognise(data[:HEAD]) or "", data=data)
