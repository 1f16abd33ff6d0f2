"""The ordered steps that turn a stranger's file into a picture of ours. Each is one plain function on the sheet.

The order is the safety: nothing is decoded before its size is known, nothing is kept that was not drawn again.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pillow_heif.as_plugin
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.studio.media import jpeg, png, webp
from zana.studio.media.exif import read_exif
from zana.studio.media.peeled import Peeled, broken
from zana.studio.rules.pictures import (
    KIND_WORDS,
    MAX_FILE,
    QUALITIES,
    choose_scale,
    refuse_bomb,
    refuse_size,
    target_size,
)

# What the decoders raise on damaged files; anything else is a bug of ours and rises.
DECODER_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
BAND = 256  # rows shrunk at a time, so that a large picture is never held twice
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(slots=True)
class Sheet:
    """One picture on its way through the steps."""

    kind: str
    data: bytes
    peeled: Peeled = field(default_factory=lambda: Peeled(b""))
    image: Image.Image = field(default_factory=lambda: Image.new("1", (1, 1)))
    notes: list[Saying] = field(default_factory=list)
    out: bytes = b""
    out_kind: str = "jpeg"


def peel_rind(sheet: Sheet) -> None:
    peelers = {"jpeg": jpeg.peel, "png": png.peel, "webp": webp.peel}
    if sheet.kind in peelers:
        sheet.peeled = peelers[sheet.kind](sheet.data)
    else:
        sheet.peeled = Peeled(sheet.data)  # libheif reads the boxes itself; its pixels are drawn again below
    sheet.data = b""


def open_picture(sheet: Sheet) -> None:
    """Reads the header only. The decoder is chosen by the first bytes; no other one gets a try."""
    decoders: dict[str, Callable[[io.BytesIO], Image.Image]] = {
        "jpeg": JpegImagePlugin.JpegImageFile,
        "png": PngImagePlugin.PngImageFile,
        "webp": WebPImagePlugin.WebPImageFile,
        "heic": pillow_heif.as_plugin.HeifImageFile,
    }
    try:
        sheet.image = decoders[sheet.kind](io.BytesIO(sheet.peeled.core))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refusal(refuse_bomb()) from bomb
    except DECODER_ERRORS as damage:
        raise broken() from damage
    if sheet.kind == "heic":
        _note_heic(sheet)


def _note_heic(sheet: Sheet) -> None:
    info, found = sheet.image.info, sheet.peeled.found
    found |= {name for name, key in (("exif", "exif"), ("xmp", "xmp"), ("thumbnail", "thumbnails")) if info.get(key)}
    if info.get("exif") and read_exif(info["exif"]).has_gps:
        found.add("gps")
    if getattr(sheet.image, "n_frames", 1) > 1 or info.get("depth_images"):
        found.add("extra_pictures")
    if info.get("icc_profile"):
        found.add("icc_profile")
        sheet.peeled.icc = info["icc_profile"]
    if info.get("metadata"):
        found.add("other")


def decode_pixels(sheet: Sheet) -> None:
    image, (width, height) = sheet.image, sheet.image.size
    refused = refuse_size(width, height)
    if refused:
        raise Refusal(refused)
    scale = choose_scale(sheet.kind, image.mode, width, height, sheet.peeled.coefficients)
    if scale is None:
        raise Refusal(
            say(
                "This {kind} picture is too large to be opened safely ({width} x {height} pixels). "
                "Save it as JPEG, 4096 pixels on the longer side, and choose that copy.",
                kind=KIND_WORDS[sheet.kind],
                width=width,
                height=height,
            )
        )
    try:
        if scale > 1:
            image.draft(None, (width // scale, height // scale))
        image.load()
    except DECODER_ERRORS as damage:
        raise broken() from damage
    if "frames" in sheet.peeled.found:
        sheet.notes.append(say("The picture moves; only its first frame is kept."))


def shrink_and_flatten(sheet: Sheet) -> None:
    """Band by band to plain RGB on white (or CMYK). What lay hidden under transparent parts is gone for good."""
    source, target = sheet.image, target_size(*sheet.image.size)
    mode = "CMYK" if source.mode == "CMYK" else "RGB"
    drawn = Image.new(mode, target)
    ratio = source.height / target[1]
    for top in range(0, target[1], BAND):
        bottom = min(top + BAND, target[1])
        first, last = top * ratio, min(bottom * ratio, source.height)
        start = max(0, int(first - 4 * ratio))  # the filter looks a few rows beyond the band
        stop = min(source.height, int(last + 4 * ratio) + 1)
        band = _flatten(source.crop((0, start, source.width, stop)), mode)
        if target != source.size:
            box = (0, first - start, source.width, last - start)
            band = band.resize((target[0], bottom - top), Image.Resampling.LANCZOS, box=box)
            drawn.paste(band, (0, top))
        else:
            drawn.paste(band, (0, start))
    sheet.image = drawn


def _flatten(band: Image.Image, mode: str) -> Image.Image:
    if band.mode == mode:
        return band
    if band.mode == "I;16":
        band = band.point(lambda level: level * (1 / 256)).convert("L")  # convert alone clips
    if band.has_transparency_data:
        clear = band.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return band.convert(mode)


def bring_to_srgb(sheet: Sheet) -> None:
    """Networks show sRGB; with the profile gone the colours must already be right. A bad profile is ignored."""
    if sheet.peeled.icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(sheet.peeled.icc))
            if profile.profile.xcolor_space.strip() == sheet.image.mode:
                plain = ImageCms.createProfile("sRGB")
                turned = ImageCms.profileToProfile(sheet.image, profile, plain, outputMode="RGB")
                sheet.image = turned or sheet.image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            sheet.notes.append(
                say("The colour profile of the picture was damaged; colours may look a little different.")
            )
    if sheet.image.mode != "RGB":
        sheet.image = sheet.image.convert("RGB")


def turn_upright(sheet: Sheet) -> None:
    turn = TURNS.get(sheet.peeled.orientation)
    if turn is not None:
        sheet.image = sheet.image.transpose(turn)


def rebuild_pixels(sheet: Sheet) -> None:
    """A new picture from the bare pixels: nothing that hung on the old one can come along."""
    size, pixels = sheet.image.size, sheet.image.tobytes()
    sheet.image = Image.new("1", (1, 1))
    sheet.image = Image.frombytes("RGB", size, pixels)


def write_file(sheet: Sheet) -> None:
    """PNG stays PNG while it is small (cards, screenshots), everything else goes out as JPEG."""
    if sheet.kind == "png":
        sheet.out, sheet.out_kind = _save(sheet.image, "PNG", compress_level=6), "png"
        if len(sheet.out) <= MAX_FILE:
            return
    for quality in QUALITIES:
        sheet.out, sheet.out_kind = _save(sheet.image, "JPEG", quality=quality, optimize=True), "jpeg"
        if len(sheet.out) <= MAX_FILE:
            return


def _save(image: Image.Image, form: str, **options: int | bool) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


STEPS: tuple[Callable[[Sheet], None], ...] = (
    peel_rind,
    open_picture,
    decode_pixels,
    shrink_and_flatten,
    bring_to_srgb,
    turn_upright,
    rebuild_pixels,
    write_file,
)
