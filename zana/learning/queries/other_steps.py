"""Steps besides those of findings, days and units: somebody waits for her now, or nothing does and she may rehearse."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from zana.learning import curriculum
from zana.learning.exercises import EXERCISES
from zana.learning.models import Attempt, LessonRead
from zana.learning.queries.steps import Step
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.publishing.queries import asking_deliveries, waiting_approvals
from zana.ui.words import words

LOOK_MINUTES = 3


def waits_for_her(person: Person, organisation: Organisation) -> list[Step]:
    """Before everything else: a colleague who cannot go on without her, and what did not go out."""
    return [*_list_approvals(person, organisation), *_list_sendings(person, organisation)]


def always_there(person: Person, organisation: Organisation) -> list[Step]:
    """For a day on which nothing waits: the next exercise she has not passed, else a lesson she has not read."""
    return [*_list_exercises(person, organisation), *_list_lessons(person, organisation)][:1]


def _list_approvals(person: Person, organisation: Organisation) -> Iterator[Step]:
    if may(person, "pieces.approve", organisation):
        for one in waiting_approvals(organisation):
            link = reverse("publishing:approval", kwargs={"org": organisation.ref, "piece": one.piece.ref})
            title = _("Look at “%(title)s” and decide") % {"title": one.piece.title}
            why = _("%(person)s waits: until you decide, it does not go out.") % {"person": one.asked_by.name}
            yield Step("approval", title, why, LOOK_MINUTES, link)


def _list_sendings(person: Person, organisation: Organisation) -> Iterator[Step]:
    if may(person, "deliveries.publish", organisation):
        for one in asking_deliveries(organisation):
            link = reverse("publishing:delivery", kwargs={"org": organisation.ref, "delivery": one.ref})
            title = _("“%(title)s” needs your hand") % {"title": one.variant.piece.title}
            why = _("It has not gone out by itself, or nobody knows whether it has.")
            yield Step("sending", title, why, LOOK_MINUTES, link)


def _list_exercises(person: Person, organisation: Organisation) -> Iterator[Step]:
    if may(person, "exercises.do", organisation):
        passed = Attempt.objects.of(organisation).filter(person=person, passed=True)
        known = set(passed.values_list("exercise", flat=True))
        for one in EXERCISES.values():
            if one.id not in known:
                link = reverse("learning:exercise", kwargs={"org": organisation.ref, "exercise": one.id})
                title = _("Rehearse: %(title)s") % {"title": words(one.title)}
                why = _("In the exercise nothing leaves the house, so you may try everything.")
                yield Step("exercise", title, why, one.minutes, link)


def _list_lessons(person: Person, organisation: Organisation) -> Iterator[Step]:
    if may(person, "lessons.see", organisation):
        read = set(LessonRead.objects.of(organisation).filter(person=person).values_list("unit", flat=True))
        for unit in curriculum.units().values():
            if unit.id not in read:
                link = reverse("learning:lesson", kwargs={"org": organisation.ref, "unit": unit.id})
                why = _("You have not read it yet; it belongs to “%(topic)s”.") % {"topic": title_of_topic(unit.topic)}
                yield Step("unit", title_of_unit(unit.id), why, unit.minutes, link)
