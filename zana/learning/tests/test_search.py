"""The search finds the best day: compared with every set there is, on small cases."""

import random
from dataclasses import replace
from itertools import combinations

import pytest

from zana.learning.rules.search import (
    CONTENT_MINUTES,
    LADDER,
    Candidate,
    Choice,
    choose_best,
    judge,
)


def unit(minutes=20, value=10, topic="A", *, network="", practice=True, work=True, needs=(), fixed=False):
    return Candidate(minutes, value, topic, network, practice, work, needs, fixed)


def draw_case(seed):
    rng = random.Random(seed)
    size = rng.randint(3, 12)
    topics = sorted(rng.choice("ABCD") for _ in range(size))
    minutes = (10, 15, 20, 25, 30, 35, 45, 60)
    units = [
        Candidate(
            minutes=rng.choice(minutes) if rng.random() < 0.8 else rng.randint(7, 60),
            value=rng.choice([0, 0, 20, 30, 57, 120, rng.randint(0, 150)]),
            topic=topic,
            network=rng.choice(["", "", "facebook", "x"]),
            is_practice=rng.random() < 0.5,
            is_practical_work=topic == "D" and rng.random() < 0.8,
            needs=tuple(sorted(rng.sample(range(i), min(i, rng.choice([0, 0, 1, 2]))))),
            is_fixed=rng.random() < 0.08,
        )
        for i, topic in enumerate(topics)
    ]
    while fixed_minutes(units) > CONTENT_MINUTES:
        last = max(i for i, one in enumerate(units) if one.is_fixed)
        units[last] = replace(units[last], is_fixed=False)
    return units, rng.choice(["", "facebook"])


def fixed_minutes(units):
    closed, waiting = set(), [i for i, one in enumerate(units) if one.is_fixed]
    while waiting:
        place = waiting.pop()
        if place not in closed:
            closed.add(place)
            waiting += units[place].needs
    return sum(units[i].minutes for i in closed)


def try_everything(units, only_network):
    for given_up in LADDER:
        judged = [
            (verdict, [-place for place in chosen], chosen)
            for size in range(len(units) + 1)
            for chosen in combinations(range(len(units)), size)
            if (verdict := judge(units, chosen, only_network=only_network, given_up=given_up)) is not None
        ]
        if judged:
            best = max(verdict for verdict, _, _ in judged)
            return min(chosen for verdict, _, chosen in judged if verdict == best), given_up
    raise AssertionError("no day at all")


@pytest.mark.parametrize("seed", range(150))
def test_search_equals_trying_everything(seed):
    units, only_network = draw_case(seed)

    found = choose_best(units, only_network=only_network)

    assert (found.chosen, found.given_up) == try_everything(units, only_network)
    assert found.is_exact


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_a_search_begun_again_with_better_prices_equals_trying_everything(seed, monkeypatch):
    monkeypatch.setattr("zana.learning.rules.search._SHORT", 0)
    units, only_network = draw_case(seed)

    found = choose_best(units, only_network=only_network)

    assert (found.chosen, found.given_up) == try_everything(units, only_network)
    assert found.is_exact


def test_most_value_comes_first():
    assert choose_best([unit(280, 10), unit(200, 11, "B")]).chosen == (1,)


def test_equal_value_prefers_fewer_topics():
    units = [unit(20, 10, "A"), unit(150, 30, "A"), unit(150, 30, "B")]

    assert choose_best(units).chosen == (0, 1)


def test_equal_value_and_topics_prefer_fewer_minutes():
    assert choose_best([unit(200, 10, "A"), unit(190, 10, "A")]).chosen == (1,)


def test_full_tie_goes_to_the_lowest_framework_order():
    assert choose_best([unit(200, 10, "A"), unit(200, 10, "A")]).chosen == (0,)


def test_a_unit_brings_what_it_needs():
    units = [unit(100, 0, "A"), unit(100, 30, "A", needs=(0,)), unit(190, 29, "B")]

    assert choose_best(units).chosen == (0, 1)


def test_a_fixed_unit_stays_even_without_value():
    assert choose_best([unit(200, 0, "A", fixed=True), unit(200, 90, "B")]).chosen == (0,)


def test_at_least_two_fifths_are_practice():
    units = [unit(180, 90, "A", practice=False), unit(60, 30, "A", practice=False), unit(40, 1, "B")]

    assert choose_best(units).chosen == (1, 2)


def test_practical_work_is_in_every_day():
    assert choose_best([unit(280, 90, "A", work=False), unit(10, 0, "B")]).chosen == (1,)


def test_one_network_has_two_hours_at_most():
    units = [unit(60, 10, "A", network="x"), unit(70, 11, "A", network="x"), unit(20, 1, "B")]

    assert choose_best(units).chosen == (1, 2)
    assert choose_best(units, only_network="x").chosen == (0, 1, 2)


def test_what_cannot_be_kept_is_given_up_and_said():
    theory = [unit(100, 10, "A", practice=False, work=False)]

    assert choose_best([unit(280, 1, practice=False, fixed=True)]).given_up == {"practice"}
    assert choose_best([unit(130, 1, network="x", fixed=True)]).given_up == {"network"}
    assert choose_best(theory).given_up == {"practical"}
    assert choose_best(theory).chosen == ()


def test_fixed_units_that_do_not_fit_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="do not fit"):
        choose_best([unit(200, 1, fixed=True), unit(100, 1, "B", fixed=True)])


def test_past_the_node_limit_it_takes_greedily_and_says_so():
    units = [unit(20 + n, 10 + n % 5, "A", work=n == 0) for n in range(30)]

    found = choose_best(units, node_limit=10)

    assert not found.is_exact
    assert judge(units, found.chosen) is not None


def test_same_units_give_the_same_day():
    units, _ = draw_case(7)

    assert choose_best(units) == choose_best(list(units))
    assert choose_best([]) == Choice((), frozenset({"practical"}), is_exact=True)
