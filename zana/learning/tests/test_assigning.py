"""Trainers for days: hard rules never broken, the score never lowered, and every gap explained."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.learning.rules.assigning import (
    Board,
    Given,
    Slot,
    Taken,
    Trainer,
    assign,
    find_broken,
    lead_of,
    spread_weeks,
)

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 30)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(5))
SQ, SR = frozenset({"sq"}), frozenset({"sr"})


def trainer(number, languages=SQ, specialities=("F5",), **facts):
    return Trainer(number, frozenset(languages), frozenset(specialities), **facts)


def slot(organisation, language="sq", region="Pejë", days=WEEK, **facts):
    return Slot(organisation, language, region, days, **facts)


def teams(made):
    return {one.slot.organisation: (one.team, one.day) for one in made.given}


def whys(made):
    return {one.slot.organisation: one.why.english() for one in made.blocked}


def test_the_score_is_share_region_acquaintance_and_balance():
    minutes = {"F5": 90, "F1": 30}
    here = trainer(1, region="Pejë")
    board = Board([here, trainer(2, specialities=("F1",))], [])

    assert board.rate(slot(7, minutes=minutes, known_by=frozenset({1})), (1,)) == Fraction(9, 4) + 1 + 1
    assert board.rate(slot(7, minutes=minutes), (2,)) == Fraction(3, 4)
    made = assign([slot(7, days=WEEK[:1]), slot(8, days=WEEK[4:])], [trainer(1)])
    assert made.score == Fraction(-1, 2)


def test_a_tie_goes_to_the_lower_number_and_the_earlier_day():
    assert teams(assign([slot(7)], [trainer(2), trainer(1)])) == {7: ((1,), MONDAY)}


def test_balance_gives_the_second_day_to_the_other():
    assert teams(assign([slot(7), slot(8)], [trainer(1), trainer(2)])) == {7: ((1,), MONDAY), 8: ((2,), MONDAY)}


def test_whoever_has_the_fewest_candidates_chooses_first():
    both = trainer(1, ("sq", "sr"), days_a_week=1)
    made = assign([slot(7), slot(8, "sr")], [both, trainer(2)])

    assert {number: team for number, (team, _) in teams(made).items()} == {7: (2,), 8: (1,)}


def test_swaps_mend_what_greed_spoilt():
    made = [
        Given(slot(7, minutes={"F5": 60}), (2,), MONDAY),
        Given(slot(8, minutes={"F1": 60}), (1,), MONDAY),
    ]
    taken = [Taken(2, MONDAY, "Pejë"), Taken(1, MONDAY, "Pejë")]
    board = Board([trainer(1), trainer(2, specialities=("F1",))], taken)
    before = board.rate_all(made)

    assert [one.team for one in board.swap(made)] == [(1,), (2,)]
    assert [before, board.rate_all(board.swap(made))] == [0, 6]


def test_two_trainers_hold_what_neither_can_alone():
    needs = slot(7, locked=frozenset({"F5", "F6"}))
    made = assign([needs], [trainer(1), trainer(2, specialities=("F6",)), trainer(3, SR, ("F5", "F6"))])

    assert teams(made) == {7: ((1, 2), MONDAY)}
    assert lead_of("F6", [trainer(1), trainer(2, specialities=("F6",))]) == 2
    assert lead_of("F1", [trainer(1), trainer(2, specialities=("F6",))]) == 1


def test_the_hard_rules_hold_for_each_of_two():
    needs = slot(7, locked=frozenset({"F5", "F6"}))
    two = [trainer(1), trainer(2, specialities=("F6",), conflicts=frozenset({7}))]

    assert find_broken(needs, (1, 2), MONDAY, two, []) != []
    assert teams(assign([needs], two)) == {}


def test_every_gap_names_the_rule_that_stands_in_the_way():
    busy = [Taken(1, WEEK[0], "Pejë"), Taken(1, WEEK[2], "Pejë")]
    far = [Taken(1, WEEK[1], "Prizren")]
    speaks = "Nobody who trains here speaks the organisation's language."

    assert whys(assign([slot(7, "sr")], [trainer(1)])) == {7: speaks}
    assert whys(assign([slot(7)], [])) == {7: "No trainer has said yet what she teaches and when she can come."}
    assert whys(assign([slot(7)], [trainer(1, conflicts=frozenset({7}))])) == {
        7: "Whoever speaks its language stands too close to this organisation."
    }
    assert whys(assign([slot(7, locked=frozenset({"F6"}))], [trainer(1)])) == {
        7: "What must stay in the day is nobody's speciality, not even of two trainers together."
    }
    assert whys(assign([slot(7, days=WEEK[:1])], [trainer(1, weekdays=frozenset({4}))])) == {
        7: "Whoever could hold it is not free in that week."
    }
    assert whys(assign([slot(7)], [trainer(1)], busy)) == {
        7: "Whoever could hold it has two days in that week already."
    }
    assert whys(assign([slot(7, days=WEEK[:1])], [trainer(1)], far)) == {
        7: "Whoever could hold it would have no day between to travel."
    }


def test_turns_are_spread_evenly_over_the_weeks():
    weeks = spread_weeks(27, date(2026, 12, 2), date(2027, 5, 30))

    assert [len(weeks), weeks[0][0], weeks[-1][-1]] == [27, date(2026, 12, 2), date(2027, 5, 30)]
    assert max(Counter(week[0] for week in weeks).values()) == 2
    assert spread_weeks(2, MONDAY, MONDAY) == [(MONDAY,), (MONDAY,)]


topics = st.sets(st.sampled_from(["F1", "F5", "F6"]), max_size=3)
trainers = st.lists(
    st.builds(
        trainer,
        st.integers(1, 6),
        st.sets(st.sampled_from(["sq", "sr", "en"]), min_size=1),
        topics,
        region=st.sampled_from(["Pejë", "Prizren", ""]),
        weekdays=st.frozensets(st.integers(0, 4), min_size=1),
        away=st.frozensets(st.sampled_from(WEEK), max_size=2),
        conflicts=st.frozensets(st.integers(0, 9), max_size=2),
        days_a_week=st.integers(1, 2),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)
slots = st.lists(
    st.builds(
        slot,
        st.integers(0, 9),
        st.sampled_from(["sq", "sr"]),
        st.sampled_from(["Pejë", "Prizren"]),
        st.sampled_from([WEEK, tuple(day + timedelta(weeks=1) for day in WEEK)]),
        minutes=st.dictionaries(st.sampled_from(["F1", "F5", "F6"]), st.integers(10, 90)),
        locked=topics.map(frozenset),
        known_by=st.frozensets(st.integers(1, 6), max_size=2),
    ),
    max_size=8,
    unique_by=lambda one: one.organisation,
)


@given(slots, trainers)
@settings(max_examples=60)
def test_no_hard_rule_is_ever_broken(wanted, people):
    made = assign(wanted, people)

    assert sorted(teams(made).keys() | whys(made).keys()) == sorted(one.organisation for one in wanted)
    promised = [Taken(one, it.day, it.slot.region) for it in made.given for one in it.team]
    for it in made.given:
        others = [one for one in promised if one not in [Taken(n, it.day, it.slot.region) for n in it.team]]
        assert find_broken(it.slot, it.team, it.day, people, others) == []
        assert it.day in it.slot.days
        assert len(it.team) == len(set(it.team)) <= 2
    assert len({(one.trainer, one.day) for one in promised}) == len(promised)
    assert max(Counter((one.trainer, one.day.isocalendar()[:2]) for one in promised).values(), default=0) <= 2


@given(slots, trainers)
@settings(max_examples=40)
def test_swaps_never_lower_the_score_and_the_same_facts_give_the_same(wanted, people):
    board = Board(people, [])
    greedy, _ = board.place(wanted)
    before = board.rate_all(greedy)

    assert board.rate_all(board.swap(greedy)) >= before
    assert assign(wanted, people) == assign(wanted, list(reversed(people)))


def test_twenty_seven_days_are_given_out_at_once():
    people = [trainer(n, ("sq", "sr"), (f"F{n}", "F5"), region=("Pejë", "Prizren")[n % 2]) for n in range(1, 7)]
    weeks = spread_weeks(27, MONDAY, MONDAY + timedelta(weeks=13))
    minutes = [{f"F{1 + n % 7}": 100, "F5": 180} for n in range(27)]
    wanted = [slot(n, days=weeks[n], minutes=minutes[n], locked=frozenset({"F5"})) for n in range(27)]

    made = assign(wanted, people)

    assert (len(made.given), made.blocked) == (27, ())
