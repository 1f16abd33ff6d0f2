"""`zana export-quiz TOPIC`: this house's questions on a topic as GIFT, for another program."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.curriculum.quiz import quizzes
from zana.learning.queries.own_quizzes import list_house_items
from zana.learning.rules.gift import write_gift


class Command(ZanaCommand):
    help = "Print the questions on a topic as GIFT."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("topic", metavar="TOPIC", help="J1 to J3, F1 to F7")
        parser.add_argument("--language", choices=["sq", "sr", "en"], default="sq", help="language of the questions")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["topic"] not in quizzes():
            raise Refusal(say("There is no topic {topic}.", topic=options["topic"]))
        items, ids = list_house_items(options["topic"], options["language"])
        text = write_gift(items, ids)
        self.stderr.write(text)
        return {"topic": options["topic"], "language": options["language"], "items": len(items), "gift": text}
