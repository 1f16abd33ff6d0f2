"""Several ZIPs that are one archive: Meta cuts a large download into pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from zana.audits.archives.reading import Opened
from zana.audits.archives.whose import whose_by_folder


class Whole(Opened, Protocol):
    """A whole archive, or the parts of one that a browser has unpacked."""

    @property
    def members_listed(self) -> Sequence[str]: ...

    @property
    def count(self) -> int: ...

    @property
    def newest_at(self) -> datetime | None: ...


class Piece(NamedTuple):
    """One ZIP, and its files of one network."""

    archive: Whole
    names: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """Pieces of one person's archive of one network, read as if they had never been cut."""

    pieces: tuple[Piece, ...]

    @property
    def will_read(self) -> tuple[str, ...]:
        return tuple(sorted(name for piece in self.pieces for name in piece.names))

    @property
    def count(self) -> int:
        return sum(piece.archive.count for piece in self.pieces)

    @property
    def newest_at(self) -> datetime | None:
        return max((at for piece in self.pieces if (at := piece.archive.newest_at)), default=None)

    def read(self, name: str) -> bytes:
        return next(piece.archive for piece in self.pieces if name in piece.names).read(name)


def join_pieces(pieces: Iterable[Piece]) -> list[Joined]:
    """A piece belongs to an earlier one where no file stands in both and neither names another person."""
    joined: list[list[Piece]] = []
    for piece in pieces:
        home = next((group for group in joined if all(_may_join(piece, other) for other in group)), None)
        if home is None:
            joined.append([piece])
        else:
            home.append(piece)
    return [Joined(tuple(group)) for group in joined]


def _may_join(one: Piece, other: Piece) -> bool:
    mine, theirs = whose_by_folder(one.names), whose_by_folder(other.names)
    ours = {name.rsplit("/", 1)[-1].lower() for name in one.names}
    shared = ours & {name.rsplit("/", 1)[-1].lower() for name in other.names}
    return not shared and (not mine or not theirs or mine == theirs)
