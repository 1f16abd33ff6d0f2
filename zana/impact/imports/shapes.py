"""What an export says, in plain values. A number that the file leaves blank is absent, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zana.kernel.words import Saying


@dataclass(frozen=True)
class Fault:
    """Why one row was left out. `row` counts as a spreadsheet does, from 1 and with the header."""

    row: int
    words: Saying


@dataclass(frozen=True)
class PostRow:
    """`published_at` is as written in the file, which names no zone. `numbers`: our number name -> value."""

    row: int
    remote_id: str
    url: str
    text: str
    published_at: datetime
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class DayRow:
    row: int
    number: str
    day: date
    value: int


@dataclass(frozen=True)
class Owner:
    """Whose posts they are, as the file names it."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Export:
    """`network` is "" where the file does not say; rows begin after `header_row`."""

    form: str
    network: str
    rows_read: int
    header_row: int
    posts: tuple[PostRow, ...] = ()
    days: tuple[DayRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    owners: frozenset[Owner] = field(default=frozenset())
