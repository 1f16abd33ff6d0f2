"""Papers as PDF and as Word. What people wrote reaches them only as data, never as markup.

The template of a PDF is one of ours. It reads its data with `#let data = json(bytes(sys.inputs.data))` and its
pictures by the names given in `assets`. The same template, data and moment give the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from xml.sax.saxutils import escape

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


# --- Word


@dataclass(frozen=True)
class Heading:
    """Level 1 to 3; the paper's own title is not one of them."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """`soft` is smaller, for what stands beside."""

    text: str
    look: Literal["plain", "strong", "soft"] = "plain"


@dataclass(frozen=True)
class Bullets:
    lines: Sequence[str]


@dataclass(frozen=True)
class Table:
    """The first row is `head`, repeated on every page; without words in it there is none.

    A cell's text may hold line breaks.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PageBreak:
    pass


Part = Heading | Paragraph | Bullets | Table | PageBreak

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org"
_PACKAGE = f"{_OFFICE}/package/2006"
_LINKS = f"{_OFFICE}/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier moment


def write_docx(title: str, parts: Iterable[Part], *, language: str, author: str = "", made_at: datetime) -> bytes:
    """A Word file people can go on writing in. What they wrote reaches it as text, never as markup.

    `language` is that of the words (BCP 47), for the spelling check and for who listens. The same parts and moment
    give the same bytes.
    """
    body = "".join([_paragraph(title, "Title"), *(_write_part(part) for part in parts)])
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'  # noqa: E501  # A4 with 20 mm, in twentieths of a point
    moment = made_at.astimezone(UTC)
    members = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relate(("officeDocument", f"{_LINKS}/officeDocument", "word/document.xml"), _CORE),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}{page}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relate(
            ("styles", f"{_LINKS}/styles", "styles.xml"), ("numbering", f"{_LINKS}/numbering", "numbering.xml")
        ),
        "word/styles.xml": _styles(language),
        "word/numbering.xml": _NUMBERING,
        "docProps/core.xml": _about(title, author, language, moment),
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, max(_EARLIEST, moment.timetuple()[:6]))
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return kept.getvalue()


def _write_part(part: Part) -> str:
    match part:
        case Heading(text, level):
            return _paragraph(text, f"Heading{level}")
        case Paragraph(text, look):
            return _paragraph(text, {"plain": "Normal", "strong": "Strong", "soft": "Soft"}[look])
        case Bullets(lines):
            return "".join(_paragraph(line, "ListBullet") for line in lines)
        case Table(head, rows):
            return _table(head, rows)
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _paragraph(text: str, style: str) -> str:
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{runs}</w:r></w:p>'


def _text(text: str) -> str:
    return escape(_UNPRINTABLE.sub("", unicodedata.normalize("NFC", text)), {'"': "&quot;"})


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    line = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="B9AFC0"/>'
    lines = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
    width = 9638 // max(1, len(head))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in head)
    first = _row(head, "Strong", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>") if any(head) else ""
    others = "".join(_row(row, "Normal", "<w:trPr><w:cantSplit/></w:trPr>") for row in rows)
    # Word joins two tables that touch and wants a paragraph after the last one.
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{first}{others}</w:tbl><w:p/>"


def _row(cells: Sequence[str], style: str, about: str) -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{_paragraph(cell, style)}</w:tc>' for cell in cells
    )
    return f"<w:tr>{about}{inside}</w:tr>"


def _relate(*links: tuple[str, str, str]) -> str:
    lines = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{place}"/>' for name, kind, place in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_CORE = ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KINDS}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KINDS}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_KINDS}.numbering+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_NUMBERING = (
    f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
# Style -> how its paragraphs stand and how its letters look; sizes in half points.
_LOOKS = {
    "Title": ('<w:spacing w:after="160"/>', '<w:b/><w:color w:val="5B2A6F"/><w:sz w:val="38"/>'),
    "Heading1": (
        '<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:color w:val="5B2A6F"/><w:sz w:val="28"/>',
    ),
    "Heading2": (
        '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:color w:val="5B2A6F"/><w:sz w:val="24"/>',
    ),
    "Heading3": ('<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="2"/>', "<w:b/>"),
    "ListBullet": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>', ""),
    "Strong": ("", "<w:b/>"),
    "Soft": ("", '<w:color w:val="5D5366"/><w:sz w:val="18"/>'),
}


def _styles(language: str) -> str:
    shown = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{_STYLE_NAMES.get(name, name)}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{stands}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
        for name, (stands, letters) in _LOOKS.items()
    )
    letters = '<w:rFonts w:ascii="Open Sans" w:hAnsi="Open Sans" w:cs="Open Sans"/><w:sz w:val="20"/>'
    return (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{letters}'
        f'<w:lang w:val="{_text(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        f"{shown}</w:styles>"
    )


_STYLE_NAMES = {
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "ListBullet": "List Bullet",
}


def _about(title: str, author: str, language: str, moment: datetime) -> str:
    at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title><dc:creator>{_text(author)}</dc:creator>"
        f"<dc:language>{_text(language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>'
    )
