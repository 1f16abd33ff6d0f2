"""Looking at uploaded bytes: is this a picture, which kind, how large."""

import io
import warnings

from PIL import Image

from zana.practice.rules.pictures import LIMITS, MIMES, MOST_PIXELS


class NotAPicture(Exception):
    """The bytes are no picture this network takes; the message says `format` or `size`."""


def look_at_picture(content: bytes, network: str) -> tuple[str, tuple[int, int]]:
    """Mime type and width and height. Only the header is read. Raises NotAPicture."""
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
    if kind not in limits.kinds:
        raise NotAPicture("format")
    if size[0] * size[1] > MOST_PIXELS:
        raise NotAPicture("size")
    return MIMES[kind], size
