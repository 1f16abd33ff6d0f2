"""`zana import-quiz FILE`: looks through questions from GIFT, XLSX or CSV; with `--store` a programme keeps them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES
from zana.kernel.words import say
from zana.learning.actions.own_quizzes import bring_quiz, look_through
from zana.people.queries import find_programme_called


class Command(ZanaCommand):
    help = "Look through the questions of a file; with --store keep them as a quiz of a programme."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--language", choices=["sq", "sr", "en"], default="sq", help="language of the questions")
        parser.add_argument("--store", metavar="PROGRAMME", help="keep it; nobody sees it before somebody shows it")
        parser.add_argument("--title", default="", help="what the quiz is called")

    def run(self, **options: Any) -> dict[str, Any]:
        path, language = options["file"], options["language"]
        content = _read(path)
        looked = look_through(content=content, file_name=path.name, language=language)
        for one in looked.faults:
            self.tell(say("Row {row}: {words}", row=one.row, words=one.words))
        answer: dict[str, Any] = {
            "items": [one.as_json() for one in looked.items],
            "errors": [{"row": one.row, "words": self.words(one.words)} for one in looked.faults],
            "quiz": None,
        }
        if options["store"]:
            programme = find_programme_called(options["store"])
            title = options["title"] or path.stem
            told = {"title": title, "language": language, "content": content, "file_name": path.name}
            answer["quiz"] = bring_quiz(by=None, programme=programme, **told).ref
        self.tell(say("Questions: {number}.", number=len(looked.items)))
        return answer


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise Refusal(say("The file {file} cannot be read.", file=str(path))) from None
