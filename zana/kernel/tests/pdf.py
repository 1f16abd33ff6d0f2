"""Reads the words back out of a PDF that typst made, so that tests see what a reader sees."""

import re
import zlib

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(pdf: bytes) -> str:
    """One line per run of letters; a letter without a shape (glyph 0) reads as U+FFFD."""
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "\n".join(_page_text(page, objects) for page in pages)


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type/Page/", pdf))


def _page_text(page: bytes, objects: dict[int, bytes]) -> str:
    resources = _follow(rb"/Resources ", page, objects)
    fonts = {
        name: _letters(objects[int(number)])
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        for number in re.findall(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
    }
    content = _stream(_follow(rb"/Contents ", page, objects))
    lines, letters = [], dict[int, str]()
    for font, array, single in re.findall(
        rb"/(f\d+) [\d.]+ Tf|\[((?:\((?:\\.|[^\\)])*\)|[^\]\(])*)\]TJ|(\((?:\\.|[^\\)])*\))Tj", content, re.S
    ):
        if font:
            letters = fonts[font]
            continue
        codes = b"".join(_unescape(part) for part in re.findall(rb"\(((?:\\.|[^\\)])*)\)", array or single, re.S))
        glyphs = [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]
        lines.append("".join(letters.get(glyph, "\ufffd") for glyph in glyphs))
    return "\n".join(lines)


def _follow(key: bytes, body: bytes, objects: dict[int, bytes]) -> bytes:
    found = re.search(key + rb"(\d+) 0 R", body)
    assert found
    return objects[int(found[1])]


def _stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", _stream(cmap), re.M)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _unescape(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        if found[1].isdigit():
            return bytes([int(found[1], 8)])
        return _ESCAPES.get(found[1], found[1])

    return re.sub(rb"\\(\d{1,3}|.)", one, text, flags=re.S)
