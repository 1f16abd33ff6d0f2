"""Reads text the way a person would who wants to understand it: without case, accents, scripts and tricks.

One text has several readings (by sound, by look, digits as letters; signs between letters as gaps or as nothing).
A reading keeps, for each of its letters, the place it came from, so that a finding can be covered on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    SOUND = "sound"  # Cyrillic by sound; digits stay digits
    LOOK = "look"  # letters of other alphabets by what they look like
    DIGITS_I = "digits, 1 as i"
    DIGITS_L = "digits, 1 as l"


@dataclass(frozen=True, slots=True)
class Reading:
    """`letters` is a-z, 0-9 and single spaces; letter n was read from the signs `origin[n]` to `last[n]` of the text.

    `spelled` are the parts of the text (start, end) that were written letter by letter and are read as one word.
    """

    letters: str
    origin: tuple[int, ...]
    last: tuple[int, ...]
    spelled: tuple[tuple[int, int], ...] = ()


_BY_SOUND = dict(zip("абвгдђежзијклљмнњопрстћуфхцчџшыэщіїє", "abvgd_ezzijkllmnnoprst_ufhcc_siesiie", strict=True))
_BY_SOUND |= {"ђ": "đ", "ћ": "ć", "џ": "dz", "ю": "ju", "я": "ja", "ѕ": "dz", "ъ": "", "ь": "", "љ": "lj", "њ": "nj"}
_BY_LOOK = dict(zip("авекмнорстухѕіјԁһԛԝӏгпиьз", "abekmhopctyxsijdhqwlrnubz", strict=True))
_BY_LOOK |= dict(zip("αβεηικνορτυχγω", "abenikvoptuxyw", strict=True))
_LATIN = {"đ": "dj", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ɑ": "a", "ɡ": "g", "ə": "e"}
_LATIN |= dict(zip("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdeghijklmnoprstuvwyz", strict=True))
_DIGITS = dict(zip("034578@$€|+", "oeastbasel" + "t", strict=True))
_LETTER_BLOCKS = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # letters in boxes, circles and flags
# Two letters written for one sound, in Albanian, Serbian without accents, and each spelling the other's names.
_PAIRS = {"dj": "d", "gj": "d", "sh": "s", "zh": "z", "ch": "c", "lj": "l", "nj": "n", "xh": "dz"}
_SINGLES = {"q": "c", "y": "i", "w": "v"}
_SPELLED = re.compile(r"(?<![^ ])[a-z](?: [a-z]){2,}(?![^ ])")


def read(text: str, way: Way = Way.SOUND, *, glued: bool = False) -> Reading:
    """`glued` drops signs between letters instead of taking them for gaps (`St.re-hëza`)."""
    raw, origin = _close_gaps(*_spell(text, way, glued))
    runs = [(run.start(), run.end()) for run in _SPELLED.finditer(raw)]
    gaps = {n for start, end in runs for n in range(start, end) if raw[n] == " "}
    kept = [n for n in range(len(raw)) if n not in gaps]
    spelled = tuple((origin[start], origin[end - 1] + 1) for start, end in runs)
    return _fold("".join(raw[n] for n in kept), [origin[n] for n in kept], spelled)


def all_readings(text: str) -> Iterator[Reading]:
    seen = set()
    for way in Way:
        for glued in (False, True):
            reading = read(text, way, glued=glued)
            if reading.letters not in seen:
                seen.add(reading.letters)
                yield reading


def _spell(text: str, way: Way, glued: bool) -> tuple[str, list[int]]:
    out: list[str] = []
    origin: list[int] = []
    before = ""
    for place, sign in enumerate(text):
        plain = _plain(sign, way)
        if plain is None:  # invisible: as if it were not there
            continue
        if not plain:
            plain = "" if glued and not sign.isspace() else " "
        elif not glued and out and out[-1] != " " and _turns(before, sign, way):
            plain = " " + plain
        before = sign
        out.extend(plain)
        origin.extend([place] * len(plain))
    return "".join(out), origin


def _turns(before: str, sign: str, way: Way) -> bool:
    """A new word begins without a gap: `TeStrehëza`, `Lisave14`."""
    if before.islower() and sign.isupper():
        return True
    return way in (Way.SOUND, Way.LOOK) and before.isalnum() and before.isdigit() != sign.isdigit()


def _plain(sign: str, way: Way) -> str | None:
    """Letters a-z or digits; nothing for a sign that parts words; None for what cannot be seen."""
    if sign == "'" or sign == "’":
        return None
    for start in _LETTER_BLOCKS:
        if start <= ord(sign) < start + 26:
            return chr(ord("a") + ord(sign) - start)
    plain = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold()):
        if unicodedata.category(part) in ("Mn", "Me", "Cf"):
            continue
        plain.append(_letter(part, way))
    if not plain:
        return None
    return "".join(plain)


def _letter(part: str, way: Way) -> str:
    if way is not Way.SOUND:
        if way is not Way.LOOK:
            if part in "1!":
                return "i" if way is Way.DIGITS_I else "l"
            part = _DIGITS.get(part, part)
        part = _BY_LOOK.get(part, part)
    part = _BY_SOUND.get(part, _BY_LOOK.get(part, part))
    part = {"ć": "c", "đ": "dj"}.get(part, _LATIN.get(part, part))
    return part if part.isascii() and part.isalnum() else ""


def _close_gaps(raw: str, origin: list[int]) -> tuple[str, list[int]]:
    kept = [n for n, letter in enumerate(raw) if letter != " " or n == 0 or raw[n - 1] != " "]
    return "".join(raw[n] for n in kept), [origin[n] for n in kept]


def _fold(raw: str, origin: list[int], spelled: tuple[tuple[int, int], ...]) -> Reading:
    """Pairs become one letter; a letter said twice counts once (`ll`, `rr`, `Strehëëëza`), before pairing and after."""
    letters: list[str] = []
    first: list[int] = []
    last: list[int] = []
    for letter, start, end in _pair(*_once(raw, origin)):
        if letters and letters[-1] == letter and letter.isalpha():
            last[-1] = end
        else:
            letters.append(letter)
            first.append(start)
            last.append(end)
    return Reading("".join(letters), tuple(first), tuple(last), spelled)


def _once(raw: str, origin: list[int]) -> tuple[str, list[tuple[int, int]]]:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for letter, place in zip(raw, origin, strict=True):
        if letters and letters[-1] == letter and letter.isalpha():
            places[-1] = (places[-1][0], place)
        else:
            letters.append(letter)
            places.append((place, place))
    return "".join(letters), places


def _pair(raw: str, places: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(raw):
        pair = raw[at : at + 2]
        width = 2 if pair in _PAIRS else 1
        folded = _PAIRS.get(pair) or _SINGLES.get(raw[at], raw[at])
        for letter in folded:
            yield letter, places[at][0], places[at + width - 1][1]
        at += width
