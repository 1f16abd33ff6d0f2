"""Translations of all rooms: extracted with Babel over Django's templatize, so that no gettext programs are needed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[1]
LOCALES = {"sq": "sq", "sr": "sr_Latn"}  # our code, and the folder Django looks into
KEYWORDS: dict[str, tuple[int, ...] | tuple[tuple[int, str], int] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "say": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SAME_IN_EVERY_LANGUAGE = Path(__file__).with_name("names_in_every_language.txt")


@dataclass(frozen=True, order=True)
class Fault:
    """One text of one room that a person would meet in the wrong language."""

    room: str
    language: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.room} {self.language} {self.what}: {self.text!r}"


def rooms(name: str = "") -> list[Path]:
    return sorted(path.parent for path in HOUSE.glob(f"{name or '*'}/apps.py"))


def extract_room(room: Path) -> Catalog:
    """Everything the room says, in English, with the files it stands in."""
    found = Catalog(fuzzy=False)
    for path in sorted(room.rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = templatize(path.read_text(), origin=str(path)).encode()
        else:
            continue
        where = str(path.relative_to(HOUSE.parent))
        for _line, ids, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
            if ids:
                found.add(ids, locations=[(where, 0)], context=context)
    return found


def po_file(room: Path, language: str) -> Path:
    return room / "locale" / LOCALES[language] / "LC_MESSAGES" / "django.po"


def extract_all(within: list[Path]) -> int:
    """Bring every catalogue up to date; translations that still fit are kept. Returns how many texts there are."""
    count = 0
    for room in within:
        fresh = extract_room(room)
        count += len(fresh)
        for language in LOCALES:
            path = po_file(room, language)
            if len(fresh) or path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_written(fresh, path, language))
    return count


def _written(fresh: Catalog, path: Path, language: str) -> bytes:
    kept = _read(path, language) if path.exists() else Catalog(locale=LOCALES[language], fuzzy=False)
    # Guessing a translation from a similar sentence is how wrong words reach a shelter; a new text starts empty.
    kept.update(fresh, no_fuzzy_matching=True)
    kept.obsolete.clear()
    out = io.BytesIO()
    write_po(out, kept, width=0, sort_output=True, include_lineno=False, omit_header=False)
    text = out.getvalue().decode()
    _head, _, body = text.partition("\n\n")
    return (_header(language) + "\n\n" + body).encode() if body else (_header(language) + "\n").encode()


def _header(language: str) -> str:
    """The same on every machine and every day, so that extracting twice changes nothing."""
    plural = {
        "sq": "nplurals=2; plural=(n != 1);",
        "sr": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    }[language]
    lines = [
        f"Language: {LOCALES[language]}\\n",
        "MIME-Version: 1.0\\n",
        "Content-Type: text/plain; charset=UTF-8\\n",
        "Content-Transfer-Encoding: 8bit\\n",
        f"Plural-Forms: {plural}\\n",
    ]
    return 'msgid ""\nmsgstr ""\n' + "\n".join(f'"{line}"' for line in lines)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def compile_all(within: list[Path]) -> int:
    """Write the .mo beside every .po that is newer than its own. Returns how many stand there."""
    written = 0
    for room in within:
        for language in LOCALES:
            path = po_file(room, language)
            if path.exists():
                if not _is_compiled(path):
                    _compile(path, language)
                written += 1
    return written


def _is_compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime_ns > path.stat().st_mtime_ns


def _compile(path: Path, language: str) -> None:
    """Through a file beside it: another process may be reading the old one."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, _read(path, language))
    unfinished.replace(path.with_suffix(".mo"))


def find_faults(within: list[Path]) -> list[Fault]:
    """Texts that are missing, fuzzy, left in English, changed in the code, or that lost a place of their sentence."""
    own = [fault for room in within for language in LOCALES for fault in _faults_of(room, language)]
    return sorted([*own, *(fault for language in LOCALES for fault in _disagreements(within, language))])


def _faults_of(room: Path, language: str) -> Iterator[Fault]:
    path = po_file(room, language)
    said = {_key(message) for message in extract_room(room) if message.id}
    kept = [message for message in _read(path, language) if message.id] if path.exists() else []
    for text in said - {_key(message) for message in kept}:
        yield Fault(room.name, language, "not extracted", text)
    for message in kept:
        what = "no longer said" if _key(message) not in said else _fault(message, language)
        if what:
            yield Fault(room.name, language, what, _key(message))


def _disagreements(within: list[Path], language: str) -> Iterator[Fault]:
    """Django shows one translation of a text in all rooms; where two rooms differ, one of them speaks unheard."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for room in within:
        path = po_file(room, language)
        for message in _read(path, language) if path.exists() else []:
            if message.id:
                said = first.setdefault((message.context or "", _key(message)), (room.name, str(message.string)))
                if said[1] != str(message.string):
                    yield Fault(room.name, language, f"said otherwise in {said[0]}", _key(message))


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _fault(message: Message, language: str) -> str:
    ids = list(message.id) if isinstance(message.id, list | tuple) else [message.id]
    forms = list(message.string) if isinstance(message.string, list | tuple) else [message.string]
    if not all(forms) or (len(ids) > 1 and len(forms) != {"sq": 2, "sr": 3}[language]):
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    if any(form in ids for form in forms) and ids[0] not in same_in_every_language():
        return "same as English"
    if _places(str(forms[-1])) != _places(str(ids[-1])):
        return "places differ"
    return ""


def _places(sentence: str) -> set[str]:
    """`{name}` and `%(name)s`: what the program fills in."""
    braces = {piece.split("}")[0] for piece in sentence.split("{")[1:]}
    return braces | {piece.split(")")[0] for piece in sentence.split("%(")[1:]}


def same_in_every_language() -> set[str]:
    return set(SAME_IN_EVERY_LANGUAGE.read_text().splitlines())
