"""Finds confidential places in a text, however they are bent, spelled or disguised. Never says which one it found.

A line of a SafePlace is a name (`Strehëza`) or an address (`Rruga e Lisave 14, Pejë`). A name stops wherever it stands.
Of an address the street stops beside a word for street or its house number; the town alone never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from zana.studio.rules.letters import Reading, all_readings, read

# Endings of nouns and adjectives, folded as rules/letters.py folds (so `sh` is `s`, `ë` is `e`).
_ALBANIAN = "a e en es n ne s se i in it u un ut t te at et ve ave eve s as es ja je jen jes is ve ise ine isat"
_SERBIAN = "a e i u o om em ama ov ev ova eva ovo"
_ADJECTIVE = "a e i u o og oga oj om im ih ima em eg emu omu"
_PEOPLE = "ski ska ske sko sku skog skoj skom skim skih"
_ADJECTIVE_SIGNS = ("ska", "ski", "sko", "cka", "cki", "cko", "va", "vo", "vi", "na", "ni", "no")
_PARTICLES = frozenset(["i", "e", "te", "se", "a", "ne", "dhe", "o", "u", "na", "kod", "pri", "the", "of", "de", "la"])
_WAY = (
    "r|rug[a-z]*|ul|ulic[a-z]*|bul|bulevard[a-z]*|stret|st|road|sokak[a-z]*|ses|ses[a-z]{1,4}|trg[a-z]{0,3}|lad[a-z]{0,5}"
    "|nasel[a-z]*|mahal[a-z]*|fsat[a-z]*|kvart[a-z]*"
)
_NUMBER_SIGNS = frozenset(["nr", "br", "no", "numri", "broj", "bb", "pn"])
_WAY_WORD = re.compile(rf"(?:{_WAY})\Z")
_LOOSE = 6  # a name of so many letters is also found with gaps inside it
_INSIDE = 7  # and one of so many inside a longer word
_INSIDE_TAG = 5  # in a hashtag, handle, address or file name words are run together
_TAG = re.compile(r"[#@]\w+|\b[\w.-]+\.\w{2,}(?:/\S*)?|\b\w+_\w+\b")


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a SafePlace, ready to be looked for. Its pattern is the secret: it is never printed."""

    apart: re.Pattern[str]
    inside: re.Pattern[str] | None
    inside_tag: re.Pattern[str] | None
    is_address: bool
    number: str

    def __repr__(self) -> str:
        return "Place(•••)"


@dataclass(frozen=True, slots=True)
class Found:
    """From where to where in the text; which place it was is not kept."""

    start: int
    end: int


def find_places(text: str, lines: Iterable[str]) -> list[Found]:
    """Where `text` names one of the places, in order and without overlaps."""
    places = [place for line in lines for place in read_line(line)]
    if not places or not text:
        return []
    tags = [(tag.start(), tag.end()) for tag in _TAG.finditer(text)]
    spans = [span for reading in all_readings(text) for place in places for span in _find_in(reading, place, tags)]
    return _merge(spans)


@lru_cache(maxsize=512)
def read_line(line: str) -> tuple[Place, ...]:
    """The patterns of one line; a line without letters gives none."""
    parts = [part for part in re.split(r"[,;\n]", line) if part.strip()]
    addresses = [part for part in parts if _looks_like_address(part)]
    found = [_make_place(part) for part in addresses or parts[:1]]
    return tuple(place for place in found if place is not None)


def _looks_like_address(part: str) -> bool:
    words = read(part).letters.split()
    named = [word for word in words if not word.isdigit() and not _WAY_WORD.match(word)]
    return bool(named) and any(_WAY_WORD.match(word) or word[0].isdigit() for word in words)


def _make_place(part: str) -> Place | None:
    is_address = _looks_like_address(part)
    words, number = _content(part, is_address)
    if not words:
        return None
    letters = sum(len(word) for word in words)
    loose = letters >= _LOOSE
    gap = " ?" if loose else " "
    between = f"{gap}(?:(?:{'|'.join(sorted(_PARTICLES))}) )?" if len(words) > 1 else ""
    bent = between.join(_bend(word, loose) for word in words)
    stems = between.join(min(_unbent(word), key=len).replace("E", "e?") for word in words)
    return Place(
        apart=re.compile(rf"(?<![^ ])(?:{bent})(?![^ ])"),
        inside=_inside(stems, letters, is_address),
        inside_tag=re.compile(stems) if letters >= _INSIDE_TAG else None,
        is_address=is_address,
        number=number,
    )


def _inside(stems: str, letters: int, is_address: bool) -> re.Pattern[str] | None:
    """Run together with other words; of an address only with the word for street in front."""
    if is_address:
        return re.compile(rf"(?:rug|ulic|bulevard)[a-z]{{0,4}} ?{stems}")
    return re.compile(stems) if letters >= _INSIDE else None


