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
    lines, run, letters = list[str](), "", dict[int, str]()
    at = 0
    while found := re.compile(rb"/(f\d+) [\d.]+ Tf|\(|TJ|Tj").search(content, at):
        at = found.end()
        if found[1]:
            letters = fonts[found[1]]
        elif found[0] == b"(":
            codes, at = _read_string(content, at)
            glyphs = [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]
            run += "".join(letters.get(glyph, "\ufffd") for glyph in glyphs)
        else:
            lines, run = [*lines, run], ""
    return "\n".join(lines)


def _read_string(content: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of a string whose "(" ends at `at`; parentheses in it may stand in pairs without a backslash."""
    read, depth = b"", 1
    while True:
        byte = content[at : at + 1]
        if byte == b"\\":
            escape = re.compile(rb"\d{1,3}|.", re.S).match(content, at + 1)
            assert escape
            code = escape[0]
            read += bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)
            at = escape.end()
            continue
        depth += (byte == b"(") - (byte == b")")
        at += 1
        if not depth:
            return read, at
        read += byte


def _follow(key: bytes, body: bytes, objects: dict[int, bytes]) -> bytes:
    found = re.search(key + rb"(\d+) 0 R", body)
    assert found
    return objects[int(found[1])]


def _stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", _stream(cmap), re.M)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
