"""Signs in a text that somebody could be recognised or found: numbers, addresses, and details that add up.

Patterns look at plain text: small letters, no accents, Cyrillic written in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = dict(zip("абвгдежзијклмнопрстуфхцчш", "abvgdezzijklmnoprstufhccs", strict=True))
_CYRILLIC |= {"ђ": "dj", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz"}

_NUMBER = re.compile(r"(?<![\w/])\+?\d(?:[\s./()-]{0,2}\d){6,14}(?!\w)")
_MOBILE = re.compile(r"(?:(?:\+|00)?383|0)4[3-9]\d{6}|(?:(?:\+|00)?381|0)6\d{7,8}|(?:(?:\+|00)?355|0)6[6-9]\d{7}")
_MAIL = re.compile(r"[\w.+-]+@(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|proton|protonmail)\.\w+", re.I)
_ALBANIAN_ID = re.compile(r"\b[a-t]\d{8}[a-w]\b")
_KOSOVO_ID = re.compile(r"\b1\d{9}\b")
_PLATE = re.compile(r"\b0[1-9][ -]\d{3}[ -][a-z]{2}\b")
_ADDRESS = re.compile(
    r"\b(?:rruga|rruges|rrugen|rr\.|ulica|ulici|ulice|ul\.|bulevardi|bulevar|sheshi|sokak|street)\s+(?:[\w\"'„“”.-]+\s+){1,5}?"
    r"(?:nr\.?\s*|br\.?\s*|no\.?\s*)?\d{1,4}[a-z]?\b(?!\s*[:.]\d\d)|\b\d{1,4}\s+(?:[\w.]+\s+){1,3}street\b"
)
_COORDINATES = re.compile(r"\b(?:3[89]|4[0-7])[.,]\d{3,}\s*[,; ]\s*(?:1[89]|2[0-3])[.,]\d{3,}")
_MAP = re.compile(
    r"maps\.app\.goo\.gl|goo\.gl/maps|google\.\w+/maps|maps\.google\.|maps\.apple\.|waze\.com|openstreetmap\.org|osm\.org"
)

_HOW_MANY = r"(?:\d|dy|tri|tre|kater|pese|gjashte|dvoje|troje|cetvoro|petoro|two|three|four|five)"
_MONTHS = (
    "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nentor|dhjetor"
    "|januara|februara|marta|aprila|maja|juna|jula|avgusta|septembra|oktobra|novembra|decembra"
)
# Kinds of detail that are harmless alone; three of them together can name a person.
DETAILS: dict[str, re.Pattern[str]] = {
    kind: re.compile("|".join(patterns))
    for kind, patterns in {
        "age": (
            r"\b\d{1,2}[ -]?(?:vjec\w*|vjet\b|godisnj\w*|godin\w*|years?[ -]old|yo)\b",
            r"\b(?:e|i) moshes? \d{1,2}\b",
            r"\baged? \d{1,2}\b",
        ),
        "children": (
            rf"\b(?:nena|nene|majka|mother|mom) (?:(?:e|of|od) )?{_HOW_MANY}\b",
            rf"\b{_HOW_MANY} (?:femij\w*|dec[ae]|children|kids)\b",
        ),
        "village": (r"\b(?:fshat\w*|selo|sela|selu|village|lagj\w+|naselj\w+)\b",),
        "job": (
            r"\b(?:mesues\w*|infermier\w*|rrobaqeps\w*|kuzhinier\w*|shites\w*|pastrues\w*)\b",
            r"\b(?:uciteljic\w*|nastavnic\w*|medicinsk\w+ sestr\w*|prodavacic\w*|kuvaric\w*|krojacic\w*)\b",
            r"\b(?:teacher|nurse|seamstress|shop assistant|cook|cleaner)\b",
        ),
        "relation": (
            r"\b(?:ish-?burr\w*|burri i saj|bashkeshort\w*|vjehr\w*)\b",
            r"\b(?:bivs\w+ muz\w*|njen muz|suprug\w*|svekr\w*)\b",
            r"\b(?:ex-?husband|her husband|in-laws?)\b",
        ),
        "date": (r"\b\d{1,2}[./]\s?\d{1,2}[./]\s?(?:20)?\d\d\b", rf"\b\d{{1,2}}\.? (?:{_MONTHS})\b"),
        "people": (r"\b(?:rome|rom|romkinj\w*|ashkali\w*|egjiptian\w*|egipcan\w*|askalij\w*|goran\w*)\b",),
        "injury": (
            r"\b(?:plag\w+|e rrahur|thyerje|povred\w*|modric\w*|prelom\w*|pretucen\w*)\b",
            r"\b(?:bruises?|broken (?:arm|rib|jaw)|stab\w*)\b",
        ),
    }.items()
}


def make_plain(text: str) -> str:
    shown = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not _is_mark(sign))
    return "".join("dj" if sign == "đ" else _CYRILLIC.get(sign, sign) for sign in shown)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Cf")


def has_private_number(text: str) -> bool:
    """A mobile number. Free helplines, short codes and offices on a landline are not private."""
    numbers = (re.sub(r"[^\d+]", "", found[0]) for found in _NUMBER.finditer(text))
    return any(_MOBILE.fullmatch(number) for number in numbers)


def has_private_mail(text: str) -> bool:
    return _MAIL.search(text) is not None


def has_personal_id(text: str) -> bool:
    plain = make_plain(text)
    if _ALBANIAN_ID.search(plain) or _KOSOVO_ID.search(plain):
        return True
    return any(is_jmbg(found[0]) for found in re.finditer(r"\b\d{13}\b", plain))


def is_jmbg(digits: str) -> bool:
    """The thirteen-digit number of the former Yugoslavia, with its check digit."""
    weights = (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits[:12], strict=True)) % 11
    return int(digits[12]) == (0 if rest in (0, 1) else 11 - rest) and "01" <= digits[:2] <= "31"


def has_address(text: str) -> bool:
    return _ADDRESS.search(make_plain(text)) is not None


def has_map(text: str) -> bool:
    return _COORDINATES.search(text) is not None or _MAP.search(text.lower()) is not None


def has_plate(text: str) -> bool:
    return _PLATE.search(make_plain(text)) is not None


def find_details(text: str) -> list[str]:
    """Which kinds of detail the text gives; three together can name a person (the jigsaw)."""
    plain = make_plain(text)
    return [kind for kind, pattern in DETAILS.items() if pattern.search(plain)]
