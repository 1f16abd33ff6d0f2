"""Invented XLSX files, as small as the format allows."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
LETTERS = "ABCDEFGHIJ"


def as_xlsx(
    *rows: tuple[object, ...], merged: tuple[str, ...] = (), first_hidden: bool = False, head: str = ""
) -> bytes:
    """A text that begins with `=` is a formula whose last result was 7. Every second text is shared."""
    shared: list[str] = []
    lines = [
        f'<row r="{number}">' + "".join(_cell(f"{LETTERS[at]}{number}", value, shared) for at, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
        if row
    ]  # fmt: skip
    spans = "".join(f'<mergeCell ref="{span}"/>' for span in merged)
    sheet = (
        f"{head}<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData><mergeCells>{spans}</mergeCells></worksheet>"
    )
    hidden = '<sheet name="Old" sheetId="2" state="hidden" r:id="rId2"/>' if first_hidden else ""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN} {_R}><sheets>{hidden}<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId2" Type="{_KIND}" Target="worksheets/sheet2.xml"/>'
            f'<Relationship Id="rId1" Type="{_KIND}" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        packed.writestr("xl/worksheets/sheet2.xml", f"<worksheet {_MAIN}><sheetData/></worksheet>")
        strings = "".join(f"<si><r><t>{escape(text)}</t></r><rPh><t>x</t></rPh></si>" for text in shared)
        packed.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
    return file.getvalue()


def _cell(place: str, value: object, shared: list[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = str(value)
    if text.startswith("="):
        return f'<c r="{place}"><f>{escape(text[1:])}</f><v>7</v></c>'
    if len(shared) % 2:
        shared.append("")
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    shared.append(text)
    return f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
