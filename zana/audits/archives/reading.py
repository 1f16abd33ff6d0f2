"""What a reader is given (files of one archive) and what it gives back (readings of controls)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from zana.audits.archives.cleaning import moment
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
    """

    control: str
    result: Result
    why: Saying
    facts: tuple[Saying, ...] = ()
    asks: Saying | None = None
    if_yes: Result = "unknown"
    if_no: Result = "unknown"


@dataclass(frozen=True, slots=True)
class ArchiveReading:
    """One archive, read. `files_read` are bare file names; `signs` are hints that something happened."""

    network: str
    generated_at: datetime | None
    files_read: tuple[str, ...]
    files_listed: int
    controls: tuple[ControlReading, ...]
    signs: tuple[Saying, ...] = ()


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
        rules = [re.compile("[^/]*".join(map(re.escape, p.split("*"))), re.IGNORECASE) for p in patterns]
        found = [name for name in self._names if any(rule.fullmatch(name.rsplit("/", 1)[-1]) for rule in rules)]
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

    def at(self, value: object) -> datetime | None:
        """A time as written in a row; never later than now, so that a wrong clock cannot make an archive fresh."""
        found = moment(value)
        if found is None or found > self._now:
            return None
        if self.newest is None or found > self.newest:
            self.newest = found
        return found


def _lists_under(document: Any, key: str) -> list[list[Any]]:
    if not key:
        return [document] if isinstance(document, list) else []
    if not isinstance(document, dict):
        return []
    rule = re.compile(rf"{re.escape(key)}(_v\d+)?")
    return [value for name, value in document.items() if rule.fullmatch(name) and isinstance(value, list)]


def _parse(data: bytes) -> Any:
    """JSON, or the `window.YTD... = [...]` that X puts before it. None for what cannot be parsed."""
    if data.count(b"{") + data.count(b"[") > _MOST_BRACKETS or data.count(b",") > _MOST_COMMAS:
        return None
    text = data.decode("utf-8-sig", errors="replace")
    head, sign, rest = text.partition("=")
    if sign and head.lstrip().startswith("window."):
        text = rest.strip().removesuffix(";")
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
    signs: tuple[Saying, ...] = ()
    generated_at: datetime | None = None
    is_partial: bool = False
