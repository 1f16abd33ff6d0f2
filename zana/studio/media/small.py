"""The small copy of one of our own pictures, for pages. Drawn when asked; the browser keeps it."""

from __future__ import annotations

import io

from PIL import Image

from zana.studio.rules.pictures import SMALL_SIDE, fit


def draw_small(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        size = fit(picture.width, picture.height, SMALL_SIDE)
        picture.draft("RGB", size)
        small = picture.convert("RGB").resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
