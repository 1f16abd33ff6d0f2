"""Makes a picture one the network takes: its kind, its ratio, its size. Nothing is cut off: what is missing in height
or width becomes a border in the colour of that edge. The same picture always comes out the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

from PIL import Image

from zana.networks.port import Limits, Picture

QUALITIES = (90, 84, 76, 66)
SHRINK = 0.8
SMALLEST = 320
PAPER = (255, 255, 255)
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}

Colour = tuple[int, int, int]


def fit_pictures(pictures: Iterable[Picture], limits: Limits) -> tuple[Picture, ...]:
    """All of a post. Where the network shows a row in the shape of its first, the others get that shape."""
    fitted: list[Picture] = []
    for picture in pictures:
        shape = fitted[0].width / fitted[0].height if fitted and limits.one_shape else None
        fitted.append(fit_picture(picture, limits, shape=shape))
    return tuple(fitted)


def fit_picture(picture: Picture, limits: Limits, *, shape: float | None = None) -> Picture:
    """The picture itself when the network takes it as it is. `shape`: the ratio it must have, width by height."""
    width, height = find_canvas(picture.width, picture.height, limits, shape=shape)
    side = limits.side or max(width, height)
    fits = (width, height) == (picture.width, picture.height) and max(width, height) <= side
    if fits and picture.media_type in limits.picture_types and len(picture.content) <= limits.picture_bytes:
        return picture
    with Image.open(BytesIO(picture.content)) as opened:
        drawn = _pad(_flatten(opened), width, height)
    drawn.thumbnail((side, side), Image.Resampling.LANCZOS)
    kind = "image/jpeg" if "image/jpeg" in limits.picture_types else limits.picture_types[0]
    content, drawn = _press(drawn, kind, limits.picture_bytes)
    name = picture.name.rpartition(".")[0] + ENDINGS[kind]
    return replace(picture, name=name, content=content, media_type=kind, width=drawn.width, height=drawn.height)


def find_canvas(width: int, height: int, limits: Limits, *, shape: float | None = None) -> tuple[int, int]:
    """How large the picture is with its border."""
    tallest, widest = (shape, shape) if shape else limits.ratio
    if not tallest or not width or not height or tallest - 0.005 <= width / height <= widest + 0.005:
        return width, height
    if width / height > widest:
        return width, _up(width / widest)
    return _up(height * tallest), height


def _up(length: float) -> int:
    """Whole pixels, never fewer than asked."""
    return int(-(-length // 1))


def _flatten(picture: Image.Image) -> Image.Image:
    """What is clear becomes paper: JPEG knows no glass."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        glass = picture.convert("RGBA")
        paper = Image.new("RGBA", glass.size, (*PAPER, 255))
        return Image.alpha_composite(paper, glass).convert("RGB")
    return picture.convert("RGB")


def _pad(picture: Image.Image, width: int, height: int) -> Image.Image:
    if (width, height) == picture.size:
        return picture
    left, top = (width - picture.width) // 2, (height - picture.height) // 2
    canvas = Image.new("RGB", (width, height), PAPER)
    thin = max(1, min(picture.size) // 100)
    if width > picture.width:
        first, second = (0, 0, thin, picture.height), (picture.width - thin, 0, picture.width, picture.height)
        canvas.paste(find_colour(picture.crop(first)), (0, 0, left, height))
        canvas.paste(find_colour(picture.crop(second)), (left, 0, width, height))
    else:
        first, second = (0, 0, picture.width, thin), (0, picture.height - thin, picture.width, picture.height)
        canvas.paste(find_colour(picture.crop(first)), (0, 0, width, top))
        canvas.paste(find_colour(picture.crop(second)), (0, top, width, height))
    canvas.paste(picture, (left, top))
    return canvas


def find_colour(strip: Image.Image) -> Colour:
    """The colour most of an edge has: of eight shades the most frequent."""
    strip.thumbnail((200, 200))
    few = strip.quantize(8, dither=Image.Dither.NONE)
    counts = few.getcolors() or [(1, 0)]
    _, shade = max(counts)
    palette = few.getpalette() or [*PAPER]
    red, green, blue = palette[3 * int(str(shade)) : 3 * int(str(shade)) + 3]
    return red, green, blue


def _press(picture: Image.Image, kind: str, most: int) -> tuple[bytes, Image.Image]:
    """Into so many bytes: coarser first, then smaller."""
    while True:
        content = b""
        for quality in QUALITIES:
            content = _write(picture, kind, quality)
            if not most or len(content) <= most:
                return content, picture
            if kind != "image/jpeg":
                break
        if max(picture.size) <= SMALLEST:
            return content, picture
        width, height = (max(1, round(length * SHRINK)) for length in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)


def _write(picture: Image.Image, kind: str, quality: int) -> bytes:
    out = BytesIO()
    if kind == "image/jpeg":
        picture.save(out, "JPEG", quality=quality, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
