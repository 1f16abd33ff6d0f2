"""A quiz is begun, answered one question at a time, and ends; a sheet of what she dares is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.curriculum.confidence import HIGHEST, SENTENCES, groups
from zana.learning.curriculum.quiz import Form, pick_items, quizzes
from zana.learning.models import ConfidenceSheet, QuizRun
from zana.learning.models.quiz import AFTER, AGAIN, BEFORE, OCCASIONS, SHEETS, WEEKS_LATER, new_seed
from zana.learning.rules.certificates import QUIZ_AT
from zana.learning.rules.quiz import LETTERS, draw_form, score, shuffle
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require


@transaction.atomic
def begin_quiz(*, by: Person, organisation: Organisation, topic: str, occasion: str) -> QuizRun:
    """The run, new or the one she left in the middle. The later one takes the seed of the earlier: the other form."""
    require(by, "quiz.take", organisation)
    if topic not in quizzes() or occasion not in OCCASIONS[:3]:
        raise Refusal(say("There is no such quiz."))
    Person.objects.select_for_update().get(pk=by.pk)
    known = {run.occasion: run for run in QuizRun.objects.of(organisation).filter(person=by, topic=topic)}
    if occasion == AGAIN[0]:
        occasion = _next_try(known)
    if occasion in known:
        return known[occasion]
    if occasion == BEFORE and AFTER in known:
        raise Refusal(say("You have answered this one after the training already."))
    earlier = known.get(BEFORE) or known.get(AFTER)
    seed = earlier.seed if earlier else new_seed()
    form = draw_form(seed, topic, is_after=occasion in (AFTER, AGAIN[1]))
    items = [item.id for item in pick_items(topic, cast(Form, form), clock.today())]
    run = QuizRun.objects.of(organisation).create(
        person=by, topic=topic, occasion=occasion, form=form, seed=seed, items=shuffle(seed, "items", items)
    )
    record(by, "quiz.begun", organisation=organisation, thing=f"quiz:{run.ref}")
    return run


def _next_try(known: Mapping[str, QuizRun]) -> str:
    """A second and a third try for who did not reach what a certificate asks for."""
    tries = [known.get(occasion) for occasion in (AFTER, *AGAIN)]
    made = [run for run in tries if run is not None]
    if not made or any(run.score is not None and run.score >= QUIZ_AT for run in made):
        raise Refusal(say("There is nothing to try again here."))
    if made[-1].ended_at is None:
        return made[-1].occasion
    if len(made) == len(tries):
        raise Refusal(say("You have tried three times. Your trainer can look at your practice instead."))
    return AGAIN[len(made) - 1]


@transaction.atomic
def answer_item(*, by: Person, run: QuizRun, item: str, answer: str) -> QuizRun:
    """The first answer counts: going back does not change it. With the last one the quiz ends."""
    require(by, "quiz.take", run.organisation)
    run = QuizRun.objects.of(run.organisation).select_for_update().get(pk=run.pk, person=by)
    if item not in run.items or answer not in LETTERS:
        raise Refusal(say("Choose one of the answers."))
    if item in run.answers:
        return run
    run.answers = {**run.answers, item: answer}
    right: dict[str, str] = {one.id: one.right for one in quizzes()[run.topic].items}
    asked = [one for one in run.items if one in right]  # what left the shelf meanwhile counts for nobody
    if all(one in run.answers for one in asked):
        run.ended_at, run.score = clock.now(), score(asked, run.answers, right)
        record(by, "quiz.ended", organisation=run.organisation, thing=f"quiz:{run.ref}")
    run.save()
    return run


@transaction.atomic
def give_confidence(
    *, by: Person, organisation: Organisation, group: str, occasion: str, answers: Sequence[int]
) -> ConfidenceSheet:
    """0 = she cannot say. Given again on the same occasion it replaces the sheet."""
    require(by, "quiz.take", organisation)
    if group not in groups() or occasion not in SHEETS:
        raise Refusal(say("There is no such sheet."))
    given = ConfidenceSheet.objects.of(organisation).filter(person=by, group=group)
    if occasion == WEEKS_LATER and not any(sheet.is_asked_again for sheet in given):
        raise Refusal(say("This is asked again twelve weeks after you answered it after the training."))
    if len(answers) != SENTENCES or not all(0 <= answer <= HIGHEST for answer in answers):
        raise Refusal(say("Say something about every sentence, or that you cannot say."))
    sheet, _ = ConfidenceSheet.objects.of(organisation).update_or_create(
        person=by,
        group=group,
        occasion=occasion,
        defaults={"organisation": organisation, "answers": list(answers), "given_at": clock.now()},
    )
    record(by, "confidence.given", organisation=organisation, thing=f"group:{group}")
    return sheet
