"""Papers as PDF. A template is one of ours; what people wrote reaches it only as data, never as markup.

A template reads its data with `#let data = json(bytes(sys.inputs.data))` and its pictures by the names
given in `assets`. The same template, data and moment give the same bytes.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ttf_opensans
import typst

FONTS = Path(ttf_opensans.TTF_BIN_FOLDER)
# Every weight a template may use has the same letters; the regular one is asked.
_REGULAR = Path(ttf_opensans.OPENSANS_REGULAR.path)
_STANDS_FOR_MISSING = "?"
_PLAIN_NAME = re.compile(r"[a-z0-9_-]+\.[a-z]+")


def typeset(
    template: Path,
    data: Mapping[str, Any],
    assets: Mapping[str, bytes | Path] | None = None,
    *,
    made_at: datetime,
) -> bytes:
    """The PDF of a .typ file. `made_at` (aware) is the document's date.

    Letters the font does not have become "?", for a PDF shows nothing or a box in their place
    and no warning is given; ask `missing_letters` first where that should be refused instead.
    """
    with TemporaryDirectory() as folder:
        # Typst reads files only below its root, so the root holds nothing but this paper's own.
        root = Path(folder)
        main = root / "paper.typ"
        main.write_bytes(template.read_bytes())
        for name, content in (assets or {}).items():
            if not _PLAIN_NAME.fullmatch(name) or name == main.name:
                raise ValueError(f"not a plain file name: {name}")
            (root / name).write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        pdf: bytes = typst.compile(
            str(main),
            root=folder,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
            timestamp=int(made_at.timestamp()),
            # An import of a package would call out to the network: none can be found.
            package_path=folder,
            package_cache_path=folder,
            pdf_standards="ua-1",
        )
    return pdf


def missing_letters(text: str) -> frozenset[str]:
    """The letters of `text` that cannot be printed."""
    letters = set(unicodedata.normalize("NFC", text)) - {"\n", "\t"}
    return frozenset(letter for letter in letters if ord(letter) not in _letters(_REGULAR))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(_STANDS_FOR_MISSING if letter in missing_letters(text) else letter for letter in text)
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _letters(font: Path) -> frozenset[int]:
    """The code points a TrueType font has a shape for, from its character map (format 4)."""
    raw = font.read_bytes()
    (tables,) = struct.unpack(">H", raw[4:6])
    places = {raw[12 + 16 * i : 16 + 16 * i]: 12 + 16 * i for i in range(tables)}
    (cmap,) = struct.unpack(">I", raw[places[b"cmap"] + 8 : places[b"cmap"] + 12])
    (maps,) = struct.unpack(">H", raw[cmap + 2 : cmap + 4])
    starts = [struct.unpack(">I", raw[cmap + 8 + 8 * i : cmap + 12 + 8 * i])[0] + cmap for i in range(maps)]
    return frozenset().union(*(_read_map(raw, at) for at in starts if raw[at : at + 2] == b"\0\4"))


def _read_map(raw: bytes, at: int) -> frozenset[int]:
    """One format 4 table: segments of code points, each with an offset or a list of shapes."""
    count = struct.unpack(">H", raw[at + 6 : at + 8])[0] // 2

    def column(start: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}H", raw[at + start : at + start + 2 * count])

    ends, firsts = column(14), column(16 + 2 * count)
    deltas, offsets = column(16 + 4 * count), column(16 + 6 * count)
    found = set()
    for i, (first, end, delta, offset) in enumerate(zip(firsts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            shape = code
            if offset:
                place = at + 16 + 6 * count + 2 * i + offset + 2 * (code - first)
                (shape,) = struct.unpack(">H", raw[place : place + 2])
            if offset == 0 or shape:
                shape = (shape + delta) % 65536
            if shape:
                found.add(code)
    return frozenset(found)
