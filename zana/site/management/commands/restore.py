"""`zana restore FILE`: the house as it was. Only into an empty house, so that nothing living is overwritten."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.site import keeping


class Command(ZanaCommand):
    help = "Bring a backup back into an empty house and compare it with what was kept."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        facts = keeping.restore(options["file"])
        self.tell(say("{rows} rows and {files} files are back, checked equal.", **facts))
        return facts
