"""What a picture may be before it is taken in. Plain numbers, so that they are read and tested in one place."""

from __future__ import annotations

from zana.kernel.words import Saying, say

LONG_SIDE = 4096  # pixels kept on the longer side
SMALL_SIDE = 480  # of the copy that our own pages show: a phone on a slow link loads it
MAX_UPLOAD = 25 * 1024 * 1024  # bytes of the file as given
MAX_PIXELS = 80_000_000  # nothing larger is even opened
MAX_DECODED = 128 * 1024 * 1024  # bytes in memory at once while decoding: the house promises < 300 MB in all
MAX_FILE = 4_000_000  # bytes of what is kept: the smallest limit of the networks, so that none refuses it later
QUALITIES = (88, 80, 70, 60, 45)  # of a JPEG, until it fits

# Measured with Pillow 13: RGB takes four bytes a pixel inside; HEIC and WebP decoders keep whole copies beside it.
CORE_BYTES = {"1": 1, "L": 1, "P": 1, "LA": 4, "PA": 4, "I;16": 2, "RGB": 4, "RGBA": 4, "CMYK": 4, "YCbCr": 4}
DECODER_BYTES = {"heic": 3.3, "webp": 9.0}
CODEC_ROOM = 60 * 1024 * 1024  # more for those that free their own copies before the next step

KIND_WORDS = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "heic": "HEIC",
}
SUFFIXES = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".jfif": "jpeg",
    ".png": "png",
    ".webp": "webp",
    ".heic": "heic",
    ".heif": "heic",
}


def decoding_bytes(kind: str, mode: str, width: int, height: int, *, scale: int = 1, coefficients: float = 0) -> float:
    """Memory the decoder needs. `coefficients` are bytes a pixel that a progressive JPEG keeps at full size."""
    shown = (width / scale) * (height / scale) * CORE_BYTES.get(mode, 4)
    return shown + width * height * (coefficients + DECODER_BYTES.get(kind, 0))


def refuse_size(width: int, height: int) -> Saying | None:
    if width < 1 or height < 1:
        return say("This picture has no size. The file is damaged; choose another one.")
    if width * height <= MAX_PIXELS:
        return None
    return say(
        "This picture has {found} million pixels; up to {most} million can be opened safely. "
        "Save a smaller copy (4096 pixels on the longer side are enough) and choose that one.",
        found=round(width * height / 1e6),
        most=MAX_PIXELS // 1_000_000,
    )


def refuse_bytes() -> Saying:
    return say(
        "This file is larger than {most} MB. Save a smaller copy "
        "(4096 pixels on the longer side are enough) and choose that one.",
        most=MAX_UPLOAD // 1024 // 1024,
    )


def refuse_bomb() -> Saying:
    """When the decoder itself takes fright before it tells the size."""
    return say(
        "This picture has more than {most} million pixels and cannot be opened safely. "
        "Save a smaller copy (4096 pixels on the longer side are enough) and choose that one.",
        most=MAX_PIXELS // 1_000_000,
    )


def choose_scale(kind: str, mode: str, width: int, height: int, coefficients: float = 0) -> int | None:
    """By how much the decoder itself should shrink (only JPEG can), or None if no way fits into memory."""
    room = MAX_DECODED + (CODEC_ROOM if coefficients or kind in DECODER_BYTES else 0)
    for scale in (1, 2, 4) if kind == "jpeg" else (1,):
        if decoding_bytes(kind, mode, width, height, scale=scale, coefficients=coefficients) <= room:
            return scale
    return None


def target_size(width: int, height: int) -> tuple[int, int]:
    """The size that is kept."""
    return fit(width, height, LONG_SIDE)


def fit(width: int, height: int, most: int) -> tuple[int, int]:
    """The longer side at most `most`, never enlarged, never under one pixel."""
    longer = max(width, height)
    if longer <= most:
        return width, height
    return max(1, round(width * most / longer)), max(1, round(height * most / longer))
