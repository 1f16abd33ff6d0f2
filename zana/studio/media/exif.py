"""Reads three facts out of an EXIF block without a library: damaged blocks are common and must never stop a picture."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_ORIENTATION, _GPS, _MAX_TAGS = 0x0112, 0x8825, 512


@dataclass(frozen=True, slots=True)
class ExifFacts:
    orientation: int = 1
    has_gps: bool = False
    has_thumbnail: bool = False


def read_exif(block: bytes) -> ExifFacts:
    """`block` is a TIFF structure, with or without the `Exif\\0\\0` in front."""
    tiff = block[6:] if block[:6] == b"Exif\0\0" else block
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return ExifFacts()
    try:
        return _read_tags(tiff, order)
    except struct.error:
        return ExifFacts()


def _read_tags(tiff: bytes, order: str) -> ExifFacts:
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, start)
    count = min(count, _MAX_TAGS)
    tags = [struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * n) for n in range(count)]
    orientation = next((value for tag, _, _, value in tags if tag == _ORIENTATION), 1)
    after = start + 2 + 12 * count
    second = struct.unpack_from(order + "I", tiff, after)[0] if after + 4 <= len(tiff) else 0
    return ExifFacts(
        orientation=orientation if 1 <= orientation <= 8 else 1,
        has_gps=any(tag == _GPS for tag, *_ in tags),
        has_thumbnail=second != 0,
    )
