"""What a network accepts as a picture: kind, bytes, pixels, count."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class PictureLimits:
    kinds: frozenset[str]  # as Pillow names formats
    most_bytes: int
    most_in_post: int


LIMITS = {
    # Sources disagree on Facebook's ceiling (4 or 10 MB); a rehearsal takes the larger.
    "facebook": PictureLimits(frozenset({"JPEG", "PNG", "GIF", "WEBP"}), 10 * 1024 * 1024, 10),
    "instagram": PictureLimits(frozenset({"JPEG"}), 8 * 1024 * 1024, 10),
    "x": PictureLimits(frozenset({"JPEG", "PNG", "GIF", "WEBP"}), 5 * 1024 * 1024, 4),
}
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 50_000_000
JPEG_SCAN, JPEG_END = b"\xff\xda", b"\xff\xd9"


class NotAPicture(Exception):
    """The bytes are no picture this network takes; the message says `format` or `size`."""


def look_at_picture(content: bytes, network: str) -> tuple[str, tuple[int, int]]:
    """Mime type, width and height. Only the header is read, and whether a JPEG has an end. Raises NotAPicture."""
    limits = LIMITS[network]
    if len(content) > limits.most_bytes:
        raise NotAPicture("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                kind, size = picture.format or "", picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        raise NotAPicture("format") from None
    if kind not in limits.kinds or (kind == "JPEG" and breaks_off(content)):
        raise NotAPicture("format")
    if size[0] * size[1] > MOST_PIXELS:
        raise NotAPicture("size")
    return MIMES[kind], size


def breaks_off(jpeg: bytes) -> bool:
    """A file cut short has no end after its picture begins. What stands before may hold a small picture with an end of
    its own, and phones hang films behind it. What cannot be followed is believed."""
    place = 2
    while jpeg[place : place + 2] != JPEG_SCAN:
        if place >= len(jpeg):
            return True
        if jpeg[place] != 0xFF:
            return False
        place += 1 if jpeg[place + 1 : place + 2] == b"\xff" else 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return jpeg.find(JPEG_END, place) < 0
