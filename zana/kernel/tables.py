"""A table somebody made: CSV or XLSX in, a heading and rows of text out, or a Refusal that says what to change.

The XLSX is read here, from its own parts and within the limits of `kernel.archive`: a reader that streams does not
see joined cells, and one that sees them holds the whole file (docs/decisions/tables-read-here.md).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zana.kernel.errors import Refusal
from zana.kernel.sheet_parts import Grid, read_grid
from zana.kernel.words import say

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TELLS = 3  # how many places a refusal names

Rows = list[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """`header_row` and the numbers of rows are those a person sees in her spreadsheet."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes) -> Table:
    """The first row with at least two filled cells is the heading; what stands above it is a title."""
    if len(content) > MAX_BYTES:
        raise Refusal(say("The file is larger than {size} MB. Take out pictures and other sheets.", size=2))
    if content.startswith(_OLD_EXCEL):
        raise Refusal(say("This is an old Excel file or one with a password. Save it as .xlsx or CSV, without one."))
    if content.startswith(_ZIP):
        grid = read_grid(content)
        table = _cut(grid.rows)
        _refuse_formulas(grid, table)
        _refuse_joined(grid, table)
        return table
    return _cut(_read_csv(_decode(content)))


def fold(text: str) -> str:
    """As names and headings are compared: no case, no accents (ë = e, ç = c, š = s), no double spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D")).casefold()
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def find_columns(table: Table, names: Mapping[str, Sequence[str]], needed: Sequence[str]) -> dict[str, int]:
    """Our name -> its column. Refuses, with what was expected and found, a table without a needed one."""
    folded = [fold(cell) for cell in table.header]
    wanted = {name: {fold(one) for one in known} for name, known in names.items()}
    found = {name: [place for place, cell in enumerate(folded) if cell in wanted[name]] for name in names}
    if missing := [names[name][0] for name in needed if not found[name]]:
        raise Refusal(
            say(
                "There is no column “{missing}”. Found: {found}.",
                missing="”, “".join(missing),
                found=", ".join(filter(None, table.header))[:200],
            )
        )
    if twice := [names[name][0] for name, places in found.items() if len(places) > 1]:
        raise Refusal(say("Two columns are called “{name}”. Keep one of them.", name=twice[0]))
    return {name: places[0] for name, places in found.items() if places}


def tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def _cut(rows: Rows) -> Table:
    if not rows:
        raise Refusal(say("The file is empty."))
    at = next((place for place, (_, cells) in enumerate(rows) if sum(map(bool, cells)) > 1), 0)
    (number, header), body = rows[at], rows[at + 1 :]
    if len(body) > MAX_ROWS:
        raise Refusal(say("The file has more than {rows} rows. Give it in parts.", rows=MAX_ROWS))
    return Table(header, number, tuple(body))


def _refuse_formulas(grid: Grid, table: Table) -> None:
    """What a formula last came to may be old, and one that looks elsewhere came to nothing here."""
    bad = [cell for row, cell in grid.formulas if row >= table.header_row]
    if bad:
        raise Refusal(
            say(
                "There are formulas in {cells}. Copy everything, paste it as values only, and give that file.",
                cells=_name(bad),
            )
        )


def _refuse_joined(grid: Grid, table: Table) -> None:
    bad = [span for row, span in grid.joined if row >= table.header_row]
    if bad:
        raise Refusal(
            say("Cells are merged in {cells}. Take them apart, so that every row stands for itself.", cells=_name(bad))
        )


def _name(places: Sequence[str]) -> str:
    return ", ".join(places[:_TELLS]) + (" …" if len(places) > _TELLS else "")


def _decode(content: bytes) -> str:
    """Windows in this region writes code page 1250 where it does not write Unicode; the preview shows the names."""
    for code in ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1250"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.lstrip()[:15].casefold().startswith(("<!doctype", "<html", "%pdf")):
            return text
    raise Refusal(say("This is no table. Give an Excel file (.xlsx) or a CSV."))


def _read_csv(text: str) -> Rows:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    return list(_filled(csv.reader(io.StringIO(lines), delimiter=delimiter)))


def _filled(records: Iterator[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        for number, record in enumerate(records, 1):
            cells = tuple(tidy(cell) for cell in record)
            if any(cells):
                yield number, cells
    except csv.Error:
        raise Refusal(say("The file breaks off or is not a proper CSV file.")) from None
