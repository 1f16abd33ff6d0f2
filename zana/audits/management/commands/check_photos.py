from __future__ import annotations

import contextlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.audits.actions.probing import count_places
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say


class Command(ZanaCommand):
    help = "Count how many of the last photos carry the place where they were taken. Stores nothing; needs no database."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")

    def run(self, **options: Any) -> dict[str, Any]:
        with contextlib.ExitStack() as opened:
            try:
                files = [(path.name, opened.enter_context(path.open("rb"))) for path in options["photos"]]
            except OSError as wrong:
                raise Refusal(say("The file {name} cannot be read.", name=Path(wrong.filename).name)) from None
            count, with_place = count_places(files)
        self.tell(say("{found} of {count} photos carry the place where they were taken", found=with_place, count=count))
        return {"photos": count, "with_place": with_place}
