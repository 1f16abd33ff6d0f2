"""Quizzes and sheets as pages show them: her own, or, for the trainer, those of an organisation's people."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from zana.learning import curriculum
from zana.learning.curriculum.confidence import SENTENCES, groups
from zana.learning.curriculum.quiz import Item, quizzes
from zana.learning.models import ConfidenceSheet, QuizRun
from zana.learning.models.quiz import AFTER, AGAIN, BEFORE, SHEETS, WEEKS_LATER
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.learning.rules.certificates import QUIZ_AT
from zana.learning.rules.quiz import LETTERS, know_together, shuffle
from zana.people.models import Membership, Organisation, Person
from zana.ui.words import language


@dataclass(frozen=True, slots=True)
class TopicRuns:
    """What one person did about one topic; None where she has not begun."""

    topic: str
    title: str
    is_joint: bool
    before: QuizRun | None
    after: QuizRun | None

    @property
    def change(self) -> int | None:
        if self.before is None or self.after is None or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True, slots=True)
class Option:
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    run: QuizRun
    item: str
    number: int
    words: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question afterwards: what she said, what is right, and why."""

    words: str
    said: str
    right: str
    is_right: bool
    explanation: str
    unit: str
    unit_title: str


@dataclass(frozen=True, slots=True)
class GroupSheets:
    """`sentences` with her answers on each of `SHEETS`; None where she has given none. `is_later`: twelve weeks on."""

    group: str
    topics: tuple[str, ...]
    sentences: tuple[str, ...]
    given: dict[str, list[int]]
    is_later: bool

    @property
    def middles(self) -> list[int | None]:
        """Of each of `SHEETS`, as on the programme's page; what she could not say is left out."""
        said = [[answer for answer in self.given.get(occasion, []) if answer] for occasion in SHEETS]
        return [median_low(some) if some else None for some in said]

    @property
    def lines(self) -> list[tuple[str, list[int | None]]]:
        empty = [None] * SENTENCES
        columns = [self.given.get(occasion, empty) for occasion in SHEETS]
        return [(words, [column[at] for column in columns]) for at, words in enumerate(self.sentences)]


def list_topics_of(person: Person, organisation: Organisation) -> list[TopicRuns]:
    return _gather(list(QuizRun.objects.of(organisation).filter(person=person)))


def _gather(runs: list[QuizRun]) -> list[TopicRuns]:
    found = {(run.topic, run.occasion): run for run in runs}
    return [
        TopicRuns(
            topic,
            title_of_topic(topic),
            curriculum.topics()[topic].setting == "joint",
            found.get((topic, BEFORE)),
            found.get((topic, AFTER)),
        )
        for topic in quizzes()
    ]


def list_people_runs(organisation: Organisation) -> list[tuple[Person, list[TopicRuns]]]:
    """For the trainer: everybody of the organisation who has begun a quiz."""
    by_person: dict[int, list[QuizRun]] = {}
    people: dict[int, Person] = {}
    for run in QuizRun.objects.of(organisation).select_related("person").order_by("person__name", "pk"):
        by_person.setdefault(run.person_id, []).append(run)
        people[run.person_id] = run.person
    return [
        (people[number], [one for one in _gather(runs) if one.before or one.after])
        for number, runs in by_person.items()
    ]


def find_run(person: Person, organisation: Organisation, ref: str) -> QuizRun | None:
    """Her own only."""
    return QuizRun.objects.of(organisation).filter(person=person, ref=ref).first()


def next_question(run: QuizRun) -> Question | None:
    """The first one she has not answered; None when it has ended. An item that left the shelf is passed over."""
    shelf = _shelf(run)
    for number, item_id in enumerate(run.items, 1):
        if item_id in shelf and item_id not in run.answers:
            item = shelf[item_id]
            wording = item.texts[language()]
            words = dict(zip(LETTERS, wording.options, strict=True))
            order = shuffle(run.seed, item_id, LETTERS)
            options = tuple(Option(letter, words[letter]) for letter in order)
            return Question(run, item_id, number, wording.question, options)
    return None


def may_try_again(run: QuizRun) -> bool:
    """After the training, below what a certificate asks for, and a try is left."""
    if run.occasion == BEFORE or run.score is None:
        return False
    later = QuizRun.objects.of(run.organisation).filter(person=run.person, topic=run.topic).exclude(occasion=BEFORE)
    scores = list(later.values_list("score", flat=True))
    return len(scores) <= len(AGAIN) and all(score is not None and score < QUIZ_AT for score in scores)


def look_back(run: QuizRun) -> list[Answered]:
    shelf = _shelf(run)
    return [_tell_answer(shelf[item], run.answers.get(item, "")) for item in run.items if item in shelf]


def _tell_answer(item: Item, said: str) -> Answered:
    wording = item.texts[language()]
    words = dict(zip(LETTERS, wording.options, strict=True))
    return Answered(
        wording.question,
        words.get(said, ""),
        words[item.right],
        said == item.right,
        wording.explanation,
        item.unit,
        title_of_unit(item.unit),
    )


def _shelf(run: QuizRun) -> dict[str, Item]:
    return {item.id: item for item in quizzes()[run.topic].items}


def read_scores(organisation: Organisation) -> dict[str, int]:
    """Topic -> per cent before the training, as the least knowing of the people who are still there answered.

    A topic nobody has finished is missing: nothing counts as known that was not asked.
    """
    members = Membership.live.filter(organisation=organisation).values("person")
    rows = QuizRun.objects.of(organisation).filter(occasion=BEFORE, person__in=members).exclude(score=None)
    scores: dict[str, list[int]] = {}
    for topic, score in rows.order_by("topic", "pk").values_list("topic", "score"):
        if score is not None:
            scores.setdefault(topic, []).append(score)
    return {topic: known for topic, some in scores.items() if (known := know_together(some)) is not None}


def list_sheets(person: Person, organisation: Organisation) -> list[GroupSheets]:
    rows = ConfidenceSheet.objects.of(organisation).filter(person=person)
    return _sort_sheets(list(rows))


def find_sheet_asked_again(person: Person, organisation: Organisation) -> GroupSheets | None:
    """The first that is asked again twelve weeks later and that she has not answered."""
    sheets = list_sheets(person, organisation)
    return next((one for one in sheets if one.is_later and WEEKS_LATER not in one.given), None)


def list_people_sheets(organisation: Organisation) -> list[tuple[Person, list[GroupSheets]]]:
    by_person: dict[int, list[ConfidenceSheet]] = {}
    people: dict[int, Person] = {}
    for sheet in ConfidenceSheet.objects.of(organisation).select_related("person").order_by("person__name", "pk"):
        by_person.setdefault(sheet.person_id, []).append(sheet)
        people[sheet.person_id] = sheet.person
    return [
        (people[number], [one for one in _sort_sheets(sheets) if one.given]) for number, sheets in by_person.items()
    ]


def _sort_sheets(rows: list[ConfidenceSheet]) -> list[GroupSheets]:
    given: dict[str, dict[str, list[int]]] = {}
    later = set()
    for row in rows:
        given.setdefault(row.group, {})[row.occasion] = row.answers
        if row.is_asked_again:
            later.add(row.group)
    return [
        GroupSheets(
            group.id,
            tuple(title_of_topic(topic) for topic in group.topics),
            group.sentences[language()],
            given.get(group.id, {}),
            group.id in later,
        )
        for group in groups().values()
    ]
