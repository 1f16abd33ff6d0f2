"""Questions a programme brought along, for its own people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zana.learning.curriculum.quiz import quizzes
from zana.learning.models import OwnQuiz
from zana.learning.rules.own_items import OwnItem
from zana.learning.rules.quiz import LETTERS, shuffle
from zana.people.models import Enrolment, Organisation, Programme


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what she chose (a place, or None) once she has answered."""

    number: int
    item: OwnItem
    order: tuple[int, ...]
    said: int | None = None

    @property
    def options(self) -> list[tuple[int, str]]:
        """With their places; drawn once for the quiz, for in many files the right one stands first."""
        return [(place, self.item.options[place]) for place in self.order]

    @property
    def chosen(self) -> str:
        return "" if self.said is None else self.item.options[self.said]

    @property
    def is_right(self) -> bool:
        return self.said == self.item.right

    @property
    def right(self) -> str:
        return self.item.options[self.item.right]


def list_brought(programme: Programme) -> list[OwnQuiz]:
    return list(OwnQuiz.objects.filter(programme=programme).select_related("brought_by"))


def find_brought(programme: Programme, ref: str) -> OwnQuiz | None:
    return OwnQuiz.objects.filter(programme=programme, ref=ref).select_related("programme").first()


def list_shown(organisation: Organisation) -> list[OwnQuiz]:
    """What the programmes of an organisation show to its people."""
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    return list(OwnQuiz.objects.filter(programme__in=programmes).exclude(shown_at=None))


def find_shown(organisation: Organisation, ref: str) -> OwnQuiz | None:
    return next((one for one in list_shown(organisation) if one.ref == ref), None)


def ask(quiz: OwnQuiz, answers: Mapping[str, str] | None = None) -> list[Asked]:
    return [
        Asked(number, item, _order(quiz, number, item), _place((answers or {}).get(f"item-{number}", ""), item))
        for number, item in enumerate(quiz.items, 1)
    ]


def _order(quiz: OwnQuiz, number: int, item: OwnItem) -> tuple[int, ...]:
    places = [str(place) for place in range(len(item.options))]
    return tuple(int(place) for place in shuffle(quiz.ref, str(number), places))


def _place(said: str, item: OwnItem) -> int | None:
    return int(said) if said.isdecimal() and len(said) == 1 and int(said) < len(item.options) else None


def list_house_items(topic: str, language: str) -> tuple[list[OwnItem], list[str]]:
    """The questions of this house on one topic with their ids, to be taken into another program."""
    items, ids = [], []
    for one in quizzes()[topic].items:
        texts = one.texts[language]
        items.append(OwnItem(texts.question, texts.options, LETTERS.index(one.right), texts.explanation))
        ids.append(one.id)
    return items, ids
