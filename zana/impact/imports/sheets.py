"""From bytes to rows with known columns, and from a cell to a number, a time or a reason why not."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zana.kernel.errors import Refusal
from zana.kernel.words import say

MAX_BYTES = 5_000_000  # a year of a busy page is below one; a table in memory is twenty times its file
MAX_ROWS = 20_000

_UTF16 = b"\xff\xfe"
_NUMBER = re.compile(r"\d+|\d{1,3}(,\d{3})+")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_LONGEST = 15  # digits of a count
_YEARS = range(2004, 2100)  # since there are these networks
_EXCEL_DIGITS = 15  # a spreadsheet keeps so many digits of a number and writes zeros for the rest


class UnreadableError(Exception):
    """One cell cannot be read; the row is left out and listed."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(column)
        self.saying = say('Column "{column}" says "{value}", which cannot be read.', column=column, value=value[:40])


@dataclass(frozen=True)
class Sheet:
    """`header` as in the file; `rows` with their spreadsheet row number. `title`: a line above the header."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    title: str = ""


def tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\ufeff", "").strip()


def fold(name: str) -> str:
    """A column name as it is compared: exports differ in case and spaces."""
    return " ".join(tidy(name).casefold().split())


def open_sheet(content: bytes) -> Sheet:
    """Refuses what is no table of text, in words."""
    text = _decode(content)
    first, _, rest = text.partition("\n")
    offset = 0
    if first.strip().casefold().strip('"').startswith("sep="):
        text, offset = rest, 1
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    filled = _read_rows(text, delimiter, offset)
    if not filled:
        raise Refusal(say("The file is empty."))
    title = ""
    if len(filled) > 1 and len([cell for cell in filled[0][1] if cell]) == 1:
        title = filled.pop(0)[1][0]
    if len(filled[0][1]) == 1 and "," in filled[0][1][0]:
        raise Refusal(say("A spreadsheet program has saved this file in another form. Give it as it was downloaded."))
    return Sheet(filled[0][1], filled[0][0], tuple(filled[1:]), title)


def _read_rows(text: str, delimiter: str, offset: int) -> list[tuple[int, tuple[str, ...]]]:
    """Rows that hold anything, with their spreadsheet row number."""
    filled = []
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), 1 + offset):
            if number > MAX_ROWS:
                raise Refusal(say("The file has more than {rows} rows. Export a shorter time.", rows=MAX_ROWS))
            cells = tuple(tidy(cell) for cell in record)
            if any(cells):
                filled.append((number, cells))
    except csv.Error:
        raise Refusal(say("The file breaks off or is not a proper CSV file. Download it again.")) from None
    return filled


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Refusal(say("The file is larger than {size} MB. Export a shorter time.", size=MAX_BYTES // 10**6))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refusal(say("This is a ZIP or an Excel file. Choose CSV when you export."))
    try:
        text = content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(say("This is not a text file, or a program has changed its letters.")) from None
    if "\0" in text:
        raise Refusal(say("This is not a text file, or a program has changed its letters."))
    if text.lstrip()[:15].casefold().startswith(("<!doctype", "<html")):
        raise Refusal(say("This is a web page, not an export. Choose CSV when you export."))
    return text.replace("\r\n", "\n")


def find_columns(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Our name -> where it stands, first to last: one name may head two columns."""
    folded = [fold(cell) for cell in header]
    wanted = {name: {fold(s) for s in synonyms} for name, synonyms in names.items()}
    found = {name: [i for i, cell in enumerate(folded) if cell in known] for name, known in wanted.items()}
    return {name: places for name, places in found.items() if places}


def cell(cells: Sequence[str], places: Sequence[int]) -> str:
    """The first filled one: where a name heads two columns, the later is blank for most posts."""
    return next((cells[i] for i in places if i < len(cells) and cells[i]), "")


def read_number(text: str, column: str) -> int | None:
    """None for a blank: unknown is not 0."""
    if not text:
        return None
    digits = text.replace(",", "")
    if not _NUMBER.fullmatch(text) or len(digits) > _LONGEST:
        raise UnreadableError(column, text)
    return int(digits)


def read_time(text: str, column: str, *forms: str) -> datetime:
    for form in forms:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - the files name no zone
        except ValueError:
            continue
        if moment.year in _YEARS:
            return moment
    raise UnreadableError(column, text)


def read_link(text: str, column: str, longest: int) -> str:
    """An address to be opened from our pages, so nothing but http(s); blank where the file gives none."""
    if len(text) > longest or (text and not text.startswith(("https://", "http://"))):
        raise UnreadableError(column, text)
    return text


def check_ids(ids: Sequence[str]) -> None:
    """A spreadsheet rounds long ids and what it rounded away cannot be known again."""
    long = [one for one in ids if one.isdigit() and len(one) > _EXCEL_DIGITS]
    rounded = [one for one in long if not one[_EXCEL_DIGITS:].strip("0")]
    if any(_SCIENTIFIC.fullmatch(one) for one in ids) or (len(rounded) > 1 and rounded == long):
        raise Refusal(
            say(
                "A spreadsheet program has rounded the post ids in this file (like 1.22158E+17). "
                "They cannot be recovered: download the file again and give it without opening it."
            )
        )
