"""`zana messages`: the texts of all rooms into their catalogues, and the catalogues into what Django reads."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.site import catalogues


class Command(ZanaCommand):
    help = "Extract, check or compile the translations of all rooms."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("--room", default="", help="only this room")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--extract", action="store_true", help="bring every catalogue up to date with the code")
        what.add_argument("--check", action="store_true", help="fail where a text is missing, unsure or untranslated")
        what.add_argument("--compile", action="store_true", help="write the .mo files")

    def run(self, **options: Any) -> dict[str, Any]:
        rooms = catalogues.rooms(options["room"])
        if options["extract"]:
            return {"texts": catalogues.extract_all(rooms)}
        if options["check"]:
            faults = catalogues.find_faults(rooms)
            for fault in faults:
                self.stderr.write(str(fault))
            if faults:
                raise Refusal(say("{count} texts need a translator.", count=len(faults)))
            return {"faults": 0}
        return {"compiled": catalogues.compile_all(rooms)}
