"""From a file somebody gives to what it proves: which network's archive it is, what may be read, how old it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, NamedTuple

from zana.audits.archives import facebook, instagram, x
from zana.audits.archives.joining import Joined, Piece, Whole, join_pieces
from zana.audits.archives.reading import ArchiveReading, ControlReading, Files, Sheet
from zana.audits.archives.signs import Sign
from zana.audits.archives.whose import whose_by_folder
from zana.audits.controls import catalogue
from zana.audits.rules.freshness import freshness
from zana.kernel.archive import open_archive
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say


class Format(NamedTuple):
    """One network's archive: which files may be read, which names tell it apart, and its reader."""

    network: str
    allow: Sequence[str]
    spare: Sequence[str]  # of those, what may be left out when it is too long
    signs: Sequence[str]
    roots: Sequence[str]
    read_files: Callable[[Files, datetime], Sheet]


FORMATS: tuple[Format, ...] = tuple(
    Format(m.NETWORK, m.ALLOW, m.OPTIONAL, m.SIGNS, m.ROOTS, m.read_files) for m in (facebook, instagram, x)
)
ALLOW: tuple[str, ...] = tuple(sorted({pattern for each in FORMATS for pattern in each.allow}))

SPARE: tuple[str, ...] = tuple(sorted({pattern for each in FORMATS for pattern in each.spare}))

# Folders whose files are never opened, whatever they are called.
NEVER = frozenset({"messages", "message", "inbox", "contacts", "stories", "location", "photos_and_videos"})

_ABOUT_LOGINS = frozenset({"SEC-18", "SEC-20", "SEC-21"})
_A_DAY = timedelta(days=1)


Source = Path | str | IO[bytes]


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


def read_archive(source: Source | Parts, now: datetime) -> list[ArchiveReading]:
    """What one file proves; usually one reading, two where a download holds two networks. `Refusal` in words."""
    return read_archives([source], now)


def read_archives(sources: Sequence[Source | Parts], now: datetime) -> list[ArchiveReading]:
    """What several files given together prove. Meta cuts a large archive into several ZIPs: those are read as one."""
    with ExitStack() as closing:
        return _read_together([_open(source, closing) for source in sources], now)


def _open(source: Source | Parts, closing: ExitStack) -> Whole:
    if isinstance(source, Parts):
        return source
    return closing.enter_context(open_archive(source, ALLOW, spare=SPARE))


def may_read(name: str) -> bool:
    """On the allow-list, and not in a folder that is never opened."""
    return _matches(name, ALLOW) and not NEVER & set(name.lower().split("/")[:-1])


def _read_together(archives: Sequence[Whole], now: datetime) -> list[ArchiveReading]:
    pieces: dict[str, list[Piece]] = {each.network: [] for each in FORMATS}
    for archive in archives:
        names = tuple(name for name in archive.will_read if may_read(name))
        found = [(each, chosen) for each in FORMATS if (chosen := _names_of(each, names))]
        for each, chosen in found:
            pieces[each.network].append(Piece(archive, chosen))
        if not found and (len(archives) == 1 or _is_wrong_kind(archive.members_listed)):
            raise Refusal(_explain_nothing(archive.members_listed))
    if not any(pieces.values()):
        raise Refusal(_explain_nothing(archives[0].members_listed if archives else ()))
    return [_read(joined, each, now) for each in FORMATS for joined in join_pieces(pieces[each.network])]


def _is_wrong_kind(members_listed: Sequence[str]) -> bool:
    """Web pages, a ZIP in a ZIP, nothing at all: never just the piece of an archive that holds the photos."""
    names = [name.lower() for name in members_listed if not name.endswith("/")]
    media = (".jpg", ".jpeg", ".png", ".mp4", ".webp", ".heic", ".json", ".js", ".mp3", ".gif", ".txt")
    return not any(name.endswith(media) for name in names)


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


def _read(joined: Joined, each: Format, now: datetime) -> ArchiveReading:
    files = Files(joined, joined.will_read, now)
    sheet = each.read_files(files, now)
    generated_at = sheet.generated_at or _date(joined.newest_at, files.newest, now)
    return ArchiveReading(
        network=each.network,
        generated_at=generated_at,
        files_read=tuple(sorted(name.rsplit("/", 1)[-1] for name in joined.will_read)),
        files_listed=joined.count,
        controls=tuple(
            _age(_warn(reading, sheet.signs), generated_at, now) for reading in sheet.judge(generated_at or now)
        ),
        signs=sheet.signs,
        whose=sheet.whose or whose_by_folder(joined.will_read),
        of=sheet.of,
    )


def _warn(reading: ControlReading, signs: tuple[Sign, ...]) -> ControlReading:
    """Hints that somebody tried to get in stand where the owner is asked whether she knows every login."""
    if reading.control not in _ABOUT_LOGINS:
        return reading
    return replace(reading, facts=(*(sign.words for sign in signs), *reading.facts))


def _date(written_at: datetime | None, newest_row: datetime | None, now: datetime) -> datetime | None:
    """When it was made: the ZIP's own clock where it is possible, else the newest thing it tells of, which is older."""
    if written_at and written_at <= now + _A_DAY and (newest_row is None or written_at >= newest_row - _A_DAY):
        return min(written_at, now)
    return newest_row


def _age(reading: ControlReading, generated_at: datetime | None, now: datetime) -> ControlReading:
    """An archive without a date, or too old, proves nothing about today. What was unknown anyway keeps its reason."""
    if reading.result == "unknown" and not reading.asks:
        return reading
    kind = catalogue()[reading.control].kind
    if generated_at is None:
        why = say("The archive does not say when it was made, so it proves nothing about today.")
    elif freshness(reading.way, kind, generated_at, now) == 0:
        why = say(
            "The archive is {count} days old: too old for this. Ask for a new one.", count=(now - generated_at).days
        )
    else:
        return reading
    return replace(reading, result="unknown", why=why, asks=None, if_yes="unknown", if_no="unknown")
