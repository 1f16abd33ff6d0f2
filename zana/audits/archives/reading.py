"""What a reader is given (files of one archive) and what it gives back (readings of controls)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from zana.audits.archives.cleaning import moment
from zana.audits.archives.signs import Sign
from zana.audits.archives.whose import NOBODY, Whose
from zana.audits.rules.freshness import Way
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

Row = Mapping[str, Any]
MOST_FACTS = 20
# A hostile file of 12 MB can name millions of empty lists. No log of a network comes near these.
_MOST_BRACKETS, _MOST_COMMAS = 300_000, 800_000


@dataclass(frozen=True, slots=True)
class ControlReading:
    """What one archive says about one control.

    Where only the owner can tell, `asks` is the question and `if_yes`, `if_no` what her answer makes of it.
    `way` is `file` for what everybody can see, `export` for the rest. `about` the `account`: true of it whoever
    gives the archive; about the `person`: true of her own login only.
    """

    control: str
    result: Result
    why: Saying
    facts: tuple[Saying, ...] = ()
    asks: Saying | None = None
    if_yes: Result = "unknown"
    if_no: Result = "unknown"
    way: Way = "export"
    about: Literal["person", "account"] = "person"


@dataclass(frozen=True, slots=True)
class ArchiveReading:
    """One archive, read. `files_read` are bare file names; `signs` are hints that something happened.

    `whose` is for comparing only and is never kept. `of` a `person`, or of the `account` itself: a Page's own export,
    and everything on networks where the login is the account.
    """

    network: str
    generated_at: datetime | None
    files_read: tuple[str, ...]
    files_listed: int
    controls: tuple[ControlReading, ...]
    signs: tuple[Sign, ...] = ()
    whose: Whose = NOBODY
    of: Literal["person", "account"] = "account"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file. `missing`: no such file. `strange`: it is there, and we do not understand it."""

    state: Literal["missing", "strange", "there"]
    rows: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return self.state == "there"

    def emptied(self) -> Table:
        """Only whether it was there: rows are many times heavier in memory than in the file."""
        return Table(self.state)


class Opened(Protocol):
    """As much of an archive as a reader needs."""

    @property
    def will_read(self) -> tuple[str, ...]: ...

    def read(self, name: str) -> bytes: ...


class Files:
    """The allowed files of one archive, parsed one at a time; remembers the newest time it has met."""

    def __init__(self, archive: Opened, names: Iterable[str], now: datetime) -> None:
        self._archive = archive
        self._names = tuple(names)
        self._now = now
        self.newest: datetime | None = None

    def documents(self, *patterns: str) -> list[Any] | None:
        """Every matching file parsed; None if there is none. A file that is no JSON counts as None in the list."""
        found = self._find(patterns)
        return [_parse(self._archive.read(name)) for name in found] if found else None

    def table(self, key: str, *patterns: str) -> Table:
        """Rows under the key `key`, `key_v2`, `key_v3`, ...; with an empty key the file itself is the list."""
        documents = self.documents(*patterns)
        if documents is None:
            return Table("missing")
        rows: list[Row] = []
        for document in documents:
            lists = _lists_under(document, key)
            if not lists or any(not isinstance(row, dict) for rows_found in lists for row in rows_found):
                return Table("strange")
            rows += [row for rows_found in lists for row in rows_found]
        return Table("there", tuple(rows))

    def slim_table(self, key: str, keep: Callable[[Row], Row], *patterns: str) -> Table:
        """As `table`, for long logs: of each row only what `keep` makes of it, before the next one is looked at."""
        names, rows = self._find(patterns), list[Row]()
        rule = re.compile(rf"{re.escape(key)}(_v\d+)?")
        try:
            for name in names:
                for row in _walk_under(self.take(name), rule):
                    if not isinstance(row, dict):
                        return Table("strange")
                    rows.append(keep(row))
        except (ValueError, RecursionError, IndexError):
            return Table("strange")
        return Table("there", tuple(rows)) if names else Table("missing")

    def at(self, value: object) -> datetime | None:
        """A time as written in a row; never later than now, so that a wrong clock cannot make an archive fresh."""
        found = moment(value)
        if found is None or found > self._now:
            return None
        if self.newest is None or found > self.newest:
            self.newest = found
        return found

    def stream(self, *patterns: str) -> Stream:
        """Rows of long files that are one list each, one at a time: a row is many times heavier than in its file.

        Texts come as their bytes, a letter each, as Meta writes them anyway: `repair` what is to be understood.
        """
        return Stream(self, self._find(patterns))

    def count_rows(self, *patterns: str) -> int | None:
        """Rows of a file of unknown shape: of its only list, or 1 if it is filled at all; None if it is missing."""
        documents = self.documents(*patterns)
        return None if documents is None else sum(map(_count_rows, documents))

    def _find(self, patterns: Iterable[str]) -> list[str]:
        rules = [re.compile("[^/]*".join(map(re.escape, p.split("*"))), re.IGNORECASE) for p in patterns]
        return [name for name in self._names if any(rule.fullmatch(name.rsplit("/", 1)[-1]) for rule in rules)]

    def has(self, *patterns: str) -> bool:
        return bool(self._find(patterns))

    def take(self, name: str) -> bytes:
        return self._archive.read(name)


