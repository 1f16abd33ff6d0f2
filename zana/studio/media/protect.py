"""Cleans pictures from one place on the disk to another: one file out for each picture in, and nothing else."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.studio.media import apart
from zana.studio.media.clean import CleanPicture
from zana.studio.media.recognise import HEAD, recognise
from zana.studio.rules.pictures import SUFFIXES

ENDINGS = {"jpeg": ".jpg", "png": ".png"}


@dataclass(frozen=True, slots=True)
class Job:
    """A picture and where its clean copy goes, without an ending: that follows from what comes out."""

    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Protected:
    source: Path
    out: Path | None = None
    picture: CleanPicture | None = None
    refused: Saying | None = None


def list_jobs(given: Iterable[Path], out: Path) -> list[Job]:
    """Files as given; of a folder every picture in it, its subfolders kept. Hidden files and links are left alone."""
    jobs: list[Job] = []
    for path in given:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _is_picture(file, path, out))
            jobs += [Job(file, out / file.relative_to(path).with_suffix("")) for file in found]
        else:
            jobs.append(Job(path, out / path.stem))
    return list(_part_names(jobs))


def _is_picture(file: Path, folder: Path, out: Path) -> bool:
    """By name or by first bytes: a picture with a strange name counts, a stranger named like a picture is refused."""
    inside = file.relative_to(folder)
    if file.is_symlink() or not file.is_file() or any(part.startswith(".") for part in inside.parts):
        return False
    if out.resolve() in file.resolve().parents:
        return False
    if file.suffix.lower() in SUFFIXES:
        return True
    with file.open("rb") as opened:
        return recognise(opened.read(HEAD)) is not None


def _part_names(jobs: Iterable[Job]) -> Iterator[Job]:
    """`a.jpg` and `a.png` must not write over each other."""
    taken: set[Path] = set()
    for job in jobs:
        target, number = job.target, 2
        while target in taken:
            target, number = job.target.with_name(f"{job.target.name}-{number}"), number + 1
        taken.add(target)
        yield Job(job.source, target)


def protect(job: Job) -> Protected:
    """Never raises for a bad file: the others go on, and the words say what was wrong with this one."""
    try:
        picture = _clean(job.source)
        out = job.target.with_name(job.target.name + ENDINGS[picture.kind])
        _write(picture.data, out, job.source)
    except Refusal as no:
        return Protected(job.source, refused=no.saying)
    return Protected(job.source, out, picture)


def _clean(source: Path) -> CleanPicture:
    if not source.is_file():
        raise Refusal(say("There is no such file."))
    try:
        with source.open("rb") as file:
            return apart.clean(file, source.name)
    except OSError as closed:
        raise Refusal(say("The file cannot be read.")) from closed


def _write(data: bytes, out: Path, source: Path) -> None:
    """Whole or not at all, and never over something else."""
    if out.exists():
        if not out.samefile(source) and out.read_bytes() == data:
            return  # done before
        raise Refusal(say("There is another file at the place of the clean copy. Choose an empty folder."))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=out.parent, prefix=".zana-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(half).chmod(0o644)
            Path(half).replace(out)
        except OSError:
            Path(half).unlink()
            raise
    except OSError as full:
        raise Refusal(say("The clean copy cannot be written there. Is the folder yours, and is there room?")) from full
