"""`zana keys`: draw the secrets of this house, or put a new encryption key in front."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.site import keys


class Command(ZanaCommand):
    help = "Draw the missing keys of this house."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="a new encryption key; afterwards run `zana reseal`")

    def run(self, **options: Any) -> dict[str, Any]:
        drawn = keys.draw()
        if options["rotate"]:
            keys.rotate_encryption()
        self.tell(say("The keys are in {folder}. Keep a copy apart from your backups.", folder=str(keys.folder())))
        return {"drawn": drawn, "rotated": options["rotate"]}
