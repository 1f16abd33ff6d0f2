"""From a file somebody gives to what it proves: which network's archive it is, what may be read, how old it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from zana.audits.archives import facebook, instagram, x
from zana.audits.archives.reading import ArchiveReading, ControlReading, Files, Opened, Sheet
from zana.audits.controls import catalogue
from zana.audits.rules.freshness import freshness
from zana.kernel.archive import open_archive
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say


class Format(NamedTuple):
    """One network's archive: which files may be read, which names tell it apart, and its reader."""

    network: str
    allow: Sequence[str]
    signs: Sequence[str]
    roots: Sequence[str]
    read_files: Callable[[Files, datetime], Sheet]


FORMATS: tuple[Format, ...] = tuple(
    Format(m.NETWORK, m.ALLOW, m.SIGNS, m.ROOTS, m.read_files) for m in (facebook, instagram, x)
)
ALLOW: tuple[str, ...] = tuple(sorted({pattern for each in FORMATS for pattern in each.allow}))

# Folders whose files are never opened, whatever they are called.
NEVER = frozenset({"messages", "message", "inbox", "contacts", "stories", "location", "media", "photos_and_videos"})

_ABOUT_LOGINS = frozenset({"SEC-18", "SEC-20", "SEC-21"})
_A_DAY = timedelta(days=1)


class Whole(Opened, Protocol):
    """A whole archive, or the parts of one that a browser has unpacked."""

    @property
    def members_listed(self) -> Sequence[str]: ...

    @property
    def count(self) -> int: ...

    @property
    def newest_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Parts:
    """Allowed members a browser took out of an archive it kept for itself. Anybody may send anything here."""

    members: Mapping[str, bytes]
    count: int
    newest_at: datetime | None

    @property
    def members_listed(self) -> Sequence[str]:
        return tuple(self.members)

    @property
    def will_read(self) -> tuple[str, ...]:
        return tuple(sorted(self.members))

    def read(self, name: str) -> bytes:
        return self.members[name]


def read_archive(source: Path | str | IO[bytes], now: datetime) -> list[ArchiveReading]:
    """What one file proves; usually one reading, two where a download holds two networks. `Refusal` in words."""
    with open_archive(source, ALLOW) as archive:
        return read_opened(archive, now)


def may_read(name: str) -> bool:
    """On the allow-list, and not in a folder that is never opened."""
    return _matches(name, ALLOW) and not NEVER & set(name.lower().split("/")[:-1])


def read_opened(archive: Whole, now: datetime) -> list[ArchiveReading]:
    names = tuple(name for name in archive.will_read if may_read(name))
    found = [(each, chosen) for each in FORMATS if (chosen := _names_of(each, names))]
    if not found:
        raise Refusal(_explain_nothing(archive.members_listed))
    return [_read(archive, each, chosen, now) for each, chosen in found]


def _names_of(each: Format, names: Sequence[str]) -> tuple[str, ...]:
    """The files of this network, if any of them tells that it is this network's archive."""
    mine = [name for name in names if _matches(name, [pattern.rsplit("/", 1)[-1] for pattern in each.allow])]
    others = [other for other in FORMATS if other is not each and any(_matches(n, other.signs) for n in names)]
    if not any(_matches(name, each.signs) or _stands_under(name, each.roots) for name in mine):
        return ()
    return tuple(n for n in mine if _matches(n, each.signs) or not others or _stands_under(n, each.roots))


def _matches(name: str, patterns: Sequence[str]) -> bool:
    """Against as many last parts of the path as the pattern has."""
    parts = name.lower().split("/")
    return any(fnmatchcase("/".join(parts[-pattern.count("/") - 1 :]), pattern) for pattern in patterns)


def _stands_under(name: str, roots: Sequence[str]) -> bool:
    folders = name.lower().split("/")[:-1]
    return any(folder.startswith(root) for folder in folders for root in roots)


def _explain_nothing(members_listed: Sequence[str]) -> Saying:
    names = [name.lower() for name in members_listed]
    if not names:
        return say("The archive is empty.")
    pages = sum(name.endswith((".html", ".htm")) for name in names)
    if pages and not any(name.endswith(".js") for name in names):
        return say(
            "This archive was made as web pages (HTML), which nobody can read safely. "
            "Ask for it again: format JSON, category Security and login information."
        )
    if all(name.endswith((".zip", "/")) for name in names):
        return say("There is another ZIP inside this ZIP. Open it once and give the ZIP that is inside.")
    return say(
        "None of the files we may read is in this archive. "
        "Ask the network for the category Security and login information, in the format JSON."
    )


def _read(archive: Whole, each: Format, names: Sequence[str], now: datetime) -> ArchiveReading:
    files = Files(archive, names, now)
    sheet = each.read_files(files, now)
    generated_at = sheet.generated_at or _date(archive.newest_at, files.newest, now)
    return ArchiveReading(
        network=each.network,
        generated_at=generated_at,
        files_read=tuple(sorted(name.rsplit("/", 1)[-1] for name in names)),
        files_listed=archive.count,
        controls=tuple(
            _age(_warn(reading, sheet.signs), generated_at, now) for reading in sheet.judge(generated_at or now)
        ),
        signs=sheet.signs,
    )


def _warn(reading: ControlReading, signs: tuple[Saying, ...]) -> ControlReading:
    """Hints that somebody tried to get in stand where the owner is asked whether she knows every login."""
    return replace(reading, facts=(*signs, *reading.facts)) if reading.control in _ABOUT_LOGINS else reading


def _date(written_at: datetime | None, newest_row: datetime | None, now: datetime) -> datetime | None:
    """When it was made: the ZIP's own clock where it is possible, else the newest thing it tells of, which is older."""
    if written_at and written_at <= now + _A_DAY and (newest_row is None or written_at >= newest_row - _A_DAY):
        return min(written_at, now)
    return newest_row


def _age(reading: ControlReading, generated_at: datetime | None, now: datetime) -> ControlReading:
    """An archive without a date, or too old, proves nothing about today."""
    kind = catalogue()[reading.control].kind
    if generated_at is None:
        why = say("The archive does not say when it was made, so it proves nothing about today.")
    elif freshness("export", kind, generated_at, now) == 0:
        why = say(
            "The archive is {count} days old: too old for this. Ask for a new one.", count=(now - generated_at).days
        )
    else:
        return reading
    return replace(reading, result="unknown", why=why, asks=None, if_yes="unknown", if_no="unknown")
