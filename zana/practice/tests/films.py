"""Invented films: the boxes of a real file, with nothing to see in them."""

import struct


def film_bytes(
    *, seconds: float = 12.0, size: tuple[int, int] = (1080, 1920), brand: bytes = b"isom", moov_first: bool = True,
    content: int = 256, turned: bool = False,
) -> bytes:  # fmt: skip
    head = _box(b"ftyp", brand + struct.pack(">I", 512) + brand)
    table = _box(b"moov", _movie_header(seconds) + _box(b"trak", _track_header(size, turned=turned)))
    film = _box(b"mdat", bytes(content))
    return head + (table + film if moov_first else film + table)


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def _movie_header(seconds: float) -> bytes:
    return _box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, round(seconds * 1000)) + bytes(80))


def _track_header(size: tuple[int, int], *, turned: bool) -> bytes:
    one = 1 << 16
    matrix = (0, one, 0, -one, 0, 0, 0, 0, 1 << 30) if turned else (one, 0, 0, 0, one, 0, 0, 0, 1 << 30)
    width, height = size[::-1] if turned else size
    body = bytes(40) + struct.pack(">9i", *matrix) + struct.pack(">II", width << 16, height << 16)
    return _box(b"tkhd", body)
