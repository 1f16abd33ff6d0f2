"""What a video is, read from its boxes as the bytes go by, and what each network accepts.

Nothing is decoded and nothing but a few hundred bytes is held: a film of five gigabytes costs what a short one costs.
"""

import struct
from dataclasses import dataclass
from typing import Any

MEGA = 1024 * 1024
CONTAINERS = frozenset({b"moov", b"trak"})
LEAVES = frozenset({b"ftyp", b"mvhd", b"tkhd"})
FIRST = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
LARGEST_LEAF = 4096
ENDLESS = 1 << 62


@dataclass(frozen=True)
class Film:
    """What the header says. `moov_first` is None until the film itself (mdat) or its table (moov) was met."""

    brand: str = ""
    moov_first: bool | None = None
    seconds: float = 0.0
    width: int = 0
    height: int = 0

    @property
    def mime(self) -> str:
        return "video/quicktime" if self.brand.strip() == "qt" else "video/mp4"

    @property
    def whole(self) -> bool:
        """Everything a player needs was there."""
        return self.moov_first is not None and self.seconds > 0 and self.width > 0 and self.height > 0


class FilmReader:
    """Fed with pieces in order. `state` is a plain dictionary to go on with after the process has changed."""

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        kept = state or {}
        self.film = Film(**kept.get("film", {}))
        self.broken = bool(kept.get("broken"))
        self._begun = bool(kept.get("begun"))
        self._skip = int(kept.get("skip", 0))
        self._rest = bytes.fromhex(kept.get("rest", ""))

    @property
    def cut_short(self) -> bool:
        """The last box promised more than came."""
        return bool(self._rest) or 0 < self._skip < ENDLESS // 2

    def state(self) -> dict[str, Any]:
        return {
            "film": dict(self.film.__dict__), "broken": self.broken, "begun": self._begun, "skip": self._skip,
            "rest": self._rest.hex(),
        }  # fmt: skip

    def feed(self, piece: bytes) -> None:
        data = self._rest + piece
        place = 0
        while not self.broken:
            jump = min(self._skip, len(data) - place)
            place, self._skip = place + jump, self._skip - jump
            taken = 0 if self._skip else self._take_box(data, place)
            if not taken:
                break
            place += taken
        self._rest = b"" if self.broken else data[place:]

    def _take_box(self, data: bytes, place: int) -> int:
        """How many bytes were understood; 0 = more are needed."""
        head = _read_head(data, place)
        if head is None:
            return 0
        name, length, size = head
        if size < length or (not self._begun and name not in FIRST):
            self.broken = True
            return 0
        if name in LEAVES:
            return self._take_leaf(data, place, head)
        self._begun = True
        self._note_order(name)
        self._skip = 0 if name in CONTAINERS else size - length
        return length

    def _take_leaf(self, data: bytes, place: int, head: tuple[bytes, int, int]) -> int:
        name, length, size = head
        if size > LARGEST_LEAF:
            self.broken = True
            return 0
        if len(data) - place < size:
            return 0
        self._begun = True
        self._read_leaf(name, data[place + length : place + size])
        return size

    def _note_order(self, name: bytes) -> None:
        if name in (b"moov", b"mdat") and self.film.moov_first is None:
            self._learn(moov_first=name == b"moov")

    def _read_leaf(self, name: bytes, body: bytes) -> None:
        try:
            if name == b"ftyp":
                self._learn(brand=body[:4].decode("latin-1"))
            elif name == b"mvhd":
                self._learn(seconds=_read_length(body))
            else:
                width, height = _read_size(body)
                if width * height > self.film.width * self.film.height:
                    self._learn(width=width, height=height)
        except struct.error:
            self.broken = True

    def _learn(self, **facts: Any) -> None:
        self.film = Film(**{**self.film.__dict__, **facts})


def _read_head(data: bytes, place: int) -> tuple[bytes, int, int] | None:
    """Name, length of the head and size of the box; None = it is not all there yet."""
    if len(data) - place < 8:
        return None
    size, name = struct.unpack_from(">I4s", data, place)
    if size == 0:
        return name, 8, ENDLESS
    if size != 1:
        return name, 8, size
    if len(data) - place < 16:
        return None
    return name, 16, struct.unpack_from(">Q", data, place + 8)[0]


def _read_length(body: bytes) -> float:
    """Seconds, from the movie header in either width of its numbers."""
    scale, length = struct.unpack_from(">IQ", body, 20) if body[:1] == b"\x01" else struct.unpack_from(">II", body, 12)
    return round(length / scale, 3) if scale else 0.0


def _read_size(body: bytes) -> tuple[int, int]:
    """Width and height as shown: a phone held upright writes a lying picture and turns it by the matrix."""
    matrix = 52 if body[:1] == b"\x01" else 40
    a, b = struct.unpack_from(">ii", body, matrix)
    width, height = (number >> 16 for number in struct.unpack_from(">II", body, matrix + 36))
    return (height, width) if a == 0 and b != 0 else (width, height)


@dataclass(frozen=True)
class FilmLimits:
    """What a network takes for one purpose; ratio is width divided by height."""

    most_bytes: int
    least_seconds: float = 0.0
    most_seconds: float = 14_400.0
    least_ratio: float = 0.0
    most_ratio: float = 1000.0
    least_width: int = 1
    moov_first: bool = False


FILM_LIMITS: dict[str, FilmLimits] = {
    # Sources disagree on Facebook (1.75 to 10 GB, 45 minutes to 4 hours): bytes by the lower, time by the higher.
    "video": FilmLimits(1_750 * MEGA, 1.0),
    "reel": FilmLimits(1_024 * MEGA, 3.0, 90.0, 0.5, 0.65, 540),
    "video_story": FilmLimits(1_024 * MEGA, 3.0, 60.0),
    # Instagram.
    "REELS": FilmLimits(300 * MEGA, 3.0, 900.0, 0.01, 10.0, moov_first=True),
    "VIDEO": FilmLimits(300 * MEGA, 3.0, 900.0, 0.01, 10.0, moov_first=True),
    "STORIES": FilmLimits(100 * MEGA, 3.0, 60.0, 0.1, 10.0, moov_first=True),
    # X.
    "tweet_video": FilmLimits(512 * MEGA, 0.5, 140.0, 1 / 3, 3.0, 32),
    "dm_video": FilmLimits(512 * MEGA, 0.5, 140.0, 1 / 3, 3.0, 32),
    "amplify_video": FilmLimits(512 * MEGA, 0.5, 140.0, 1 / 3, 3.0, 32),
}


def judge_film(film: Film, total_bytes: int, limits: FilmLimits) -> str:
    """Empty = accepted, else why not: `size`, `format`, `moov`, `short`, `long`, `ratio` or `width`."""
    if total_bytes > limits.most_bytes:
        return "size"
    if not film.whole:
        return "format"
    ratio = film.width / film.height
    troubles = {
        "moov": limits.moov_first and not film.moov_first,
        "short": film.seconds < limits.least_seconds,
        "long": film.seconds > limits.most_seconds,
        "ratio": not limits.least_ratio <= ratio <= limits.most_ratio,
        "width": min(film.width, film.height) < limits.least_width,
    }
    return next((name for name, met in troubles.items() if met), "")
