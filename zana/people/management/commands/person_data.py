"""`zana person-data EMAIL`: everything the house keeps about one person, for her to have."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.people.export import collect_data
from zana.people.queries import find_person


class Command(ZanaCommand):
    help = "Tell everything the house keeps about one person (use --json and give her the file)."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="her address; her name if she has none")

    def run(self, **options: Any) -> dict[str, Any]:
        data = collect_data(find_person(options["email"]))
        counts = ", ".join(f"{part} {len(rows)}" for part, rows in data.items() if isinstance(rows, list))
        self.tell(say("Kept about her: {counts}. Use --json for all of it.", counts=counts))
        return data
