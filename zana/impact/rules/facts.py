"""The rows that numbers are made of, as plain values. `organisation` is its reference, never its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Row:
    """Where a fact stands: the kind of row and its number in the database."""

    kind: str
    id: int
    organisation: str


@dataclass(frozen=True)
class Enrolled:
    row: Row
    region: str = ""


@dataclass(frozen=True)
class Presence:
    """One person in one training. `minutes` is None where nobody wrote them down; `gender` is as she says herself."""

    row: Row
    person: int
    training: int
    minutes: int | None
    gender: str = ""


@dataclass(frozen=True)
class Day:
    """An individual training day of one organisation."""

    row: Row
    held: bool


@dataclass(frozen=True)
class Finding:
    row: Row
    closed: bool


@dataclass(frozen=True)
class AccountFact:
    row: Row
    practice: bool


@dataclass(frozen=True)
class PostFact:
    row: Row
    day: date
    practice: bool


@dataclass(frozen=True)
class Followers:
    row: Row
    account: int
    day: date
    value: int
    practice: bool


@dataclass(frozen=True)
class Opinion:
    """What was chosen by `part` of `whole` who answered. Nothing leads to them: `rows` are those who were there."""

    part: int
    whole: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Later:
    """What was said twelve weeks after a training: `named` of `whole` who answered; None where it is kept back."""

    named: Mapping[str, int | None]
    whole: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    """All rows of one programme up to a day."""

    starts_on: date
    until: date
    enrolled: tuple[Enrolled, ...] = ()
    presences: tuple[Presence, ...] = ()
    days: tuple[Day, ...] = ()
    findings: tuple[Finding, ...] = ()
    accounts: tuple[AccountFact, ...] = ()
    posts: tuple[PostFact, ...] = ()
    followers: tuple[Followers, ...] = ()
    useful: Opinion | None = None
    later: Later | None = None
