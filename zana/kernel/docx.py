"""Papers as DOCX, written by hand: a title, headings, paragraphs, points, steps, boxes to tick and lines to fill in.

The smallest WordprocessingML that word processors open without a complaint. The same blocks and moment give the
same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Kind = Literal["lead", "heading", "text", "bullet", "step", "tick", "line", "small"]
Block = Mapping[str, str]  # kind, text; value for a line (empty: room to write); mark for a step

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CODES = {"sq": "sq-AL", "sr": "sr-Latn-RS", "en": "en-GB"}
_STYLES: dict[str, str] = {"lead": "Lead", "heading": "Heading1", "text": "Normal", "small": "Small"}
_BOX = "☐"
_ROOM = "_" * 40


def write_docx(title: str, blocks: Iterable[Block], *, language: str, author: str, made_at: datetime) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": _properties(title, author, _CODES.get(language, language), made_at),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml")),
        "word/styles.xml": _style_sheet(_CODES.get(language, language)),
        "word/document.xml": _document(title, blocks),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, made_at.astimezone(UTC).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode())
    return held.getvalue()


def _document(title: str, blocks: Iterable[Block]) -> str:
    body = _paragraph("Title", title) + "".join(_draw(block) for block in blocks)
    margins = "".join(f'w:{side}="1134" ' for side in ("top", "right", "bottom", "left"))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {margins}w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W}><w:body>{body}{page}</w:body></w:document>"


def _draw(block: Block) -> str:
    kind, text = block["kind"], block["text"]
    if kind == "line":
        return _paragraph("Normal", "", f"{_run(text + ': ', bold=True)}{_run(block['value'] or _ROOM)}")
    if kind in ("bullet", "step", "tick"):
        mark = {"bullet": "•", "tick": _BOX}.get(kind) or f"{block['mark']}."
        return _paragraph("Point", "", f"{_run(mark)}<w:r><w:tab/></w:r>{_run(text)}")
    return _paragraph(_STYLES[kind], text)


def _paragraph(style: str, text: str, runs: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs or _run(text)}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(_allowed(text))}</w:t></w:r>'


def _allowed(text: str) -> str:
    """XML has no place for most control characters."""
    return "".join(
        sign if sign >= " " else " " for sign in text if sign not in "\ufffe\uffff" and not "\ud800" <= sign <= "\udfff"
    )


def _style_sheet(code: str) -> str:
    def style(name: str, shown: str, paragraph: str, run: str = "", *, default: bool = False) -> str:
        mark = ' w:default="1"' if default else ""
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        return (
            f'<w:style w:type="paragraph"{mark} w:styleId="{name}"><w:name w:val="{shown}"/>{based}'
            f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    ink, plum = '<w:color w:val="241B2B"/>', '<w:color w:val="5B2A6F"/>'
    styles = (
        style("Normal", "Normal", '<w:spacing w:after="100" w:line="276" w:lineRule="auto"/>', ink, default=True),
        style("Title", "Title", '<w:spacing w:after="120"/>', f'<w:b/>{plum}<w:sz w:val="40"/>'),
        style("Lead", "Lead", '<w:spacing w:after="160"/>', '<w:sz w:val="24"/>'),
        style(
            "Heading1",
            "heading 1",
            '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>',
            f'<w:b/>{plum}<w:sz w:val="26"/>',
        ),
        style(
            "Point", "Point", '<w:tabs><w:tab w:val="left" w:pos="397"/></w:tabs><w:ind w:left="397" w:hanging="397"/>'
        ),
        style("Small", "Small", '<w:spacing w:before="200"/>', '<w:color w:val="5D5366"/><w:sz w:val="17"/>'),
    )
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>'
    plain = f'<w:rPr>{font}<w:sz w:val="21"/><w:lang w:val="{code}"/></w:rPr>'
    defaults = f"<w:docDefaults><w:rPrDefault>{plain}</w:rPrDefault></w:docDefaults>"
    return f"{_HEAD}<w:styles {_W}>{defaults}{''.join(styles)}</w:styles>"


def _content_types() -> str:
    kinds = (
        ("/word/document.xml", f"{_WORD}.document.main+xml"),
        ("/word/styles.xml", f"{_WORD}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    def kind(name: str) -> str:
        return f"{_PACKAGE}/relationships/{name}" if "/" in name else f"{_OFFICE}/{name}"

    rows = "".join(
        f'<Relationship Id="r{number}" Type={quoteattr(kind(name))} Target={quoteattr(target)}/>'
        for number, (name, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _properties(title: str, author: str, code: str, made_at: datetime) -> str:
    at = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_allowed(title))}</dc:title><dc:creator>{escape(_allowed(author))}</dc:creator>"
        f"<dc:language>{code}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>'
    )
