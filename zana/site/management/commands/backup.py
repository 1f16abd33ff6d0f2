"""`zana backup FILE`: database, private media and keys in one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.site import keeping


class Command(ZanaCommand):
    help = "Write everything this house holds into one archive."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-keys", action="store_true", help="leave the keys out; sealed texts stay sealed")

    def run(self, **options: Any) -> dict[str, Any]:
        facts = keeping.back_up(options["file"], with_keys=not options["without_keys"])
        self.tell(say("{rows} rows and {files} files are in {file}.", file=str(options["file"]), **facts))
        return {"file": str(options["file"]), **facts}
