"""Pictures that posts of a rehearsal carry, drawn here: nobody is on them and nobody owns them."""

import io
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 800
FINER = 2  # drawn larger, so that edges come out smooth

Pen = ImageDraw.ImageDraw


class Drawing(NamedTuple):
    content: bytes
    mime: str
    size: tuple[int, int]


@cache
def draw(name: str) -> Drawing:
    """A JPEG, which every network takes. Raises KeyError for a name that is not in `DRAWINGS`."""
    paint = DRAWINGS[name]
    canvas = Image.new("RGB", (WIDE * FINER, HIGH * FINER))
    paint(ImageDraw.Draw(canvas))
    kept = io.BytesIO()
    canvas.resize((WIDE, HIGH), Image.Resampling.BOX).save(kept, "JPEG", quality=85, optimize=True)
    return Drawing(kept.getvalue(), "image/jpeg", (WIDE, HIGH))


def _box(pen: Pen, colour: str, left: int, top: int, right: int, bottom: int, round_by: int = 0) -> None:
    edges = (left * FINER, top * FINER, right * FINER, bottom * FINER)
    pen.rounded_rectangle(edges, round_by * FINER, fill=colour)


def _oval(pen: Pen, colour: str, left: int, top: int, right: int, bottom: int) -> None:
    pen.ellipse((left * FINER, top * FINER, right * FINER, bottom * FINER), fill=colour)


def _shape(pen: Pen, colour: str, *corners: tuple[int, int]) -> None:
    pen.polygon([(across * FINER, down * FINER) for across, down in corners], fill=colour)


def _line(pen: Pen, colour: str, width: int, *places: tuple[int, int]) -> None:
    pen.line([(across * FINER, down * FINER) for across, down in places], colour, width * FINER, joint="curve")


# --- what there is


def _open_door(pen: Pen) -> None:
    """A door stands open in the evening, its light falls on a table with two cups of tea and on a plant."""
    _box(pen, "#24405c", 0, 0, WIDE, HIGH)
    _box(pen, "#1a2f45", 0, 600, WIDE, HIGH)
    _shape(pen, "#e9b45c", (250, 600), (520, 600), (900, HIGH), (120, HIGH))
    _box(pen, "#8a5a3b", 226, 106, 544, 600)
    _box(pen, "#ffd98a", 250, 130, 520, 600)
    _oval(pen, "#fff3cf", 335, 190, 435, 290)
    _shape(pen, "#a8452f", (250, 130), (150, 90), (150, 680), (250, 600))
    _oval(pen, "#ffd98a", 162, 376, 182, 396)
    _plant(pen)
    _table(pen)


def _plant(pen: Pen) -> None:
    for tip in ((590, 300), (640, 260), (690, 310), (570, 370), (710, 380)):
        _line(pen, "#3f8f5f", 16, (640, 560), tip)
        _oval(pen, "#4fae74", tip[0] - 34, tip[1] - 34, tip[0] + 34, tip[1] + 34)
    _shape(pen, "#c96a48", (590, 540), (690, 540), (672, 640), (608, 640))


def _table(pen: Pen) -> None:
    _box(pen, "#5c3b28", 812, 560, 832, 740)
    _box(pen, "#5c3b28", 1048, 560, 1068, 740)
    _box(pen, "#b9794f", 780, 536, 1100, 566, 10)
    for left in (830, 970):
        _oval(pen, "#f4efe6", left + 52, 470, left + 96, 514)
        _oval(pen, "#24405c", left + 62, 480, left + 86, 504)
        _box(pen, "#f4efe6", left, 456, left + 76, 536, 18)
        _oval(pen, "#8a4b2a", left + 6, 450, left + 70, 470)
        for side in (20, 46):
            _line(pen, "#9fb4c8", 6, (left + side, 436), (left + side + 10, 410), (left + side, 384))


def _easy_money(pen: Pen) -> None:
    """Coins rain around a telephone on which a line only ever climbs."""
    _box(pen, "#5b2a6f", 0, 0, WIDE, HIGH)
    for across, down in (
        (120, 150),
        (270, 420),
        (160, 640),
        (340, 90),
        (880, 110),
        (1010, 360),
        (900, 600),
        (1080, 690),
    ):
        _oval(pen, "#b07a12", across - 58, down - 52, across + 58, down + 64)
        _oval(pen, "#f2b632", across - 58, down - 58, across + 58, down + 58)
        _oval(pen, "#ffd877", across - 40, down - 40, across + 40, down + 40)
    _box(pen, "#1f1230", 440, 70, 760, 730, 44)
    _box(pen, "#f6f1fb", 462, 110, 738, 690, 20)
    _line(pen, "#1b8a4b", 18, (490, 600), (560, 500), (610, 540), (700, 280))
    _shape(pen, "#1b8a4b", (716, 232), (732, 310), (660, 290))


DRAWINGS: dict[str, Callable[[Pen], None]] = {"open_door": _open_door, "easy_money": _easy_money}
