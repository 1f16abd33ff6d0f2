"""`zana import-people FILE --programme SLUG`: a list of people from a spreadsheet, looked at first."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES
from zana.kernel.words import say
from zana.people.bringing import bring_people, preview_people
from zana.people.queries import find_programme_called
from zana.people.roster import ASK, FAULT, HERE, NEW, OTHER, SAME, Line


class Command(ZanaCommand):
    help = "Look at a list of people (XLSX or CSV); with --store invite those who are new."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programme", required=True, metavar="PROGRAMME")
        parser.add_argument("--store", action="store_true", help="store it; without this nothing changes")
        parser.add_argument("--same", type=int, nargs="*", default=[], metavar="ROW", help="rows that are known people")
        parser.add_argument("--other", type=int, nargs="*", default=[], metavar="ROW", help="rows that are new people")

    def run(self, **options: Any) -> dict[str, Any]:
        programme = find_programme_called(options["programme"])
        table, lines = preview_people(by=None, place=programme, content=_read(options["file"]))
        answer = self._tell_lines(lines)
        if not options["store"]:
            return answer | {"stored": False}
        answers = dict.fromkeys(options["same"], SAME) | dict.fromkeys(options["other"], OTHER)
        made = bring_people(by=None, place=programme, table=table, answers=answers)
        self.tell(say("Invited: {invited}. Without a sign-in: {counted}.", invited=made.invited, counted=made.counted))
        return answer | {"stored": True, "invited": made.invited, "counted": made.counted, "left": made.left}

    def _tell_lines(self, lines: list[Line]) -> dict[str, Any]:
        told: dict[str, list[dict[str, Any]]] = {FAULT: [], ASK: []}
        for one in lines:
            if one.says and one.verdict in told:
                told[one.verdict].append({"row": one.row, "name": one.name, "words": self.words(one.says)})
                self.tell(say("Row {row}: {words}", row=one.row, words=one.says))
        count = {verdict: sum(one.verdict == verdict for one in lines) for verdict in (NEW, HERE)}
        return {"rows": len(lines), "new": count[NEW], "here": count[HERE], "asked": told[ASK], "errors": told[FAULT]}


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise Refusal(say("The file {file} cannot be read.", file=str(path))) from None
