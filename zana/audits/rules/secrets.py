"""Whether a text looks like a secret, so that a register of places never becomes a list of keys.

It errs on the careful side: who is refused without need writes the place in other words; a code that slips in lies
in a register for years. What was typed is never repeated in the words.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlsplit

from zana.kernel.words import Saying, say

CARD = say("This looks like the number of a card. Write whose card it is and where it lies, never its number.")
CODE = say("This looks like a code or a PIN. Write where it lies, never the code itself: who reads this would have it.")
PASSWORD = say("This looks like a password. It belongs in the password manager; write here only where it lies.")
KEY = say("This looks like the key of an authenticator app. Write on whose phone it is, never the key.")
LINK = say("This link carries a key inside. Give the plain address of the page.")
NO_NUMBER = say("Write a telephone number: digits, with + in front if it is from abroad.")

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# A year or a day that stands by itself; with letters or signs run into it, it is part of something else.
_DATE = re.compile(
    r"(?<![^\s(,;:/–“„\"-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|(?:19|20)\d{2})(?![^\s),.;:/–”“\"-])"
)
_DIGITS = re.compile(r"\d(?:[ \-.]?\d)*")
_NAMED_PASSWORD = re.compile(
    r"\b(?:pass ?words?|pass ?phrase|passwd|pwd|fjal[eë]kalim\w*|lozink\w*|лозинк\w*"
    r"|(?:šifr|sifr|parol)[aeu]\b|шифр[аеу]\b)"
    r"\s*(?:[:=]|\bis\b|\bje\b|\bështë\b|\beshte\b|\bје\b)\s*\S",
    re.IGNORECASE,
)
_NAMED_CODE = re.compile(
    r"\b(?:pin|puk|cvv|cvc|otp|code|kodi?|kod[ae]?|код)\b\W{0,3}(?:is|je|është|eshte|је)?\W{0,3}\d{3,}", re.IGNORECASE
)
_AUTHENTICATOR = re.compile(r"otpauth:|(?<![A-Z0-9])(?=[2-7 -]*[A-Z])(?:[A-Z2-7]{4}[ -]?){4,}[A-Z2-7]{0,4}(?![A-Z0-9])")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SIGNS = re.compile(r"[!@#$%^&*+=?~<>{}|\\]")
_PARTS = re.compile(r"[-_./,:;()\[\]'\"«»“”„’]+")
_KEYS_IN_LINKS = frozenset(["access_token", "code", "key", "otp", "pass", "password", "secret", "sig", "token"])
_CARD = range(13, 20)
_PHONE = range(3, 16)


def find_secret(text: str) -> Saying | None:
    """Why `text` is refused, or None. For words about places, people and purposes."""
    plain = _flatten(text)
    if _AUTHENTICATOR.search(plain) and not plain.isalpha():
        return KEY
    if _NAMED_PASSWORD.search(plain):
        return PASSWORD
    if (found := _find_in_links(plain)) is not None:
        return found
    plain = _ADDRESS.sub(" ", _EMAIL.sub(" ", plain))
    return _find_card(plain) or _find_tokens(plain) or _find_code(plain)


def find_secret_in_number(text: str) -> Saying | None:
    """For a telephone number: it is one, and no card."""
    plain = _flatten(text).strip()
    digits = re.sub(r"\D", "", plain)
    if len(digits) in _CARD and _is_card(digits):
        return CARD
    if not re.fullmatch(r"\+?[\d ()/.\-]+", plain) or len(digits) not in _PHONE:
        return NO_NUMBER
    return None


def find_secret_in_link(link: str) -> Saying | None:
    return _find_in_links(_flatten(link))


def _flatten(text: str) -> str:
    """As a reader sees it: wide digits are digits, letters that cannot be seen are gone."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.digit(sign, None) is not None else sign for sign in plain
    )


def _find_in_links(plain: str) -> Saying | None:
    for link in _ADDRESS.findall(plain):
        try:
            parts = urlsplit(link)
        except ValueError:
            continue
        asked = parse_qsl(parts.query) + parse_qsl(parts.fragment)
        if "@" in parts.netloc or any(name.lower() in _KEYS_IN_LINKS for name, _value in asked):
            return LINK
    return None


def _find_card(plain: str) -> Saying | None:
    for run in _DIGITS.findall(plain):
        digits = re.sub(r"\D", "", run)
        if len(digits) in _CARD and _is_card(digits):
            return CARD
    return None


def _find_code(plain: str) -> Saying | None:
    if _NAMED_CODE.search(plain):
        return CODE
    for run in _DIGITS.findall(_DATE.sub(" ", plain)):
        if sum(sign.isdigit() for sign in run) >= 4:
            return CODE
    return None


def _find_tokens(plain: str) -> Saying | None:
    """Words no language has: letters and digits run together, as in passwords and in printed backup codes."""
    mixed = 0
    for token in _DATE.sub(" ", plain).split():
        if len(token.strip(".,;:!?()")) >= 6 and _SIGNS.search(token.strip(".,;:!?()")) and _is_mixed(token):
            return PASSWORD
        parts = [part for part in _PARTS.split(_SIGNS.sub("-", token)) if _is_mixed(part)]
        if any(len(part) >= 6 for part in parts):
            return PASSWORD
        mixed += sum(len(part) >= 4 for part in parts)
    return CODE if mixed >= 2 else None


def _is_mixed(part: str) -> bool:
    return any(sign.isdigit() for sign in part) and any(sign.isalpha() for sign in part)


def _is_card(digits: str) -> bool:
    """The check digit of a payment card (Luhn)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
