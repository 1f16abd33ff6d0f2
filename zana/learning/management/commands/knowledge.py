"""`zana knowledge PROGRAMME`: who knows more than before, as the page tells it."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.learning.queries.knowledge import Knowledge, TopicLine, read_knowledge
from zana.learning.rules.knowledge import Moved
from zana.people.queries import find_programme_called
from zana.people.release import Shown
from zana.ui.words import words


class Command(ZanaCommand):
    help = "What the people of a programme know and dare, before and after, where it tells of enough of them."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="PROGRAMME")

    def run(self, **options: Any) -> dict[str, Any]:
        programme = find_programme_called(options["programme"])
        found = read_knowledge(programme)
        for line in found.topics:
            self._show(line)
        return {"programme": programme.slug, **_answer(found)}

    def _show(self, line: TopicLine) -> None:
        if line.change is None:
            self.tell(say("{title}: not enough answers yet", title=line.title))
            return
        self.tell(
            say(
                "{title}: {before} % before, {after} % after, {people} people of {organisations} organisations",
                title=line.title,
                before=line.change.before,
                after=line.change.after,
                people=line.change.people,
                organisations=line.change.organisations,
            )
        )


def _answer(found: Knowledge) -> dict[str, Any]:
    return {
        "until": found.until.isoformat(),
        "topics": [{"topic": line.topic, "title": line.title, **_tell(line.change)} for line in found.told_topics],
        "sentences": [
            {"words": line.words, **_tell(line.daring)}
            for group in found.groups
            for line in group.sentences
            if line.daring
        ],
        "questions": [
            {"item": one.item, "answers": one.answers, "faults": [words(fault) for fault in one.faults]}
            for one in found.questions
        ],
    }


def _tell(weighed: Any) -> dict[str, Any]:
    moved: Moved = weighed.moved
    counts = {"better": moved.better, "same": moved.same, "worse": moved.worse}
    shown = {name: cell.value if isinstance(cell, Shown) else None for name, cell in counts.items()}
    return {name: value for name, value in asdict(weighed).items() if name != "moved"} | shown
