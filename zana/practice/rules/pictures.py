"""What a network accepts as a picture: kinds, bytes, count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PictureLimits:
    kinds: frozenset[str]  # as Pillow names formats
    most_bytes: int
    most_in_post: int


LIMITS = {
    # Sources disagree on Facebook's ceiling (4 or 10 MB); a rehearsal takes the lower refusal lightly.
    "facebook": PictureLimits(frozenset({"JPEG", "PNG", "GIF", "WEBP"}), 10 * 1024 * 1024, 10),
    "x": PictureLimits(frozenset({"JPEG", "PNG", "GIF", "WEBP"}), 5 * 1024 * 1024, 4),
}
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 50_000_000
