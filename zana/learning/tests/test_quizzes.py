"""The quiz as people take it: parallel forms by a stored seed, private results, a score the plan uses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import make_person
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.plans import compose_plan
from zana.learning.actions.quiz import answer_item, begin_quiz, give_confidence
from zana.learning.curriculum.quiz import quizzes
from zana.learning.models import ConfidenceSheet, QuizRun
from zana.learning.queries.quizzes import list_sheets, may_try_again, next_question, read_scores
from zana.learning.rules.quiz import draw_form, score, shuffle
from zana.people.models import Membership

pytestmark = pytest.mark.slow

TOPIC = "F5"
RIGHT = {item.id: item.right for item in quizzes()[TOPIC].items}
NOBODY_KNOWS = "no quiz yet: nothing counts as known"


def begin(person, organisation, occasion="before"):
    return begin_quiz(by=person, organisation=organisation, topic=TOPIC, occasion=occasion)


def answer_all(person, run, wrong=0):
    for place, item in enumerate(run.items):
        right = RIGHT[item]
        answer = ("b" if right == "a" else "a") if place < wrong else right
        run = answer_item(by=person, run=run, item=item, answer=answer)
    return run


def test_the_seed_decides_and_half_get_each_form_first():
    first = [draw_form(f"{seed:x}", TOPIC, is_after=False) for seed in range(200)]
    after = [draw_form(f"{seed:x}", TOPIC, is_after=True) for seed in range(200)]

    assert 80 < first.count("A") < 120
    assert [{"A": "B", "B": "A"}[form] for form in first] == after
    assert shuffle("7", "items", "abc") == shuffle("7", "items", "cba")


def test_a_score_counts_what_was_not_answered_as_not_right():
    assert score(["1", "2", "3"], {"1": "a", "2": "b"}, {"1": "a", "2": "c", "3": "a"}) == 33
    assert score([], {}, {}) == 0


def test_afterwards_comes_the_other_form_of_the_same_pairs(cast):
    before = answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a), wrong=1)
    after = begin(cast.volunteer_a, cast.org_a, "after")

    assert (before.seed, {before.form, after.form}) == (after.seed, {"A", "B"})
    assert sorted(item[:-1] for item in before.items) == sorted(item[:-1] for item in after.items)
    assert before.score == 100 * (len(before.items) - 1) // len(before.items)
    assert begin(cast.volunteer_a, cast.org_a, "after") == after


def test_the_first_answer_counts_and_only_hers(cast):
    run = begin(cast.volunteer_a, cast.org_a)
    item = run.items[0]
    answer_item(by=cast.volunteer_a, run=run, item=item, answer="a")
    again = answer_item(by=cast.volunteer_a, run=run, item=item, answer="b")

    assert again.answers == {item: "a"}
    with pytest.raises(QuizRun.DoesNotExist):
        answer_item(by=cast.communicator_a, run=run, item=run.items[1], answer="a")
    with pytest.raises(Refusal):
        answer_item(by=cast.volunteer_a, run=run, item="F1-1A", answer="a")
    with pytest.raises(Forbidden):
        begin(cast.trainer, cast.org_a)


def test_a_topic_is_known_as_far_as_the_one_who_knows_it_least(cast):
    left = make_person("Lule Left", "volunteer", cast.org_a)
    answer_all(left, begin(left, cast.org_a), wrong=5)
    Membership.live.filter(person=left).update(ended_at=clock.now())
    answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a))
    assert read_scores(cast.org_a) == {TOPIC: 100}

    begin(cast.director_a, cast.org_a)  # left in the middle
    assert read_scores(cast.org_a) == {TOPIC: 100}
    run = answer_all(cast.communicator_a, begin(cast.communicator_a, cast.org_a), wrong=2)
    assert read_scores(cast.org_a) == {TOPIC: run.score}
    assert read_scores(cast.org_b) == {}


def test_the_plan_uses_the_score_and_says_when_there_is_none(cast):
    absent = compose_plan(by=cast.trainer, organisation=cast.org_a)
    notes = [note["code"] for note in absent.day["notes"]]
    answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a))
    present = compose_plan(by=cast.trainer, organisation=cast.org_a)
    reasons = {one["id"]: one["reason"]["code"] for one in present.day["left_out"]}

    assert NOBODY_KNOWS in notes
    assert NOBODY_KNOWS not in [note["code"] for note in present.day["notes"]]
    assert reasons["F5.2"] == "already known: at least {score} % right in the quiz"


def test_on_the_page_one_question_stands_alone_and_explains_itself_afterwards(client, cast):
    client.force_login(cast.volunteer_a)
    client.cookies["zana_language"] = "en"
    where = {"org": cast.org_a.ref}
    client.post(reverse("learning:begin_quiz", kwargs={**where, "topic": TOPIC, "occasion": "before"}))
    run = QuizRun.objects.of(cast.org_a).get()
    address = reverse("learning:quiz", kwargs={**where, "ref": run.ref})
    explanations = [item.texts["en"].explanation for item in quizzes()[TOPIC].items if item.id in run.items]
    seen = set()
    for _ in run.items:
        run.refresh_from_db()
        text = client.get(address).content.decode()
        question = next_question(run)
        assert question is not None
        seen.add(question.item)
        assert text.count('type="radio"') == 3
        client.post(
            reverse("learning:answer_question", kwargs={**where, "ref": run.ref}),
            {"item": question.item, "answer": "a"},
        )

    last = client.get(address)
    assert seen == set(run.items)
    assert [text for text in explanations if text.replace("'", "&#x27;") not in last.content.decode()] == []


def test_results_are_for_her_and_her_trainer(client, cast):
    answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a), wrong=1)
    results = reverse("learning:quiz_results", kwargs={"org": cast.org_a.ref})
    own = reverse("learning:quiz", kwargs={"org": cast.org_a.ref, "ref": QuizRun.objects.of(cast.org_a).get().ref})
    found = {}
    for name in ("trainer", "lead", "director_a", "volunteer_a", "communicator_b", "donor"):
        client.force_login(cast.persons[name])
        found[name] = (client.get(results).status_code, client.get(own).status_code)

    assert found == {
        "trainer": (200, 403),
        "lead": (403, 403),
        "director_a": (403, 404),
        "volunteer_a": (403, 200),
        "communicator_b": (404, 404),
        "donor": (403, 403),
    }


def test_confidence_is_given_sentence_by_sentence(client, cast):
    client.force_login(cast.volunteer_a)
    url = reverse("learning:confidence", kwargs={"org": cast.org_a.ref, "group": "joint", "occasion": "before"})

    assert client.post(url, {"s0": "3"}).status_code == 200
    assert not ConfidenceSheet.objects.of(cast.org_a).exists()
    client.post(url, {f"s{place}": str(place) for place in range(5)})

    assert ConfidenceSheet.objects.of(cast.org_a).get().answers == [0, 1, 2, 3, 4]
    with pytest.raises(Refusal):
        give_confidence(
            by=cast.volunteer_a, organisation=cast.org_a, group="joint", occasion="before", answers=[1, 2, 3, 4, 6]
        )


def test_what_she_dares_is_asked_again_twelve_weeks_after_she_said_it(client, cast):
    said = {"by": cast.volunteer_a, "organisation": cast.org_a, "group": "joint", "answers": [4, 4, 4, 0, 4]}
    client.force_login(cast.volunteer_a)
    page = reverse("learning:quizzes", kwargs={"org": cast.org_a.ref})
    later = reverse("learning:confidence", kwargs={"org": cast.org_a.ref, "group": "joint", "occasion": "later"})
    give_confidence(**said, occasion="after")

    again_on = clock.today() + timedelta(weeks=12)
    with clock.frozen(clock.on(again_on - timedelta(days=1))), pytest.raises(Refusal, match="twelve weeks"):
        give_confidence(**said, occasion="later")
    is_offered = [later in client.get(page).content.decode()]
    with clock.frozen(clock.on(again_on)):
        is_offered.append(later in client.get(page).content.decode())
        give_confidence(**said, occasion="later")

    sheet = next(one for one in list_sheets(cast.volunteer_a, cast.org_a) if one.group == "joint")
    assert (is_offered, sheet.middles) == ([False, True], [None, 4, None, 4])


def test_three_tries_after_the_training_and_the_first_stays_what_is_compared(cast):
    with pytest.raises(Refusal, match="nothing to try again"):
        begin(cast.volunteer_a, cast.org_a, "again")
    first = answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a, "after"), wrong=99)
    second = begin(cast.volunteer_a, cast.org_a, "again")
    assert begin(cast.volunteer_a, cast.org_a, "again") == second  # she left it in the middle
    assert (second.occasion, second.form != first.form) == ("again", True)
    answer_all(cast.volunteer_a, second, wrong=99)
    third = answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a, "again"), wrong=99)

    with pytest.raises(Refusal, match="three times"):
        begin(cast.volunteer_a, cast.org_a, "again")
    assert (first.score, third.occasion, may_try_again(third)) == (0, "again2", False)


def test_who_reached_it_has_nothing_to_try_again(client, cast):
    run = answer_all(cast.volunteer_a, begin(cast.volunteer_a, cast.org_a, "after"))
    client.force_login(cast.volunteer_a)
    client.cookies["zana_language"] = "en"

    page = client.get(reverse("learning:quiz", kwargs={"org": cast.org_a.ref, "ref": run.ref})).content.decode()

    assert ("100 % right" in page, "Try again" in page) == (True, False)
    with pytest.raises(Refusal, match="nothing to try again"):
        begin(cast.volunteer_a, cast.org_a, "again")
