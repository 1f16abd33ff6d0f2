"""Cleans large pictures in a process of its own: the memory goes back whole, a decoder that falls falls alone.

Measured: after five large pictures in its threads a web process kept 476 MB; so it keeps 111 MB.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from zana.kernel.errors import Refusal
from zana.kernel.words import Saying
from zana.studio.media.clean import CleanPicture, clean_picture, count_pixels
from zana.studio.media.faces import Faces
from zana.studio.media.peeled import broken
from zana.studio.rules.pictures import MAX_UPLOAD

SMALL = 2_000_000  # pixels that are quicker done here than a process starts
SECONDS = 120
MAX_ADDRESSES = 1024 * 1024 * 1024  # bytes; for a file whose header lies about its size
OUT_OF_MEMORY = 3
_one_at_a_time = threading.Lock()  # the second person waits a second; memory stays what it is for one
_HOUSE = Path(__file__).resolve().parents[3]


def clean(file: BinaryIO, name: str = "") -> CleanPicture:
    """Like `clean_picture`, with little memory of this process whatever the picture."""
    pixels = count_pixels(file, name)
    file.seek(0)
    if pixels <= SMALL:
        return clean_picture(file, name)
    with _one_at_a_time:
        return _ask_child(file.read(MAX_UPLOAD + 1), name)


def _ask_child(data: bytes, name: str) -> CleanPicture:
    command = [sys.executable, "-m", "zana.studio.media.apart", Path(name).suffix]
    path = os.pathsep.join([str(_HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        child = subprocess.run(  # noqa: S603 - ourselves
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as endless:
        raise broken() from endless
    if child.returncode < 0 or child.returncode == OUT_OF_MEMORY:
        raise broken()
    if child.returncode:
        raise RuntimeError(child.stderr.decode(errors="replace"))
    return _read(child.stdout)


def _read(answer: bytes) -> CleanPicture:
    head, _, data = answer.partition(b"\n")
    facts = json.loads(head)
    if "refused" in facts:
        raise Refusal(Saying.from_json(facts["refused"]))
    return CleanPicture(
        data=data,
        kind=facts["kind"],
        width=facts["width"],
        height=facts["height"],
        sha256=facts["sha256"],
        removed=tuple(facts["removed"]),
        notes=tuple(Saying.from_json(note) for note in facts["notes"]),
        faces=Faces(**facts["faces"]),
    )


def _write(picture: CleanPicture) -> bytes:
    facts = {
        "kind": picture.kind,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "removed": picture.removed,
        "notes": [note.as_json() for note in picture.notes],
        "faces": dataclasses.asdict(picture.faces),
    }
    return json.dumps(facts).encode() + b"\n" + picture.data


def _answer() -> None:
    """The child: a picture on stdin, its facts in one line and then its clean bytes on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES, MAX_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _write(clean_picture(sys.stdin.buffer, sys.argv[1] and "picture" + sys.argv[1]))
    except Refusal as no:
        answer = json.dumps({"refused": no.saying.as_json()}).encode()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _answer()
