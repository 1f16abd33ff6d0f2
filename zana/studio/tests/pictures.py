"""Synthetic pictures for the tests: drawn here, with every kind of metadata a phone or an editor leaves."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"Rruga e Fshehur 7"  # stands in every block of metadata; no clean file may hold it


def draw(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, with a green corner at the top left: turning it is visible."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    image.paste((20, 160, 20), (0, 0, width // 4, height // 4))
    return image.convert(mode)


def make_exif(orientation: int = 1, gps: bool = True) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 39.0, 46.0), 3: "E", 4: (21.0, 9.0, 56.0)})
    return exif.tobytes()


def make_xmp() -> bytes:
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def make_jpeg(width: int = 64, height: int = 48, *, orientation: int = 1, **save: object) -> bytes:
    """EXIF with GPS, XMP, IPTC, a comment, an ICC profile, extra pictures and something appended."""
    out = io.BytesIO()
    draw(width, height).save(
        out, "JPEG", quality=95, exif=make_exif(orientation), icc_profile=srgb_profile(), comment=SECRET, **save
    )
    plain = out.getvalue()
    notes = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + make_xmp())
    notes += segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04" + SECRET)
    notes += segment(0xE2, b"MPF\0" + SECRET)
    notes += segment(0xE5, SECRET)
    return plain[:2] + notes + plain[2:] + b"video" + SECRET


def make_png(width: int = 64, height: int = 48, mode: str = "RGB") -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_text("Author", SECRET.decode(), zip=True)
    notes.add_itxt("XML:com.adobe.xmp", make_xmp().decode())
    out = io.BytesIO()
    draw(width, height, mode).save(out, "PNG", pnginfo=notes, exif=make_exif(6), icc_profile=srgb_profile())
    return out.getvalue() + b"after" + SECRET


def make_webp(width: int = 64, height: int = 48, **save: object) -> bytes:
    out = io.BytesIO()
    draw(width, height).save(out, "WEBP", exif=make_exif(1), xmp=make_xmp(), icc_profile=srgb_profile(), **save)
    return out.getvalue()


def make_heic(width: int = 64, height: int = 48) -> bytes:
    out = io.BytesIO()
    heif = pillow_heif.from_pillow(draw(width, height))
    heif.info["exif"], heif.info["xmp"] = make_exif(1), make_xmp()
    heif.save(out, quality=90)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def make_bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims, and would inflate to, width x height pixels of black."""
    squeeze, rows = zlib.compressobj(9), bytearray()
    line = b"\0" * (1 + width // 8)
    for _ in range(height):
        rows += squeeze.compress(line)
    rows += squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", bytes(rows)) + chunk(b"IEND", b"")
