"""Animated pictures as X takes them: bytes, frames, pixels."""

import io
import warnings

from PIL import Image

from zana.practice.rules.pictures import NotAPicture
from zana.practice.rules.uploads import CATEGORIES, GIF_HIGHEST, GIF_MOST_FRAMES, GIF_WIDEST


def look_at_gif(content: bytes) -> tuple[str, tuple[int, int]]:
    """Mime type, width and height. Raises NotAPicture with `format` or `size`."""
    if len(content) > CATEGORIES["tweet_gif"].most_bytes:
        raise NotAPicture("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["GIF"]) as picture:
                size = picture.size
                if size[0] > GIF_WIDEST or size[1] > GIF_HIGHEST or _has_too_many(picture):
                    raise NotAPicture("size")
    except (OSError, ValueError, EOFError, Image.DecompressionBombError):
        raise NotAPicture("format") from None
    return "image/gif", size


def _has_too_many(picture: Image.Image) -> bool:
    """Looks no further than one frame too many."""
    try:
        picture.seek(GIF_MOST_FRAMES)
    except EOFError:
        return False
    return True
