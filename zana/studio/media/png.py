"""Peels a PNG: the chunks that draw stay, every text, time, profile and later frame goes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from zana.studio.media.exif import read_exif
from zana.studio.media.peeled import Peeled, broken

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_HARMLESS = {b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"cICP"}
_MAX_ICC = 4 * 1024 * 1024


def peel(data: bytes) -> Peeled:
    peeled, kept = Peeled(b""), [SIGNATURE]
    end = 0
    for name, body, end in _chunks(data):
        if name in _DRAWS:
            kept.append(data[end - 12 - len(body) : end])
        elif name not in _HARMLESS:
            _read_note(peeled, name, body)
    if data[end:].strip(b"\0"):
        peeled.found.add("trailing_data")
    peeled.core = b"".join(kept)
    return peeled


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        stop = at + 12 + length
        if stop > len(data) or (at == len(SIGNATURE) and name != b"IHDR"):
            raise broken()
        yield name, data[at + 8 : at + 8 + length], stop
        at = stop


def _read_note(peeled: Peeled, name: bytes, body: bytes) -> None:
    if name == b"eXIf":
        facts = read_exif(body)
        peeled.orientation = facts.orientation
        peeled.found |= {"exif", *(["gps"] if facts.has_gps else []), *(["thumbnail"] if facts.has_thumbnail else [])}
    elif name == b"iCCP":
        peeled.found.add("icc_profile")
        peeled.icc = _inflate(body[body.find(b"\0") + 2 :])
    elif name in (b"tEXt", b"zTXt", b"iTXt"):
        peeled.found.add(_name_text(body[:80].split(b"\0")[0].lower()))
    elif name in (b"acTL", b"fcTL", b"fdAT"):
        peeled.found.add("frames")
    else:
        peeled.found.add("other")


def _name_text(keyword: bytes) -> str:
    if keyword == b"xml:com.adobe.xmp":
        return "xmp"
    if keyword.startswith(b"raw profile type"):
        return "iptc" if b"iptc" in keyword else "exif"
    return "comment" if keyword == b"comment" else "text"


def _inflate(packed: bytes) -> bytes:
    """A profile that is damaged or inflates beyond reason counts as none: colours may shift, nothing breaks."""
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed, _MAX_ICC)
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else profile
