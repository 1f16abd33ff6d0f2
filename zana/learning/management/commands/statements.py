"""`zana statements PROGRAMME`: what was learnt as xAPI statements."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.statements import take_statements
from zana.learning.queries.statements import count_people
from zana.people.queries import find_programme_called


class Command(ZanaCommand):
    help = "What the people of a programme learnt, as xAPI statements (JSON), under pseudonyms."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="PROGRAMME")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write the list there, readable to you alone")

    def run(self, **options: Any) -> dict[str, Any]:
        programme = find_programme_called(options["programme"])
        told = take_statements(by=None, programme=programme)
        people, named = count_people(told)
        self.tell(
            say(
                "Statements: {number}, of {people} people, {named} of them by name.",
                number=len(told),
                people=people,
                named=named,
            )
        )
        answer = {"programme": programme.slug, "actors": people, "named": named}
        if options["out"]:
            _write(options["out"], told)
            return answer | {"out": str(options["out"]), "number": len(told)}
        return answer | {"statements": told}


def _write(path: Path, told: list[dict[str, Any]]) -> None:
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise Refusal(say("The file {file} is there already, or cannot be written.", file=str(path))) from None
    with os.fdopen(number, "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
