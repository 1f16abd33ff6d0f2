"""The one door through which a picture comes in: a file as given in, a clean picture or a Refusal out."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import BinaryIO

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying
from zana.studio.media.faces import Faces, look_for_faces
from zana.studio.media.recognise import HEAD, recognise, refuse_kind
from zana.studio.media.steps import STEPS, Sheet, open_picture, peel_rind
from zana.studio.rules.pictures import MAX_UPLOAD, refuse_bytes

# Two large pictures at once would need twice the memory; the second person waits a second instead.
_one_at_a_time = threading.Lock()


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
    """Reads `file` to its end (at most MAX_UPLOAD bytes) and draws it again. Raises Refusal in words."""
    with _one_at_a_time:
        return _clean(_take_in(file, name))


def _clean(sheet: Sheet) -> CleanPicture:
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


def find_metadata(file: BinaryIO, name: str = "") -> list[str]:
    """What a picture file tells beside its pixels; empty for one that this module wrote."""
    sheet = _take_in(file, name)
    peel_rind(sheet)
    open_picture(sheet)
    return sheet.peeled.removed()


def _take_in(file: BinaryIO, name: str) -> Sheet:
    data = file.read(MAX_UPLOAD + 1)
    if len(data) > MAX_UPLOAD:
        raise Refusal(refuse_bytes())
    refused = refuse_kind(data[:HEAD], name)
    if refused:
        raise Refusal(refused)
    return Sheet(kind=recognise(data[:HEAD]) or "", data=data)
