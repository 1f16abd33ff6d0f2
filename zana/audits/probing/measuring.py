"""Looks at pixels: size, edges, what a round frame cuts off, and the two colours of a picture with text."""

from __future__ import annotations

import io
import math
import warnings

from PIL import Image, ImageChops, ImageDraw, ImageFile, ImageFilter

from zana.audits.rules.pictures import FLAT_SHARE, Measured, TextPicture, contrast

SIDE = 240
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
DIFFERS = 40  # of 255: another colour than the ground
MOST_PIXELS = 40_000_000


def measure(data: bytes, *, whole: bool = False) -> Measured | None:
    """None for what is no picture."""
    image = _open(data)
    if image is None:
        return None
    width, height = image.size
    small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    return Measured(width, height, _edge(small), _spill(small), whole)


def measure_text(data: bytes) -> TextPicture | None:
    """None for a photo: only a picture of nearly two colours says which is text and which is ground."""
    image = _open(data)
    if image is None:
        return None
    small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    counted = small.quantize(8).convert("RGB").getcolors(SIDE * SIDE) or []
    ranked = sorted(counted, key=lambda pair: pair[0], reverse=True)
    if len(ranked) < 2:
        return None
    (most, ground), (more, text) = ranked[0], ranked[1]
    area = small.width * small.height
    if (most + more) / area < FLAT_SHARE or not isinstance(ground, tuple) or not isinstance(text, tuple):
        return None
    return TextPicture(contrast(_rgb(ground), _rgb(text)), more / area)


def read_size(head: bytes) -> tuple[int, int] | None:
    """Width and height from the first bytes of a picture file, without drawing it."""
    parser = ImageFile.Parser()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oddities of files we did not make
        try:
            parser.feed(head)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
    return parser.image.size if parser.image else None


def _open(data: bytes) -> Image.Image | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oddities of files we did not make
        try:
            image = Image.open(io.BytesIO(data), formats=list(FORMATS))
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (2 * SIDE, 2 * SIDE)) if image.width > 4000 else None
            image.load()
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None
    return image


def _edge(small: Image.Image) -> float | None:
    """How steep the steepest hundredth of all edges is; None where nothing is drawn."""
    grey = small.convert("L")
    low, high = grey.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float) or high - low < DIFFERS:
        return None
    counts = grey.filter(ImageFilter.FIND_EDGES).crop((1, 1, grey.width - 1, grey.height - 1)).histogram()
    wanted, passed = max(1, sum(counts) // 100), 0
    for value in range(255, -1, -1):
        passed += counts[value]
        if passed >= wanted:
            return float(value)
    return 0.0


def _spill(small: Image.Image) -> float | None:
    """Share of what is drawn that stands outside the largest circle; None without one plain colour in the corners."""
    side = min(small.size)
    left, top = (small.width - side) // 2, (small.height - side) // 2
    square = small.crop((left, top, left + side, top + side))
    corners = [_rgb(square.getpixel(at)) for at in ((1, 1), (side - 2, 1), (1, side - 2), (side - 2, side - 2))]
    if any(math.dist(corner, corners[0]) > DIFFERS for corner in corners):
        return None
    ground = Image.new("RGB", square.size, corners[0])
    drawn = ImageChops.difference(square, ground).convert("L").point(lambda value: 255 if value > DIFFERS else 0)
    total = drawn.histogram()[255]
    if not total:
        return None
    circle = Image.new("L", square.size, 255)
    ImageDraw.Draw(circle).ellipse((0, 0, side - 1, side - 1), fill=0)
    return ImageChops.multiply(drawn, circle).histogram()[255] / total


def _rgb(pixel: object) -> tuple[int, int, int]:
    red, green, blue = pixel[:3] if isinstance(pixel, tuple) else (0, 0, 0)
    return int(red), int(green), int(blue)