class Stream:
    """Rows, in passing. Only when all have passed does `is_whole` say whether every file was understood to its end."""

    def __init__(self, files: Files, names: list[str]) -> None:
        self._files = files
        self._names = names
        self.state: Literal["missing", "strange", "there"] = "there" if names else "missing"
        self.passed = 0

    def __iter__(self) -> Iterator[Row]:
        for name in self._names:
            try:
                for row in _walk_list(self._files.take(name)):
                    if isinstance(row, dict):
                        self.passed += 1
                        yield row
            except (ValueError, RecursionError):
                self.state = "strange"

    def expect(self, promised: int) -> None:
        if self.state == "there" and self.passed < promised:
            self.state = "strange"

    @property
    def table(self) -> Table:
        return Table(self.state)


_BLANKS = " \t\r\n"
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def _open_text(data: bytes) -> tuple[str, int]:
    """A letter a byte, which costs least, and where its JSON begins."""
    if _is_too_dense(data):
        raise ValueError("too many brackets or commas")
    text = data.decode("latin-1")
    return text, _skip_blank(text, _skip_head(text))


def _walk_list(data: bytes) -> Iterator[Any]:
    """The elements of a JSON list, each parsed by itself. `ValueError` where it stops being one."""
    text, at = _open_text(data)
    del data
    if text[at : at + 1] != "[":
        raise ValueError("no list")
    yield from _walk_elements(text, at)


def _walk_under(data: bytes, rule: re.Pattern[str]) -> Iterator[Any]:
    """The elements of the lists whose key fits, or of a file in the newest form, which is one list."""
    text, at = _open_text(data)
    del data
    if text[at : at + 1] == "[":
        yield from _walk_elements(text, at)
        return
    if text[at : at + 1] != "{":
        raise ValueError("no object")
    found = False
    while text[at : at + 1] in ("{", ",") and text[_skip_blank(text, at + 1)] != "}":
        key, at = _DECODER.raw_decode(text, _skip_blank(text, at + 1))
        at = _skip_blank(text, at)
        if text[at : at + 1] != ":" or not isinstance(key, str):
            raise ValueError("no key")
        at = _skip_blank(text, at + 1)
        if rule.fullmatch(key) and text[at : at + 1] == "[":
            found = True
            at = yield from _walk_elements(text, at)
        else:
            _, at = _DECODER.raw_decode(text, at)
        at = _skip_blank(text, at)
    if not found or "}" not in text[at : _skip_blank(text, at + 1) + 1]:
        raise ValueError("no list under the key, or no end")


def _walk_elements(text: str, at: int) -> Generator[Any, None, int]:
    """From a `[` to behind its `]`."""
    at = _skip_blank(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = _DECODER.raw_decode(text, at)
        yield value
        at = _skip_blank(text, at)
        if text[at : at + 1] == ",":
            at = _skip_blank(text, at + 1)
        elif text[at : at + 1] != "]":
            raise ValueError("no end of the list")
    return at + 1


def _skip_blank(text: str, at: int) -> int:
    if text[at : at + 1] not in _BLANKS:  # mostly: networks write without spaces
        return at
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _skip_head(text: str) -> int:
    """Past the mark of UTF-8 and past `window.YTD... =`, where they stand."""
    start = 3 if text.startswith("\xef\xbb\xbf") else 0
    sign = text.find("=", start, start + 200)
    return sign + 1 if sign > 0 and text[start:sign].lstrip().startswith("window.") else start


def _count_rows(document: Any) -> int:
    lists = [document] if isinstance(document, list) else []
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
    return len(lists[0]) if len(lists) == 1 else int(bool(document))


def _lists_under(document: Any, key: str) -> list[list[Any]]:
    if not key or _is_newest_form(document):
        return [document] if isinstance(document, list) else []
    if not isinstance(document, dict):
        return []
    rule = re.compile(rf"{re.escape(key)}(_v\d+)?")
    return [value for name, value in document.items() if rule.fullmatch(name) and isinstance(value, list)]


def _is_newest_form(document: Any) -> bool:
    """A list of `label_values` rows, whatever the file is called: `plain.make_plain` reads them."""
    return (
        isinstance(document, list)
        and bool(document)
        and all(isinstance(r, dict) and "label_values" in r for r in document)
    )


def _is_too_dense(data: bytes) -> bool:
    return data.count(b"{") + data.count(b"[") > _MOST_BRACKETS or data.count(b",") > _MOST_COMMAS


def _parse(data: bytes) -> Any:
    """JSON, or the `window.YTD... = [...]` that X puts before it. None for what cannot be parsed."""
    if _is_too_dense(data):
        return None
    text = data.decode("utf-8-sig", errors="replace")
    del data
    if start := _skip_head(text):
        text = text[start:].strip().removesuffix(";")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def texts_in(value: object, depth: int = 6) -> list[str]:
    """Every text inside a small nested value."""
    if isinstance(value, str):
        return [value]
    if depth == 0 or not isinstance(value, dict | list):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [text for item in inner for text in texts_in(item, depth - 1)]


def at_most(facts: list[Saying]) -> tuple[Saying, ...]:
    """The first facts, and how many more there are."""
    if len(facts) <= MOST_FACTS:
        return tuple(facts)
    return (*facts[: MOST_FACTS - 1], say("and {count} more", count=len(facts) - MOST_FACTS + 1))


def not_there(control: str, table: Table) -> ControlReading:
    if table.state == "strange":
        return ControlReading(control, "unknown", say("The file for this has a shape we do not know. Look together."))
    return ControlReading(control, "unknown", say("The archive has no file for this. Look together, or ask for it."))


Reader = Callable[[Files], "Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reader took out of the files, before it is dated: `judge(generated_at)` gives the readings."""

    judge: Callable[[datetime], list[ControlReading]]
    signs: tuple[Sign, ...] = ()
    generated_at: datetime | None = None
    is_partial: bool = False
    whose: Whose = NOBODY
    of: Literal["person", "account"] = "account"
