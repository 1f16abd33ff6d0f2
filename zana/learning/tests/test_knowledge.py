"""Who knows more than before: of enough people, in whole months, with a range that holds what is true."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.cast import make_person
from zana.kernel import clock
from zana.learning.curriculum.quiz import pick_items, quizzes
from zana.learning.models import ConfidenceSheet, QuizRun
from zana.learning.rules.knowledge import (
    ASKEW,
    TOO_EASY,
    TOO_HARD,
    Pair,
    Said,
    Solved,
    count_moved,
    find_faults,
    find_range,
    keep_whole_months,
    list_solved,
    relate,
    weigh_change,
    weigh_daring,
)
from zana.people.models import Enrolment, Organisation
from zana.people.release import Hidden, Shown

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
RIGHT: dict[str, str] = {item.id: item.right for item in quizzes()["F5"].items}


def pairs(*gains, places=5, month=APRIL):
    return [Pair(str(number % places), month, 40, 40 + gain) for number, gain in enumerate(gains)]


def test_a_month_that_goes_on_does_not_count_and_one_with_too_few_waits():
    many, few, now = pairs(*[10] * 6), pairs(10, 10, month=MAY), pairs(*[10] * 9, month=JUNE)
    assert keep_whole_months([*many, *few, *now], date(2026, 6, 30)) == many
    assert keep_whole_months([*many, *few, *now], date(2026, 7, 1)) == [*many, *few, *now]


def test_of_four_people_or_of_two_organisations_nothing_is_said():
    assert weigh_change(pairs(*[10] * 4)) is None
    assert weigh_change(pairs(*[10] * 9, places=2)) is None
    assert weigh_daring(pairs(*[1] * 4)) is None


def test_a_change_says_its_range_only_where_enough_organisations_stand_behind_it():
    wide = weigh_change(pairs(*range(10), places=4))
    assert wide is not None
    assert (wide.people, wide.organisations, wide.before, wide.after, wide.points) == (10, 4, 40, 44, 4)
    assert (wide.low, wide.high, wide.is_clear) == (None, None, False)
    same = weigh_change(pairs(*[10] * 10))
    assert same is not None
    assert (same.points, same.low, same.high, same.is_clear) == (10, 10, 10, True)


def test_counts_of_the_few_are_hidden_with_one_that_would_give_them_away():
    moved = count_moved(pairs(*[5] * 14, 0, 0, 0, -5, -5))
    assert moved.better == Shown(14)
    assert (type(moved.same), type(moved.worse)) == (Hidden, Hidden)
    assert count_moved(pairs(*[5] * 6, *[0] * 7, *[-5] * 8)).worse == Shown(8)


@pytest.mark.parametrize("places", [5, 8, 27])
def test_the_range_holds_the_truth_in_nineteen_of_twenty_programmes(places):
    """Organisations that differ, with one to three people each; the truth is 20 points."""
    draw = np.random.default_rng(places)
    held = 0
    for _ in range(300):
        gains = [
            (str(place), round(20 + its_own + draw.normal(0, 25)))
            for place, its_own in enumerate(draw.normal(0, 10, places))
            for _ in range(draw.integers(1, 4))
        ]
        low, high = find_range([Pair(place, APRIL, 0, gain) for place, gain in gains])
        held += low <= 20 <= high
    assert 0.92 <= held / 300 <= 0.98


def test_middles_are_answers_that_somebody_gave():
    six = [Pair(str(number), APRIL, 4, 3 + number % 3) for number in range(6)]
    back = [Said(str(number), MAY, 1 + number % 2) for number in range(6)]
    daring = weigh_daring(six, back, back[:4])
    assert daring is not None
    assert (daring.people, daring.before, daring.hindsight, daring.after, daring.later) == (6, 4, 1, 4, None)


def test_relation_is_pearsons():
    one, other = [1, 0, 1, 1, 0], [0.5, 0.25, 1.0, 0.75, 0.5]
    assert relate(one, other) == pytest.approx(np.corrcoef(one, other)[0, 1])
    assert relate([1, 1, 1], [0, 1, 0]) is None


def test_a_question_stands_beside_the_rest_of_its_quiz():
    solved = list_solved("a", APRIL, {"x": True, "y": True, "z": False})
    assert {item: (one.is_right, one.rest) for item, one in solved.items()} == {
        "x": (True, 0.5), "y": (True, 0.5), "z": (False, 1.0),
    }  # fmt: skip
    assert list_solved("a", APRIL, {"x": True}) == {}


def answers(rights, rests):
    return [Solved(str(n % 4), APRIL, right, rest) for n, (right, rest) in enumerate(zip(rights, rests, strict=True))]


def test_questions_at_fault_are_named_once_enough_have_answered():
    mixed = [0.0, 0.5, 1.0] * 10
    assert find_faults(answers([n < 5 for n in range(30)], mixed)) == [TOO_HARD, ASKEW]
    assert find_faults(answers([True] * 30, mixed)) == [TOO_EASY]
    assert find_faults(answers([rest > 0.4 for rest in mixed], mixed)) == []
    assert find_faults(answers([rest < 0.4 for rest in mixed], mixed)) == [ASKEW]
    assert find_faults(answers([rest < 0.4 for rest in mixed][:29], mixed[:29])) == []  # too few to speak of relation
    assert find_faults(answers([True] * 9, mixed[:9])) == []


@pytest.fixture
def answered(cast):
    """Six people of three organisations answered in April before and in May after; one of them only before."""
    third = Organisation.objects.create(slug="ruka", name="Ruka", region="Prizren", language="sq")
    Enrolment.objects.create(programme=cast.programme, organisation=third, joined_on=date(2026, 1, 10))
    people = [(cast.org_a, one) for one in (cast.director_a, cast.communicator_a, cast.volunteer_a)]
    people += [(cast.org_b, one) for one in (cast.director_b, cast.communicator_b)]
    people += [(third, make_person(f"{name} Ruka", "volunteer", third)) for name in ("Ana", "Bora")]
    for place, (organisation, person) in enumerate(people):
        run(organisation, person, "before", APRIL, wrong=3)
        sheet(organisation, person, "before", APRIL, 4)
        if place:
            run(organisation, person, "after", MAY, wrong=place % 2)
            sheet(organisation, person, "after", MAY, 4)
            sheet(organisation, person, "hindsight", MAY, 2)
    return cast


def run(organisation, person, occasion, month, wrong):
    """With so many wrong answers, and the score that says so."""
    items = [item.id for item in pick_items("F5", "A" if occasion == "before" else "B", month)]
    said = {item: RIGHT[item] for item in items}
    said |= {item: "abc".replace(RIGHT[item], "")[0] for item in items[:wrong]}
    score = 100 * (len(items) - wrong) // len(items)
    QuizRun.objects.of(organisation).create(
        person=person, topic="F5", occasion=occasion, form="A", items=items, answers=said, score=score,
        ended_at=noon(month),
    )  # fmt: skip


def sheet(organisation, person, occasion, month, answer):
    ConfidenceSheet.objects.of(organisation).create(
        person=person, group="safety", occasion=occasion, answers=[answer] * 5, given_at=noon(month)
    )


def noon(month):
    return datetime(month.year, month.month, 20, 12, tzinfo=UTC)


def tell(capsys):
    call_command("knowledge", "voices", "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_tells_what_six_people_know_and_dare(answered, capsys):
    with clock.frozen(noon(JUNE)):
        told = tell(capsys)
    (topic,) = told["topics"]
    number = len(pick_items("F5", "A", APRIL))
    points = [100 * (number - wrong) // number - 100 * (number - 3) // number for wrong in (1, 0, 1, 0, 1, 0)]
    assert told["until"] == "2026-05-31"
    assert (topic["topic"], topic["people"], topic["organisations"]) == ("F5", 6, 3)
    assert (topic["points"], topic["low"]) == (round(sum(points) / 6), None)
    assert topic["better"] is None  # all of them: that would tell of each
    daring = {(one["people"], one["before"], one["hindsight"], one["after"]) for one in told["sentences"]}
    assert daring == {(6, 4, 2, 4)}


def test_while_the_month_goes_on_nothing_of_it_is_told(answered, capsys):
    with clock.frozen(noon(MAY)):
        told = tell(capsys)
    assert (told["topics"], told["sentences"]) == ([], [])


def test_lead_and_trainer_see_the_page_and_nobody_else(answered, client):
    where = reverse("learning:knowledge", kwargs={"programme": answered.programme.ref})
    with clock.frozen(noon(JUNE)):
        for person in (answered.lead, answered.trainer):
            client.force_login(person)
            page = client.get(where).content.decode()
            assert "people: 6 · organisations: 3" in page
            assert [name for name in (p.name for p in answered.persons.values()) if name in page] == [person.name]
    for person in (answered.donor, answered.director_a, answered.communicator_b):
        client.force_login(person)
        assert client.get(where).status_code in (403, 404)
