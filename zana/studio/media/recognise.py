"""Which kind of file this really is: by its first bytes, never by its name or by what a browser says."""

from __future__ import annotations

from pathlib import PurePath

from zana.kernel.words import Saying, say
from zana.studio.rules.pictures import KIND_WORDS, SUFFIXES

HEAD = 4096  # bytes looked at
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def recognise(head: bytes) -> str | None:
    """`jpeg png webp heic`, or None for everything that is not taken."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and not _brands(head) & {b"avif", b"avis"} and _brands(head) & _HEIC:
        return "heic"
    return None


def refuse_kind(head: bytes, name: str) -> Saying | None:
    """Why a file is not taken as a picture, or None. A name may be missing; a name that lies is refused."""
    kind, suffix = recognise(head), PurePath(name).suffix.lower()
    if kind is None:
        return _refuse_stranger(head, suffix)
    if suffix and SUFFIXES.get(suffix) != kind:
        return say(
            "The name says {said}, but inside it is a {kind} picture. A file that says one thing and is another "
            "is not taken. Save it again as {kind} and choose the new copy.",
            said=suffix,
            kind=KIND_WORDS[kind],
        )
    return None


def _refuse_stranger(head: bytes, suffix: str) -> Saying:
    found = name_stranger(head)
    if not head.strip(b"\0"):
        return say("This file is empty. Save or send the picture again and choose the new copy.")
    if found and suffix in SUFFIXES:
        return say(
            "The name says {said}, but inside it is a {found} file. It was not opened and nothing was kept. "
            "Choose a picture: JPEG, PNG, WebP or HEIC.",
            said=suffix,
            found=found,
        )
    if found:
        return say(
            "{found} files are not taken. Save the picture as JPEG or PNG and choose that one.",
            found=found,
        )
    return say("This is not a picture we can read. Choose a JPEG, PNG, WebP or HEIC file.")


def name_stranger(head: bytes) -> str:
    """A short name for what it is instead, or nothing."""
    if head[4:8] == b"ftyp":
        return "AVIF" if _brands(head) & {b"avif", b"avis"} else "video"
    for magic, name in _OTHERS:
        if head.startswith(magic):
            return name
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start and start.startswith(b"<"):
        return "SVG"
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return "HTML"
    return "XML" if start.startswith(b"<?xml") else ""


def _brands(head: bytes) -> set[bytes]:
    size = min(int.from_bytes(head[:4], "big"), 256)
    return {head[8:12], *(head[n : n + 4] for n in range(16, size, 4))}
