"""Read a ZIP that a stranger made: its directory first, then only what an allow-list names, within limits.

The directory is read here and not by `zipfile`, because a directory of 100,000 names must stay cheap, because
every member is judged before any is opened, and because an archive that lies in one place is refused whole.
Nothing is ever written to a disk, and no member outside the allow-list is ever opened.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say

MEGABYTE = 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_END_64_PLACE = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED, _AES = 0, 8, 99
_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_CHUNK = 64 * 1024

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel"),
)


@dataclass(frozen=True)
class Limits:
    """What one archive may cost. Sizes in bytes; the ratio is inflated to packed."""

    members: int = 200_000
    directory: int = 48 * MEGABYTE
    member: int = 12 * MEGABYTE
    total: int = 48 * MEGABYTE
    ratio: int = 200
    ratio_from: int = MEGABYTE  # a small file may well pack 1000 to 1


@dataclass(frozen=True, slots=True)
class Member:
    """One allow-listed member as the directory declares it. Sizes in bytes."""

    name: str
    raw_name: bytes
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    written_at: datetime | None


class Archive:
    """An opened ZIP: `members_listed` are all its names, `will_read` those the allow-list lets through.

    `newest_at` is the latest time any member says it was written; whoever made the archive could set it.
    """

    def __init__(
        self, file: IO[bytes], *, owned: bool, allow: Sequence[str], limits: Limits, spare: Sequence[str] = ()
    ) -> None:
        self._file = file
        self._owned = owned
        self._limits = limits
        self._inflated = 0
        self.members_listed, self._members, self.newest_at = _list_members(file, allow, limits, spare)
        self.will_read = tuple(sorted(self._members))
        self.count = len(self.members_listed)

    def read(self, name: str) -> bytes:
        """The inflated bytes of one name of `will_read`; `KeyError` for any other."""
        member = self._members[name]
        whole = BytesIO()  # hands its buffer over without a copy; a join would hold everything twice
        for piece in self._inflate(member):
            whole.write(piece)
        data = whole.getvalue()
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise Refusal(_damaged())
        return data

    def _inflate(self, member: Member) -> Iterator[bytes]:
        self._seek_data(member)
        inflating = zlib.decompressobj(-15) if member.method == _DEFLATED else None
        left, made = member.packed, 0
        while left:
            packed = self._file.read(min(_CHUNK, left))
            if not packed:
                raise Refusal(_damaged())
            left -= len(packed)
            for data in _unpack(inflating, packed):
                made += len(data)
                self._inflated += len(data)
                if made > member.size or self._inflated > self._limits.total:
                    raise Refusal(_bomb(member.name))
                yield data

    def _seek_data(self, member: Member) -> None:
        self._file.seek(member.offset)
        head = self._file.read(_LOCAL.size)
        if len(head) != _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise Refusal(_damaged())
        *_, name_length, extra_length = _LOCAL.unpack(head)
        if self._file.read(name_length) != member.raw_name:
            raise Refusal(_damaged())
        self._file.seek(extra_length, 1)

    def close(self) -> None:
        if self._owned:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_archive(
    source: Path | str | IO[bytes],
    allow: Sequence[str],
    limits: Limits | None = None,
    spare: Sequence[str] = (),
) -> Archive:
    """Open a ZIP by path or as a seekable file and judge its whole directory; `Refusal` if it is unfit.

    `allow` are patterns like `name*.json`, matched without case against the last part of a path; one with
    slashes is matched against as many last parts as it has. What also matches `spare` is left out where it is larger
    than the limits, instead of refusing everything for it.
    """
    if not isinstance(source, Path | str):
        return Archive(source, owned=False, allow=allow, limits=limits or Limits(), spare=spare)
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # the archive closes it
    except IsADirectoryError as wrong:
        raise Refusal(say("This is a folder. Give the ZIP file as the network made it, unopened.")) from wrong
    except OSError as wrong:
        raise Refusal(say("The file {name} cannot be opened.", name=Path(source).name)) from wrong
    with ExitStack() as closing:
        closing.callback(file.close)
        archive = Archive(file, owned=True, allow=allow, limits=limits or Limits(), spare=spare)
        closing.pop_all()
    return archive


def _unpack(inflating: "zlib._Decompress | None", packed: bytes) -> Iterator[bytes]:
    """Inflate in steps of at most one chunk, so that a bomb is seen before it has gone off."""
    if inflating is None:
        yield packed
        return
    try:
        while True:
            data = inflating.decompress(packed, _CHUNK)
            packed = inflating.unconsumed_tail
            yield data
            if len(data) < _CHUNK:
                return
    except zlib.error as wrong:
        raise Refusal(_damaged()) from wrong


def _list_members(
    file: IO[bytes], allow: Sequence[str], limits: Limits, spare: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, Member], datetime | None]:
    size = file.seek(0, 2)
    _refuse_other_kinds(file, size)
    count, length, start = _find_directory(file, size, limits)
    file.seek(start)
    directory = file.read(length)
    allowed, spared = _allow_rule(allow), _allow_rule(spare)
    names: set[str] = set()
    spans: list[tuple[int, int]] = []
    chosen: dict[str, Member] = {}
    newest_at: datetime | None = None
    for member in _walk_directory(directory, count):
        _judge(member, start, limits)
        if member.name in names:
            raise Refusal(say("Two files in the archive have the same name, {name}.", name=_last_part(member.name)))
        names.add(member.name)
        newest_at = max(filter(None, (newest_at, member.written_at)), default=None)
        spans.append((member.offset, member.offset + _LOCAL.size + len(member.raw_name) + member.packed))
        path = "/" + member.name
        if (
            allowed.match(path)
            and not path.endswith("/")
            and not (member.size > limits.member and spare and spared.match(path))
        ):
            chosen[member.name] = _judge_chosen(member, limits)
    _refuse_overlap(spans)
    if spare and sum(member.size for member in chosen.values()) > limits.total:
        chosen = {name: member for name, member in chosen.items() if not spared.match("/" + name)}
    if sum(member.size for member in chosen.values()) > limits.total:
        raise Refusal(_bomb(max(chosen.values(), key=lambda member: member.size).name))
    return tuple(names), chosen, newest_at


def _allow_rule(patterns: Sequence[str]) -> "re.Pattern[str]":
    """One expression for all patterns, anchored at a slash so that only whole last parts match."""
    whole = "|".join("[^/]*".join(map(re.escape, pattern.split("*"))) for pattern in patterns)
    return re.compile(rf".*/(?:{whole})\Z", re.IGNORECASE | re.DOTALL)


def _refuse_other_kinds(file: IO[bytes], size: int) -> None:
    file.seek(0)
    head = file.read(4)
    if size == 0:
        raise Refusal(say("The file is empty. The download probably broke off: fetch it again."))
    if head in (b"PK\x03\x04", b"PK\x05\x06"):
        return
    head += file.read(1020)
    if head[:4] in (b"PK\x07\x08", b"PK00"):
        raise Refusal(_many_disks())
    kind = next((name for sign, name in _SIGNS if head.startswith(sign)), None)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        raise Refusal(say("This is a web page (HTML), not the archive. Give the ZIP file you downloaded."))
    if text.startswith((b"{", b"[", b"window.")):
        raise Refusal(say("This is one file out of an archive. Give the whole ZIP as the network made it."))
    if head[4:8] == b"ftyp":
        kind = "MP4, HEIC"
    if head[8:12] == b"WEBP":
        kind = "WebP"
    if kind:
        raise Refusal(say("This is not a ZIP archive but another kind of file ({kind}).", kind=kind))
    raise Refusal(say("This is not a ZIP archive."))


def _find_directory(file: IO[bytes], size: int, limits: Limits) -> tuple[int, int, int]:
    """Number of members, length and start of the directory."""
    end, record = _find_end(file, size)
    _, disk, first_disk, here, count, length, start, _ = _END.unpack(record)
    if _FULL_16 in (disk, here, count) or _FULL_32 in (length, start):
        disk, first_disk, here, count, length, start = _find_directory_64(file, end)
    if disk != 0 or first_disk != 0 or here != count:
        raise Refusal(_many_disks())
    if count > limits.members or length > limits.directory:
        raise Refusal(say("The archive lists {count} files; that is more than any download has.", count=count))
    if start + length > end:
        raise Refusal(_damaged())
    return count, length, start


def _find_end(file: IO[bytes], size: int) -> tuple[int, bytes]:
    """The end record and its place: at the very end, or before as long a comment as there may be."""
    for reach in (_END.size, _END.size + _FULL_16):
        begin = max(0, size - reach)
        file.seek(begin)
        tail = file.read(reach)
        at = tail.rfind(b"PK\x05\x06", 0, len(tail) - _END.size + 4)
        if at >= 0 and len(tail) - at >= _END.size:
            return begin + at, tail[at : at + _END.size]
    raise Refusal(_damaged())


def _find_directory_64(file: IO[bytes], end: int) -> tuple[int, int, int, int, int, int]:
    place_at = end - _END_64_PLACE.size
    if place_at < 0:
        raise Refusal(_damaged())
    file.seek(place_at)
    sign, _, place, disks = _END_64_PLACE.unpack(file.read(_END_64_PLACE.size))
    if sign != b"PK\x06\x07" or place + _END_64.size > place_at:
        raise Refusal(_damaged())
    if disks > 1:
        raise Refusal(_many_disks())
    file.seek(place)
    sign, _, _, _, disk, first_disk, here, count, length, start = _END_64.unpack(file.read(_END_64.size))
    if sign != b"PK\x06\x06":
        raise Refusal(_damaged())
    return disk, first_disk, here, count, length, start


def _walk_directory(directory: bytes, count: int) -> Iterator[Member]:
    at = 0
    for _ in range(count):
        if at + _ENTRY.size > len(directory) or directory[at : at + 4] != b"PK\x01\x02":
            raise Refusal(_damaged())
        entry = _ENTRY.unpack_from(directory, at)
        flags, method, crc = entry[3], entry[4], entry[7]
        written_at = _read_clock(entry[5], entry[6])
        packed, size, name_length, extra_length, note_length = entry[8:13]
        disk, offset = entry[13], entry[16]
        at += _ENTRY.size
        raw_name = directory[at : at + name_length]
        extra = directory[at + name_length : at + name_length + extra_length]
        at += name_length + extra_length + note_length
        if at > len(directory) or len(raw_name) != name_length:
            raise Refusal(_damaged())
        if flags & _ENCRYPTED_FLAGS or method == _AES:
            raise Refusal(say("The archive is locked with a password. Download it again without one."))
        if _FULL_32 in (packed, size, offset):
            size, packed, offset = _wide_sizes(extra, size, packed, offset)
        if disk not in (0, _FULL_16):
            raise Refusal(_many_disks())
        yield Member(_decode_name(raw_name), raw_name, method, crc, packed, size, offset, written_at)


def _wide_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The 64-bit numbers of an entry: only those whose short form is full are written, in this order."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            room = min(length, len(extra) - at - 4) // 8
            wide = list(struct.unpack_from(f"<{room}Q", extra, at + 4))
            values = [wide.pop(0) if value == _FULL_32 and wide else value for value in (size, packed, offset)]
            return values[0], values[1], values[2]
        at += 4 + length
    raise Refusal(_damaged())


def _read_clock(time: int, day: int) -> datetime | None:
    """ZIP times have no zone and two-second steps; the year 1980 means that nobody set one."""
    try:
        clock = datetime(
            1980 + (day >> 9), day >> 5 & 15, day & 31, time >> 11, time >> 5 & 63, (time & 31) * 2, tzinfo=UTC
        )
    except ValueError:
        return None
    return clock if clock.year > 1980 else None


def _decode_name(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _judge(member: Member, directory_start: int, limits: Limits) -> None:
    """Refuse the whole archive for what any member declares, wanted or not."""
    name = member.name
    if (
        not name
        or name.startswith("/")
        or "\\" in name
        or "\0" in name
        or re.match(r"[A-Za-z]:", name)
        or ".." in name.split("/")
    ):
        raise Refusal(say("A file in the archive has a path that leads out of it. No network makes such an archive."))
    if member.offset + _LOCAL.size + member.packed > directory_start:
        raise Refusal(_damaged())
    if member.size > limits.ratio_from and member.size > limits.ratio * max(member.packed, 1):
        raise Refusal(_bomb(name))


def _judge_chosen(member: Member, limits: Limits) -> Member:
    if member.method not in (_STORED, _DEFLATED):
        raise Refusal(say("{name} is packed in a way no network uses.", name=_last_part(member.name)))
    if member.size > limits.member or (member.method == _STORED and member.size != member.packed):
        raise Refusal(_bomb(member.name))
    return member


def _refuse_overlap(spans: list[tuple[int, int]]) -> None:
    """Members that lie on each other are how small archives claim to hold the world."""
    spans.sort()
    end = 0
    for start, stop in spans:
        if start < end:
            raise Refusal(_damaged())
        end = stop


def _last_part(name: str) -> str:
    """As it may be said: signs that cannot be seen, or turn the line around, become a question mark."""
    last = name.rstrip("/").rsplit("/", 1)[-1]
    return "".join(sign if sign.isprintable() else "?" for sign in last)[:80]


def _damaged() -> Saying:
    return say("The archive is damaged or was not downloaded to its end. Fetch it again; nothing was kept.")


def _many_disks() -> Saying:
    return say("This is one piece of an archive in several pieces. Give the whole archive as one ZIP.")


def _bomb(name: str) -> Saying:
    return say("{name} would unpack to far more than such a file ever holds.", name=_last_part(name))
