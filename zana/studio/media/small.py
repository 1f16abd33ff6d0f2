"""The small copy of one of our own pictures, for pages. Drawn when asked; the browser keeps it."""

from __future__ import annotations

import io
import threading

from PIL import Image

from zana.studio.rules.pictures import SMALL_SIDE, fit

_one_at_a_time = threading.Lock()  # a page with ten pictures must not hold ten of them decoded


def draw_small(data: bytes) -> bytes:
    with _one_at_a_time, Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        size = fit(picture.width, picture.height, SMALL_SIDE)
        picture.draft("RGB", size)
        small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
