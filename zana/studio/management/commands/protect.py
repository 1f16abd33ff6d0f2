from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.studio.media.protect import Protected, list_jobs, protect


class Command(ZanaCommand):
    help = "Write a clean copy of each picture: no place, no time, no device, no hidden text. Needs no database."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("given", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument("--out", required=True, type=Path, help="folder for the clean copies")

    def run(self, **options: Any) -> dict[str, Any]:
        given: list[Path] = options["given"]
        out: Path = options["out"]
        if out.exists() and not out.is_dir():
            raise Refusal(say("--out is a file; give a folder."))
        jobs = list_jobs(given, out)
        if not jobs:
            raise Refusal(say("There is no picture in there. JPEG, PNG, WebP and HEIC are read."))
        done = [self._tell_of(protect(job)) for job in jobs]
        refused = sum("refused" in file for file in done)
        answer: dict[str, Any] = {"files": done}
        if refused:
            answer["refused"] = self.words(
                say("{refused} of {all} pictures were refused; the others are done.", refused=refused, all=len(done))
                if len(done) > 1
                else say("The picture was refused: {why}", why=done[0]["refused"])
            )
        return answer

    def _tell_of(self, one: Protected) -> dict[str, Any]:
        if one.picture is None or one.refused is not None:
            words = self.words(one.refused or say("The file cannot be read."))
            self.stderr.write(f"{one.source}: {words}")
            return {
                "source": str(one.source),
                "out": None,
                "removed": [],
                "faces_found": None,
                "faces_covered": 0,
                "needs_look": True,
                "refused": words,
            }
        picture, notes = one.picture, [self.words(note) for note in one.picture.notes]
        look = self.words(say("clean. Look at it once more: faces, children, plates, signs."))
        self.stderr.write(" ".join([f"{one.source} -> {one.out}:", *notes, look]))
        return {
            "source": str(one.source),
            "out": str(one.out),
            "removed": list(picture.removed),
            "faces_found": picture.faces.found,
            "faces_covered": picture.faces.covered,
            "needs_look": picture.faces.needs_look,
            "width": picture.width,
            "height": picture.height,
            "sha256": picture.sha256,
            "notes": notes,
        }
