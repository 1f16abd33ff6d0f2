"""Peels a WebP: picture data and the first frame stay, the boxes that tell about it go."""

from __future__ import annotations

from collections.abc import Iterator

from zana.studio.media.exif import read_exif
from zana.studio.media.peeled import Peeled, broken

_DRAWS = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM"}
_KEPT_FLAGS = 0x10 | 0x02  # alpha, animation; the bits for profile, EXIF and XMP are cleared


def peel(data: bytes) -> Peeled:
    peeled, kept, frames, drawn = Peeled(b""), [], 0, False
    end = 12 + max(0, int.from_bytes(data[4:8], "little") - 4)
    if end > len(data):
        raise broken()
    for name, body in _chunks(data, end):
        if name == b"ANMF":
            frames += 1
        if name in _DRAWS or (name == b"ANMF" and frames == 1):
            kept.append(_chunk(name, body))
            drawn = drawn or name != b"ANIM"
        elif name == b"VP8X":
            kept.append(_chunk(name, bytes([body[0] & _KEPT_FLAGS]) + body[1:]))
        elif name != b"ANMF":
            _read_note(peeled, name, body)
    if not drawn:
        raise broken()
    peeled.found |= {"frames"} if frames > 1 else set()
    peeled.found |= {"trailing_data"} if data[end:].strip(b"\0") else set()
    joined = b"WEBP" + b"".join(kept)
    peeled.core = b"RIFF" + len(joined).to_bytes(4, "little") + joined
    return peeled


def _chunks(data: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= end:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > end or (name == b"VP8X" and length < 10):
            raise broken()
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _read_note(peeled: Peeled, name: bytes, body: bytes) -> None:
    if name == b"EXIF":
        facts = read_exif(body)
        peeled.orientation = facts.orientation
        peeled.found |= {"exif", *(["gps"] if facts.has_gps else []), *(["thumbnail"] if facts.has_thumbnail else [])}
    elif name == b"ICCP":
        peeled.found.add("icc_profile")
        peeled.icc = body
    else:
        peeled.found.add("xmp" if name == b"XMP " else "other")
