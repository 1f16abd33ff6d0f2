"""The order by lot: alike organisations together, chance inside, and anybody can repeat it."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from zana.learning.rules.lottery import SMALLEST, Entrant, arrange, draw, split_thirds, stratify


def crowd(number, regions=("Pejë", "Prizren"), followers=lambda n: 100 * n):
    return [Entrant(f"ngo{n:02}", regions[n % len(regions)], followers(n)) for n in range(number)]


entrants = st.lists(
    st.builds(
        Entrant,
        name=st.uuids().map(str),
        region=st.sampled_from(["Pejë", "Prizren", "Gjilan", ""]),
        followers=st.none() | st.integers(0, 5000),
    ),
    max_size=30,
    unique_by=lambda one: one.name,
)


@given(entrants, st.text(max_size=8))
@settings(max_examples=60)
def test_everybody_is_drawn_once_and_no_stratum_is_small(cohort, seed):
    drawn = draw(cohort, seed)

    assert sorted(drawn.order) == sorted(one.name for one in cohort)
    assert sorted(name for one in drawn.strata for name in one.members) == sorted(drawn.order)
    assert len(drawn.strata) <= 1 or min(len(one.members) for one in drawn.strata) >= SMALLEST
    assert draw(list(reversed(cohort)), seed) == drawn


def test_thirds_are_by_rank_and_unknown_is_none_of_them():
    assert split_thirds({"a": 10, "b": 20, "c": 30, "d": None, "e": 20}) == {"a": 1, "b": 1, "c": 3, "d": 0, "e": 1}
    assert split_thirds({"a": None}) == {"a": 0}


def test_a_full_cell_stays_and_small_ones_join_their_third():
    cohort = [*crowd(4, ("Pejë",), lambda _: 10), *[Entrant(f"x{n}", f"town{n}", 1000) for n in range(5)]]

    strata = stratify(cohort)

    assert [(one.thirds, len(one.members)) for one in strata] == [((1,), 4), ((2,), 5)]


def test_inside_a_stratum_the_order_is_that_of_the_hashes():
    cohort = crowd(5, ("Pejë",), lambda _: None)

    expected = sorted((one.name for one in cohort), key=lambda name: hashlib.sha256(f"s:{name}".encode()).digest())
    assert list(draw(cohort, "s").order) == expected


def test_alike_organisations_are_spread_over_the_time():
    cohort = crowd(24, ("Pejë",))

    for seed in map(str, range(20)):
        drawn = draw(cohort, seed)
        for stratum in drawn.strata:
            early = sum(name in stratum.members for name in drawn.order[:12])
            assert abs(early - len(stratum.members) / 2) <= 1


def test_every_place_is_equally_likely():
    cohort = crowd(8, ("Pejë",), lambda _: 10)
    firsts = [draw(cohort, str(seed)).order[0] for seed in range(800)]

    counts = [firsts.count(one.name) for one in cohort]
    assert sum((count - 100) ** 2 / 100 for count in counts) < 24.3  # chi-square, 7 degrees, one in a thousand


def test_one_organisation_is_drawn_and_it_is_said_that_nothing_was_left_to_chance():
    drawn = draw([Entrant("alone", "Pejë", 10)], "seed")

    assert (drawn.order, len(drawn.strata)) == (("alone",), 1)
    assert [note.english() for note in drawn.notes] == [
        "There is one organisation only, so nothing was left to chance."
    ]


def test_few_organisations_and_unknown_followers_are_said():
    drawn = draw(crowd(3, followers=lambda n: n or None), "seed")

    assert [note.english() for note in drawn.notes] == [
        "There are fewer than four organisations: they were drawn as one group.",
        "For 1 of them nobody has counted followers yet.",
    ]


def test_an_exception_moves_one_and_the_others_close_up():
    assert arrange(["a", "b", "c", "d"], {"d": 1}) == ["d", "a", "b", "c"]
    assert arrange(["a", "b", "c", "d"], {"a": 4, "c": 1}) == ["c", "b", "d", "a"]
