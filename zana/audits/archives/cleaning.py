"""From what networks write to what may be kept: repaired, dated, grouped, and without anybody's address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address, ip_network

from zana.kernel.words import Saying, say

_EMAIL = re.compile(r"[^\s@<>,;:]+@([^\s@<>,;:]+\.[a-z]{2,})", re.IGNORECASE)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_PHONE = re.compile(r"\+?\d[\d\s()./-]{5,18}\d")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_SHOWN_LENGTH = 48

_PROGRAMS = (
    ("instagram", "Instagram"),
    ("barcelona", "Threads"),
    ("fban", "Facebook"),
    ("fbav", "Facebook"),
    ("fb_iab", "Facebook"),
    ("twitter", "X"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("opera", "Opera"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("macintosh", "Mac"),
    ("mac os", "Mac"),
    ("cros", "Chromebook"),
    ("linux", "Linux"),
)


def repair(text: str) -> str:
    """Meta writes UTF-8 bytes as if each were a letter; undo it where that is what happened."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def shown(value: object) -> str:
    """A name as it may be shown: repaired, short, without addresses, numbers or signs that cannot be seen."""
    if not isinstance(value, str):
        return ""
    text = _UNSEEN.sub(" ", repair(value))
    for pattern in (_EMAIL, _ADDRESS, _LONG_NUMBER):
        text = pattern.sub("…", text)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def moment(value: object) -> datetime | None:
    """UNIX seconds (Meta), ISO 8601 or the form of mails (X); anything that is no plausible time is None."""
    try:
        if isinstance(value, bool) or value is None:
            return None
        if isinstance(value, int | float):
            found = datetime.fromtimestamp(value, UTC)
        elif isinstance(value, str) and value.isdigit():
            found = datetime.fromtimestamp(int(value), UTC)
        elif isinstance(value, str):
            found = _read_date(value.strip())
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    return found if 2004 <= found.year < 2100 else None


def _read_date(text: str) -> datetime:
    return parsedate_to_datetime(text) if text[:1].isalpha() else datetime.fromisoformat(text)


def day(at: datetime) -> date:
    return at.date()


def place_of(value: object) -> str | None:
    """A key for one corner of the internet (/24, /48), only ever used for counting; None if it is no address."""
    if not isinstance(value, str):
        return None
    try:
        address = ip_address(value.strip())
    except ValueError:
        return None
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def domains_in(texts: Iterator[str] | list[str]) -> list[str]:
    """The domain of every e-mail address, each address once."""
    addresses = {match[0].lower(): match[1].lower() for text in texts for match in _EMAIL.finditer(text)}
    return sorted(addresses.values())


def phone_endings(texts: list[str]) -> list[str]:
    """The last two digits of every phone number, each number once."""
    numbers = {re.sub(r"\D", "", text) for text in texts if _PHONE.fullmatch(text.strip())}
    return sorted(number[-2:] for number in numbers)


def looks_like_agent(text: str) -> bool:
    return bool(re.match(r"(Mozilla/\d|Instagram \d|\[?FBAN|Barcelona \d|\w+/\d[\w.]* \()", text))


def describe_agent(*texts: object) -> Saying:
    """Which program on which kind of device, from whatever a network wrote about it."""
    everything = " ".join(text for text in texts if isinstance(text, str)).lower()
    program = next((name for sign, name in _PROGRAMS if sign in everything), None)
    system = next((name for sign, name in _SYSTEMS if sign in everything), None)
    if program and system:
        return say("{program} on {system}", program=program, system=system)
    if program or system:
        return say("{thing}", thing=program or system or "")
    return say("a program we cannot name")
