"""The parts of an XLSX that hold the first visible sheet: its cells as text, its formulas, its joined cells."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml  # entities and doctypes are refused before it sees a byte

from zana.kernel.archive import MEGABYTE, Archive, Limits, open_archive
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say

LIMITS = Limits(members=2_000, directory=MEGABYTE, member=8 * MEGABYTE, total=16 * MEGABYTE)
WIDEST = 200  # columns
LONGEST = 10_000  # rows that are looked at

_PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/worksheets/*.xml")
_MAIN = "{*}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Grid:
    """Filled rows by their number; formulas and joined cells with the row they begin in and their names."""

    rows: list[tuple[int, tuple[str, ...]]]
    formulas: list[tuple[int, str]]
    joined: list[tuple[int, str]]


def read_grid(content: bytes) -> Grid:
    with open_archive(io.BytesIO(content), _PARTS, LIMITS) as archive:
        sheet = _read_part(archive, _find_sheet(archive))
        shared = _read_shared(archive)
    rows: list[tuple[int, tuple[str, ...]]] = []
    formulas: list[tuple[int, str]] = []
    for place, cells in _walk(sheet):
        if place > LONGEST:
            raise Refusal(say("The sheet has more than {rows} rows. Give it in parts.", rows=LONGEST))
        texts: dict[int, str] = {}
        for column, name, cell in cells:
            texts[column] = _tell(cell, shared)
            if cell.find(f"{_MAIN}f") is not None:
                formulas.append((place, name))
        if any(texts.values()):
            rows.append((place, tuple(texts.get(at, "") for at in range(max(texts) + 1))))
    joined = [(_locate(span.get("ref", ""))[1], span.get("ref", "")) for span in sheet.iterfind(f".//{_MAIN}mergeCell")]
    return Grid(rows, formulas, joined)


def _walk(sheet: Xml.Element) -> Iterator[tuple[int, list[tuple[int, str, Xml.Element]]]]:
    """Rows with their cells. Programs may leave the places out: then each follows the one before."""
    row_before = 0
    for row in sheet.iterfind(f".//{_MAIN}row"):
        place = int(row.get("r", row_before + 1)) if row.get("r", "1").isdecimal() else row_before + 1
        row_before, column, cells = place, -1, []
        for cell in row.iterfind(f"{_MAIN}c"):
            name = cell.get("r", "")
            column = _locate(name)[0] if name else column + 1
            if column < WIDEST:
                cells.append((column, name or f"{place}", cell))
        yield place, cells


def _locate(name: str) -> tuple[int, int]:
    """`B3` -> column 1, row 3."""
    found = _PLACE.match(name)
    if found is None:
        raise Refusal(_broken())
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(found[2])


def _tell(cell: Xml.Element, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(shared):
            raise Refusal(_broken())
        return shared[int(value)]
    if kind == "inlineStr":
        return _gather(cell.find(f"{_MAIN}is"))
    if kind == "n":
        return value.removesuffix(".0").strip()
    return " ".join(value.split())


def _gather(text: Xml.Element | None) -> str:
    """Runs of one text; how it is spoken (Japanese spreadsheets) is no part of it."""
    if text is None:
        return ""
    runs = [*text.iterfind(f"{_MAIN}t"), *text.iterfind(f"{_MAIN}r/{_MAIN}t")]
    return " ".join("".join(run.text or "" for run in runs).split())


def _read_shared(archive: Archive) -> list[str]:
    name = next((one for one in archive.will_read if one.casefold().endswith("sharedstrings.xml")), None)
    if name is None:
        return []
    return [_gather(one) for one in _read_part(archive, name).iterfind(f"{_MAIN}si")]


def _find_sheet(archive: Archive) -> str:
    """The first sheet that is not hidden."""
    book = _read_part(archive, "xl/workbook.xml")
    sheets = [one for one in book.iterfind(f".//{_MAIN}sheet") if one.get("state", "visible") == "visible"]
    if not sheets:
        raise Refusal(_broken())
    wanted = sheets[0].get(_RELATION) or sheets[0].get(_STRICT)
    for relation in _read_part(archive, "xl/_rels/workbook.xml.rels").iterfind(f".//{_MAIN}Relationship"):
        if relation.get("Id") == wanted:
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    raise Refusal(_broken())


def _read_part(archive: Archive, name: str) -> Xml.Element:
    try:
        content = archive.read(name)
    except KeyError:
        raise Refusal(_broken()) from None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content[:64]:
        raise Refusal(_broken())
    try:
        return Xml.fromstring(content)  # noqa: S314 - no entities, see above
    except Xml.ParseError:
        raise Refusal(_broken()) from None


def _broken() -> Saying:
    return say("This Excel file is broken or not made by a spreadsheet program. Save it again as .xlsx or CSV.")
