"""`zana forget-person EMAIL --yes`: her name, address and words go from the house."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.erasure import erase_person
from zana.people.queries import find_person


class Command(ZanaCommand):
    help = "Forget one person: what she did stays counted, without her name."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="her address; her name if she has none")
        parser.add_argument("--yes", action="store_true", help="really: it cannot be taken back")

    def run(self, **options: Any) -> dict[str, Any]:
        person = find_person(options["email"])
        if not options["yes"]:
            raise Refusal(say("This cannot be taken back. Say --yes if she asked for it."))
        erase_person(person=person)
        self.tell(say("Forgotten. What she did stays counted, without her name."))
        self.tell(say("Backups made before still hold her. After a restore from one of them, forget her again."))
        return {"erased": person.ref}
