"""What the people of a programme know and dare, before and after, as far as it tells of enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from zana.kernel import clock
from zana.kernel.words import Saying
from zana.learning.curriculum.confidence import groups
from zana.learning.curriculum.quiz import quizzes
from zana.learning.models import ConfidenceSheet, QuizRun
from zana.learning.models.quiz import AFTER, BEFORE, HINDSIGHT, WEEKS_LATER
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.learning.rules import knowledge as rules
from zana.learning.rules.knowledge import Change, Daring, Pair, Said, Solved
from zana.people.models import Enrolment, Programme
from zana.ui.words import language

Whose = tuple[int, int]  # organisation, person
Given = TypeVar("Given", QuizRun, ConfidenceSheet)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """`change` is None while it would tell of too few."""

    topic: str
    title: str
    change: Change | None


@dataclass(frozen=True, slots=True)
class SentenceLine:
    words: str
    daring: Daring | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    title: str
    sentences: tuple[SentenceLine, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question somebody should look at."""

    item: str
    words: str
    unit: str
    unit_title: str
    answers: int
    faults: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of all that came until the last day of a month, `until`."""

    until: date
    topics: tuple[TopicLine, ...]
    groups: tuple[GroupLine, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def told_topics(self) -> list[TopicLine]:
        return [line for line in self.topics if line.change]

    @property
    def untold_topics(self) -> list[TopicLine]:
        return [line for line in self.topics if not line.change]

    @property
    def told_groups(self) -> list[GroupLine]:
        return [group for group in self.groups if any(line.daring for line in group.sentences)]

    @property
    def is_empty(self) -> bool:
        return not self.told_topics and not self.told_groups


def read_knowledge(programme: Programme) -> Knowledge:
    """Crosses organisations on purpose: nothing of it is said of fewer than three."""
    places = list(Enrolment.live.filter(programme=programme).values_list("organisation", flat=True))
    runs = QuizRun.objects.across_organisations().filter(
        organisation__in=places, occasion__in=[BEFORE, AFTER], ended_at__isnull=False
    )
    mine = [run for run in runs if _day(run.ended_at) >= programme.starts_on]
    sheets = ConfidenceSheet.objects.across_organisations().filter(organisation__in=places)
    given = [sheet for sheet in sheets if _day(sheet.given_at) >= programme.starts_on]
    return Knowledge(
        rules.first_of_month(clock.today()) - timedelta(days=1), _weigh_topics(mine), _weigh_groups(given), _doubt(mine)
    )


def _weigh_topics(runs: list[QuizRun]) -> tuple[TopicLine, ...]:
    found = _by_person((run.topic, run) for run in runs)
    return tuple(
        TopicLine(topic, title_of_topic(topic), rules.weigh_change(_whole(_pair_runs(found.get(topic, {})))))
        for topic in quizzes()
    )


def _pair_runs(people: Mapping[Whose, Mapping[str, QuizRun]]) -> list[Pair]:
    pairs = []
    for (place, _), runs in people.items():
        before, after = runs.get(BEFORE), runs.get(AFTER)
        if before and after and before.score is not None and after.score is not None:
            pairs.append(Pair(str(place), _month(before.ended_at, after.ended_at), before.score, after.score))
    return pairs


def _weigh_groups(sheets: list[ConfidenceSheet]) -> tuple[GroupLine, ...]:
    found = _by_person((sheet.group, sheet) for sheet in sheets)
    return tuple(
        GroupLine(
            ", ".join(title_of_topic(topic) for topic in group.topics),
            tuple(
                SentenceLine(words, _weigh_sentence(found.get(group.id, {}), place))
                for place, words in enumerate(group.sentences[language()])
            ),
        )
        for group in groups().values()
    )


def _weigh_sentence(people: Mapping[Whose, Mapping[str, ConfidenceSheet]], place: int) -> Daring | None:
    """Of one sentence, by its place on the sheet; who could not say before or after is no pair."""
    pairs: list[Pair] = []
    said: dict[str, list[Said]] = {HINDSIGHT: [], WEEKS_LATER: []}
    for (number, _), given in people.items():
        organisation, answers = str(number), {name: sheet.answers[place] for name, sheet in given.items()}
        if answers.get(BEFORE) and answers.get(AFTER):
            month = _month(given[BEFORE].given_at, given[AFTER].given_at)
            pairs.append(Pair(organisation, month, answers[BEFORE], answers[AFTER]))
            for name in said:
                if answers.get(name):
                    said[name].append(Said(organisation, _month(given[name].given_at), answers[name]))
    return rules.weigh_daring(_whole(pairs), _whole(said[HINDSIGHT]), _whole(said[WEEKS_LATER]))


def _doubt(runs: list[QuizRun]) -> tuple[QuestionLine, ...]:
    shelf = {item.id: item for quiz in quizzes().values() for item in quiz.items}
    answers: dict[str, list[Solved]] = {}
    for run in runs:
        right = {name: run.answers.get(name) == shelf[name].right for name in run.items if name in shelf}
        for name, solved in rules.list_solved(str(run.organisation_id), _month(run.ended_at), right).items():
            answers.setdefault(name, []).append(solved)
    lines = []
    for item in shelf.values():
        told = _whole(answers.get(item.id, []))
        if faults := rules.find_faults(told):
            words, title = item.texts[language()].question, title_of_unit(item.unit)
            lines.append(QuestionLine(item.id, words, item.unit, title, len(told), tuple(faults)))
    return tuple(lines)


def _by_person(named: Iterable[tuple[str, Given]]) -> dict[str, dict[Whose, dict[str, Given]]]:
    """Name -> person of an organisation -> occasion -> what she gave on it."""
    found: dict[str, dict[Whose, dict[str, Given]]] = {}
    for name, one in named:
        found.setdefault(name, {}).setdefault((one.organisation_id, one.person_id), {})[one.occasion] = one
    return found


def _whole(rows: list[rules.Row]) -> list[rules.Row]:
    return rules.keep_whole_months(rows, clock.today())


def _day(moment: datetime | None) -> date:
    return clock.day_of(moment) if moment else date.min


def _month(*moments: datetime | None) -> date:
    """The month in which the last of them came."""
    return rules.first_of_month(max(_day(moment) for moment in moments))