def _content(part: str, is_address: bool) -> tuple[list[str], str]:
    """The telling words, with a capital E where an ë stood (many leave it out), and the house number."""
    reading = read(part)
    marked = "".join(
        "E" if letter == "e" and part[place] in "ëË" else letter
        for letter, place in zip(reading.letters, reading.origin, strict=True)
    )
    words = [word if len(word) >= 5 else word.lower() for word in marked.split()]  # a short word needs all its letters
    number = next((word for word in words if word[0].isdigit()), "") if is_address else ""
    dropped = _PARTICLES | (_NUMBER_SIGNS if is_address else frozenset())
    telling = [word for word in words if word.lower() not in dropped]
    if is_address:
        telling = [word for word in telling if word != number and not _WAY_WORD.match(word.lower())]
        telling = [word for word in telling if len(word) > 1]
    return telling or [word for word in words if word != number], number


def _bend(word: str, loose: bool) -> str:
    """A pattern for the word in all its cases."""
    gap = " ?" if loose else ""
    return "(?:" + "|".join(_bent_stem(stem, word, gap) for stem in sorted(_stems(word), key=len, reverse=True)) + ")"


def _bent_stem(stem: str, word: str, gap: str) -> str:
    endings = {*_ALBANIAN.split(), *_SERBIAN.split()}
    if word.lower().endswith(_ADJECTIVE_SIGNS):
        endings |= set(_ADJECTIVE.split())
    if len(stem) >= 5:
        endings |= set(_PEOPLE.split())
    spelled = gap.join("e?" if letter == "E" else letter for letter in stem)
    return f"{spelled}(?:(?:{'|'.join(sorted(endings, key=len, reverse=True))}))?"


def _stems(word: str) -> set[str]:
    """What stays the same when the word is bent, and how its last sounds may change."""
    stems = _unbent(word)
    return stems.union(*(_changed(stem) for stem in stems))


def _unbent(word: str) -> set[str]:
    """The word itself and the word without each ending it may have."""
    stems = {word}
    shortest = 3 if len(word) <= 5 else 4
    for ending in {*_ALBANIAN.split(), *_SERBIAN.split()}:
        if word.lower().endswith(ending) and len(word) - len(ending) >= shortest:
            if len(word) <= 5 and len(ending) > 1:
                continue
            stems.add(word[: -len(ending)])
    return stems


def _changed(stem: str) -> set[str]:
    """Sounds that change inside a Serbian or Albanian word: Požega/Požezi, Čačak/Čačka, Kamenica/Kamenički."""
    changed = set()
    if len(stem) >= 4:
        swap = {"k": "c", "g": "z", "h": "s", "c": "k"}.get(stem[-1].lower())
        if swap:
            changed.add(stem[:-1] + swap)
        if len(stem) >= 5 and stem[-2] == "a" and stem[-1] not in "aeiouE" and stem[-3] not in "aeiouE":
            changed.add(stem[:-2] + stem[-1])
    return changed


def _find_in(reading: Reading, place: Place, tags: list[tuple[int, int]]) -> list[Found]:
    seen = (_locate(reading, place, match) for match in place.apart.finditer(reading.letters))
    found = [span for span in seen if span is not None]
    if place.inside:
        found += [_span(reading, m.start(), m.end()) for m in place.inside.finditer(reading.letters)]
    run_together = [*tags, *reading.spelled]
    if place.inside_tag and run_together:
        inner = [_span(reading, m.start(), m.end()) for m in place.inside_tag.finditer(reading.letters)]
        found += [f for f in inner if any(start <= f.start and f.end <= end for start, end in run_together)]
    return found


def _locate(reading: Reading, place: Place, match: re.Match[str]) -> Found | None:
    """A name always; a street only beside a word for street or its own house number, which then belongs to it."""
    start, end = match.span()
    if not place.is_address:
        return _span(reading, start, end)
    before = reading.letters[:start].split()[-2:]
    after = reading.letters[end:].split()[:3]
    way = any(_WAY_WORD.match(word) for word in [*before, *after[:1]])
    number = bool(place.number) and place.number in [*before[-1:], *after]
    if not way and not number:
        return None
    if number and place.number in after:
        end = reading.letters.index(place.number, end) + len(place.number)
    elif number:
        start = reading.letters.rindex(place.number, 0, start)
    return _span(reading, start, end)


def _span(reading: Reading, start: int, end: int) -> Found:
    return Found(reading.origin[start], reading.last[end - 1] + 1)


def _merge(spans: list[Found]) -> list[Found]:
    merged: list[Found] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Found(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
