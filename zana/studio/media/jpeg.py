"""Peels a JPEG: walks its segments, keeps what draws the picture, drops what tells about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zana.studio.media.exif import read_exif
from zana.studio.media.peeled import Peeled, broken

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_FRAMES = {0xC0, 0xC1, *_PROGRESSIVE}
_MAX_ICC = 4 * 1024 * 1024
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def peel(data: bytes) -> Peeled:
    peeled, kept, end = Peeled(b""), [b"\xff\xd8"], 2
    profile: list[tuple[int, bytes]] = []
    for marker, segment, stop in _segments(data):
        end = stop
        if 0xE0 <= marker <= 0xEF or marker == _COMMENT:
            kept.append(_read_note(peeled, marker, segment[4:], profile))
            continue
        if marker in _PROGRESSIVE:
            peeled.coefficients = 2 * _samples_per_pixel(segment[4:])
        kept.append(segment)
    if data[end:].strip(b"\0"):
        peeled.found.add("trailing_data")
    peeled.icc = b"".join(piece for _, piece in sorted(profile))[:_MAX_ICC]
    peeled.core = b"".join(kept)
    return peeled


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """(marker, whole segment with its marker, where the next one begins); a scan carries its coded data along."""
    at, drawn = 2, False
    while True:
        found = _NEXT_MARKER.match(data, at)
        if found is None:
            raise broken()
        marker, at = data[found.end() - 1], found.end()
        if marker == _END:
            if not drawn:
                raise broken()
            yield marker, b"\xff\xd9", at
            return
        length = int.from_bytes(data[at : at + 2], "big")
        stop = at + length
        if length < 2 or stop > len(data):
            raise broken()
        if marker == _SCAN:
            drawn = True
            following = _NEXT_MARKER.search(data, stop)
            if following is None:
                raise broken()
            stop = following.start()
        yield marker, b"\xff" + bytes([marker]) + data[at:stop], stop
        at = stop


def _read_note(peeled: Peeled, marker: int, body: bytes, profile: list[tuple[int, bytes]]) -> bytes:
    """Notes what a metadata segment held and returns the harmless rest the decoder needs, mostly nothing."""
    if marker == 0xE0 and body.startswith(b"JFIF\0"):
        if len(body) > 14 and body[12] and body[13]:
            peeled.found.add("thumbnail")
        return _JFIF
    if marker == 0xEE and body.startswith(b"Adobe"):  # says how the colours are coded; without it they invert
        return b"\xff\xee\x00\x0e" + body[:12].ljust(12, b"\0")
    if marker == 0xE1 and body.startswith(b"Exif\0"):
        facts = read_exif(body)
        peeled.orientation = facts.orientation
        peeled.found |= {"exif"}
        peeled.found |= {"gps"} if facts.has_gps else set()
        peeled.found |= {"thumbnail"} if facts.has_thumbnail else set()
    elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        profile.append((body[12] if len(body) > 12 else 0, body[14:]))
        peeled.found.add("icc_profile")
    else:
        peeled.found.add(_name_note(marker, body))
    return b""


def _name_note(marker: int, body: bytes) -> str:
    if marker == _COMMENT:
        return "comment"
    if marker == 0xE1 and body.startswith(b"http://ns.adobe.com/"):
        return "xmp"
    if marker == 0xED:
        return "iptc"
    if marker == 0xE2 and body.startswith(b"MPF\0"):
        return "extra_pictures"
    if marker == 0xE0 and body.startswith(b"JFXX\0"):
        return "thumbnail"
    return "other"


def _samples_per_pixel(frame: bytes) -> float:
    """From the frame header: 1.5 for the usual colour halving, 3 without it, 1 for grey."""
    count = frame[5] if len(frame) > 5 else 0
    factors = [(both >> 4, both & 15) for both in frame[7 : 7 + 3 * count : 3]]
    if not factors or len(factors) < count or not all(h and v for h, v in factors):
        raise broken()
    widest, tallest = max(h for h, _ in factors), max(v for _, v in factors)
    return sum(h * v for h, v in factors) / (widest * tallest)
