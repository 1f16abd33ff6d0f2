"""A typed attendance list (CSV) read against the people who may come. It counts as a whole or not at all."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.learning.rules.presence import ABSENT, EXCUSED, THERE, Stay

Someone = tuple[str, str, str, str]  # ref, name, organisation, e-mail
MOST_ROWS = 500
_TOLD = 3  # wrong lines that are named in one answer

# What a column may be called: ours, and what people type in their three languages.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "person", "emri", "emri dhe mbiemri", "ime", "ime i prezime"),
    "organisation": ("organisation", "organization", "organizata", "organizacija"),
    "email": ("e-mail", "email", "posta", "imejl"),
    "state": ("attendance", "present", "state", "prania", "pjesemarrja", "prisustvo"),
    "late": ("late", "late minutes", "vonese", "kasnjenje"),
    "early": ("left early", "early", "left early minutes", "iku heret", "otisla ranije", "otisao ranije"),
}
STATES: dict[str, tuple[str, ...]] = {
    THERE: ("", "1", "x", "yes", "y", "there", "present", "po", "prezent", "prezente", "da", "prisutan", "prisutna"),
    EXCUSED: ("excused", "e", "me arsye", "arsyetuar", "opravdano", "opravdana", "opravdan"),
    ABSENT: ("0", "no", "n", "absent", "jo", "mungon", "mungoi", "ne", "odsutan", "odsutna"),
}


def fold(text: str) -> str:
    """As names are compared: without case, hooks and carons, so that Krasniqi Dafinë is Krasniqi Dafine."""
    bare = unicodedata.normalize("NFKD", text.replace("đ", "dj").replace("Đ", "dj"))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).casefold().split())


def read_sheet(content: bytes, people: Sequence[Someone], *, planned: int) -> dict[str, Stay]:
    """Ref of a person -> how she was there. Refuses with the lines that are wrong, by their number."""
    head, rows = _read_rows(content)
    places = _find_columns(head)
    faults: list[Saying] = []
    found: dict[str, Stay] = {}
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in rows:
        told = {column: row[at].strip() if at < len(row) else "" for column, at in places.items()}
        try:
            ref = _find_person(told, people, number)
            found[ref] = _read_stay(told, planned, number)
            lines[ref].append(number)
        except Refusal as fault:
            faults.append(fault.saying)
    faults += [_doubled(numbers) for numbers in lines.values() if len(numbers) > 1]
    if faults:
        raise Refusal(_tell(faults))
    if not found:
        raise Refusal(say("The list holds no people. Nothing was changed."))
    return found


def _read_rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    text = _decode(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as broken:
        raise Refusal(say("This is not a list as text. Save it as CSV and choose it again.")) from broken
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if len(numbered) > MOST_ROWS:
        raise Refusal(say("More than {count} lines: this is not the list of a half day.", count=MOST_ROWS))
    return (numbered[0][1], numbered[1:]) if numbered else ([], [])


def _decode(content: bytes) -> str:
    if b"\0" in content[:200] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal(say("This is not a list as text. Save it as CSV and choose it again."))
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(say("This is not a list as text. Save it as CSV and choose it again."))


def _find_columns(head: Sequence[str]) -> dict[str, int]:
    names = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    places: dict[str, int] = {}
    for at, cell in enumerate(head):
        column = names.get(fold(cell))
        if column:
            places.setdefault(column, at)
    if "name" not in places:
        seen = ", ".join(cell.strip() for cell in head if cell.strip())[:120] or "-"
        raise Refusal(
            say(
                "Nothing was changed: the first line must name the columns, with “name”. It says: {seen}",
                seen=seen,
            )
        )
    return places


def _find_person(told: Mapping[str, str], people: Iterable[Someone], number: int) -> str:
    """By e-mail where one is given, else by name, and by organisation where the name alone fits several."""
    name, place, email = fold(told["name"]), fold(told.get("organisation", "")), told.get("email", "").lower()
    if email:
        fitting = [ref for ref, _, _, address in people if address == email]
    else:
        fitting = [ref for ref, one, where, _ in people if fold(one) == name and place in ("", fold(where))]
    facts: dict[str, str | int] = {"number": number, "person": told["name"] or told.get("email", "")}
    if not fitting:
        raise Refusal(say("line {number}: {person} is not on the list of this training", **facts))
    if len(fitting) > 1:
        raise Refusal(say("line {number}: several people are called {person}; add the organisation or e-mail", **facts))
    return fitting[0]


def _read_stay(told: Mapping[str, str], planned: int, number: int) -> Stay:
    said = fold(told.get("state", ""))
    state = next((state for state, aliases in STATES.items() if said in aliases), None)
    if state is None:
        raise Refusal(say("line {number}: “{said}” says neither there, excused nor absent", number=number, said=said))
    late, early = (told.get(column, "") or "0" for column in ("late", "early"))
    if not (late.isascii() and late.isdigit() and early.isascii() and early.isdigit()):
        raise Refusal(say("line {number}: minutes are whole numbers", number=number))
    stay = Stay(state, int(late), int(early)) if state == THERE else Stay(state)
    if not stay.fits(planned):
        raise Refusal(say("line {number}: more minutes missed than the half day has", number=number))
    return stay


def _doubled(numbers: Sequence[int]) -> Saying:
    return say("lines {numbers} name the same person", numbers=", ".join(map(str, numbers)))


def _tell(faults: Sequence[Saying]) -> Saying:
    """The first few, one after the other, and how many more there are."""
    told: Saying = faults[0]
    for fault in faults[1:_TOLD]:
        told = say("{first}; also {then}", first=told, then=fault)
    more = len(faults) - _TOLD
    if more > 0:
        return say("Nothing was changed: {faults}; and {more} more.", faults=told, more=more)
    return say("Nothing was changed: {faults}.", faults=told)
