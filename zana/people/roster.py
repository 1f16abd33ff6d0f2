"""A list of people as somebody typed it: what each row says, what is wrong with it, and whom it may mean already.

Plain values in, plain values out: nothing here asks or changes the database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zana.kernel.tables import Table, find_columns, fold
from zana.kernel.words import Saying, say

NEW, HERE, ASK, FAULT = "new", "here", "ask", "fault"
SAME, OTHER = "same", "other"  # what is answered to ASK
MOST_PEOPLE = 500
LONGEST_NAME = 120

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("Name", "Full name", "Name and surname", "Emri", "Emri dhe mbiemri", "Ime", "Ime i prezime"),
    "email": (
        "E-mail",
        "Email",
        "E-mail address",
        "E-maili",
        "E-adresa",
        "E-posta",
        "Emaili",
        "Imejl",
        "Mejl",
        "Mejl adresa",
        "E-pošta",
    ),
    "organisation": ("Organisation", "Organization", "Organizata", "Organizacija", "OJQ", "NVO", "NGO"),
    "role": ("Role", "Roli", "Uloga"),
    "language": ("Language", "Gjuha", "Jezik"),
}
_LANGUAGES = {
    "sq": "sq", "shqip": "sq", "albanian": "sq", "albanski": "sq", "sr": "sr", "srpski": "sr", "serbian": "sr",
    "serbisht": "sr", "en": "en", "english": "en", "anglisht": "en", "engleski": "en",
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation a row may mean, with its language."""

    slug: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who belongs to an organisation, or has an open invitation to it."""

    organisation: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row judged. `says` tells why it is a fault or a question; `organisation` is a slug."""

    row: int
    name: str
    email: str
    organisation: str
    role: str
    language: str
    verdict: str = NEW
    says: Saying | None = None


def judge(table: Table, places: Sequence[Place], roles: Mapping[str, str], known: Sequence[Known]) -> list[Line]:
    """Every row of the file, in its order. `roles` maps a folded word of any language to a code."""
    needed = ["name"] if len(places) == 1 else ["name", "organisation"]
    columns = find_columns(table, COLUMNS, needed)
    by_name = {fold(word): place for place in places for word in (place.name, place.slug)}
    only = places[0].name if len(places) == 1 else ""
    judged: list[Line] = []
    emails: dict[str, int] = {}
    for row, cells in table.rows:
        told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        place = by_name.get(fold(told.get("organisation", "") or only))
        line = _read(row, told, place, roles, is_own=len(places) == 1)
        if line.verdict == NEW:
            line = _compare(line, known, judged)
        if line.email and line.verdict != FAULT:
            if line.email in emails:
                line = _fault(line, say("The same e-mail stands in row {row}.", row=emails[line.email]))
            emails.setdefault(line.email, row)
        judged.append(line)
    return judged


def _read(
    row: int, told: Mapping[str, str], place: Place | None, roles: Mapping[str, str], *, is_own: bool = False
) -> Line:
    """A row by itself. Without a role she is a volunteer, who may do the least."""
    role = roles.get(fold(told["role"])) if told.get("role") else "volunteer"
    language = _LANGUAGES.get(fold(told["language"])) if told.get("language") else (place.language if place else "")
    email = told.get("email", "").casefold()
    line = Line(row, told["name"], email, place.slug if place else "", role or "", language or "")
    if not 1 < len(line.name) <= LONGEST_NAME:
        return _fault(line, say("The name is missing or too long."))
    if place is None:
        name = told.get("organisation", "")[:80]
        if is_own:
            return _fault(line, say("This list is for one organisation, and “{name}” is another one.", name=name))
        return _fault(line, say("“{name}” is no organisation of this programme.", name=name))
    if email and _EMAIL.fullmatch(email) is None:
        return _fault(line, say("“{email}” is no e-mail address.", email=email[:80]))
    if role is None:
        return _fault(line, say("“{role}” is no role: director, communicator or volunteer.", role=told["role"][:40]))
    if language is None:
        return _fault(line, say("“{language}” is no language here: sq, sr or en.", language=told["language"][:40]))
    return line


def _compare(line: Line, known: Sequence[Known], earlier: Sequence[Line]) -> Line:
    """Whom this row may mean already. The same letters and no other address: the same person."""
    of_place = [one for one in known if one.organisation == line.organisation]
    if any(line.email and one.email == line.email for one in of_place):
        return _with(line, HERE, say("is here already"))
    for one in of_place:
        if fold(one.name) == fold(line.name):
            if one.name == line.name and (not line.email or not one.email):
                return _with(line, HERE, say("is here already"))
            return _with(line, ASK, say("{name} is here already. Is this the same person?", name=one.name))
    for before in earlier:
        if before.organisation == line.organisation and fold(before.name) == fold(line.name):
            saying = say("Row {row} says {name}. Is this the same person?", row=before.row, name=before.name)
            return _with(line, ASK, saying)
    return line


def _fault(line: Line, saying: Saying) -> Line:
    return _with(line, FAULT, saying)


def _with(line: Line, verdict: str, saying: Saying) -> Line:
    return Line(line.row, line.name, line.email, line.organisation, line.role, line.language, verdict, saying)
