"""A drill is worth exactly what is written: by dimension, late minutes, wrong turns, red lines, specific points."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zana.kernel import clock
from zana.kernel.shelf import ShelfError
from zana.learning.drills import act_words, drills, heard_words, load
from zana.learning.drills.forms import PLAYED, Act, Bonus, Drill, Inject, Watch, Wrong
from zana.learning.rules.drill_signs import (
    Happening,
    drop_excused,
    finds_live_link,
    is_named,
    keep_in_time,
    minutes_between,
    moment_of,
    recognise,
)
from zana.learning.rules.drills import (
    band_of,
    count_lock_downs,
    find_unlocked,
    lock_down_minutes,
    need_of_person,
    pretest_points,
    score_drill,
)
from zana.practice.actions.cues import PLAYS

often = settings(max_examples=100)

TEXTS = {"en": "a", "sq": "b", "sr": "c"}
# Two acts of safety, one of each other dimension; `tell` must follow `keep`.
SMALL = Drill(
    id="d1",
    minutes=30,
    unit="F5.4",
    title=TEXTS,
    scene=TEXTS,
    debrief={"en": ("q",), "sq": ("q",), "sr": ("q",)},
    acts=(
        Act("look", "safety", within=5),
        Act("lock", "safety", within=5),
        Act("keep", "evidence", within=5),
        Act("tell", "communication", within=5, after=("keep",)),
        Act("log", "log", within=5),
    ),
    wrongs=(
        Wrong("open", seen=(Watch("followed:first"),)),
        Wrong("give", red=True, seen=(Watch("gave:first"), Watch("forwarded:first"))),
        Wrong("wipe", red=True, unless="keep", seen=(Watch("removed:second"),)),
    ),
    injects=(
        Inject("first", 0, "dm", "X", TEXTS, ("look", "keep", "tell"), unlocks=("second",), link="bad.example/x"),
        Inject("second", 10, "comment", "Y", TEXTS, ("lock", "log")),
    ),
    bonuses=(
        Bonus(10, "tell", TEXTS, within=5),
        Bonus(10, "look", TEXTS, never="open"),
        Bonus(5, "lock", TEXTS, before="log"),
    ),
    lock_down=("lock", "log"),
)
PLAIN = dataclasses.replace(SMALL, bonuses=())
IN_TIME = {"look": 1.0, "keep": 1.0, "tell": 2.0, "lock": 11.0, "log": 12.0}
NAMES = [*SMALL.act_ids, *SMALL.wrong_ids]
DONE = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 60), max_size=len(NAMES))


def points(done, drill=PLAIN, came=None):
    return score_drill(drill, done, came or {}).points


def test_everything_in_time_is_a_hundred_by_dimension():
    score = score_drill(PLAIN, IN_TIME, {})

    assert dict(score.dimensions) == {
        "safety": 30, "order": 20, "time": 15, "evidence": 15, "communication": 15, "log": 5,
    }  # fmt: skip
    assert (score.points, score.passed) == (100, True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"look": None}, 100 - 15 - 3),  # half of safety, a fifth of the time
        ({"log": None}, 100 - 5 - 3),
        ({"tell": None}, 100 - 15 - 20 - 3),  # and the order with it
        ({"tell": 0.5}, 100 - 20),  # before `keep`: only the order suffers
        ({"look": 5.9}, 100),  # not yet a full minute late
        ({"look": 8.0}, 100 - 3),
        ({"look": 29.0}, 100 - 15),  # never below 0
        ({"lock": 0.0, "log": 0.0}, 100),  # before the inject that asks for it
        ({"open": 3.0}, 100 - 5),
    ],
)
def test_each_loss_is_as_written(change, expected):
    done = {name: at for name, at in {**IN_TIME, **change}.items() if at is not None}

    assert points(done) == expected


def test_a_late_inject_is_waited_for_and_an_early_one_counts_at_once():
    assert points({**IN_TIME, "lock": 24.0, "log": 24.0}, came={"second": 20.0}) == 100
    assert points({**IN_TIME, "lock": 11.0, "log": 11.0}, came={"second": 2.0}) == 100 - 4 - 4


def test_a_red_line_is_not_passed_whatever_the_points():
    score = score_drill(SMALL, {**IN_TIME, "give": 20.0}, {})

    assert (score.red, score.points, score.passed) == ("give", 100, False)
    assert pretest_points(score.points, passed=score.passed) == 69


def test_pass_is_at_seventy():
    weak = {**IN_TIME}
    del weak["keep"]  # evidence 15, order 20, a fifth of the time 3
    assert score_drill(PLAIN, weak, {}).points == 62
    assert score_drill(PLAIN, weak, {}).passed is False
    lifted = dataclasses.replace(PLAIN, bonuses=(Bonus(8, "tell", TEXTS),))
    assert (score_drill(lifted, weak, {}).points, score_drill(lifted, weak, {}).passed) == (70, True)
    less = dataclasses.replace(PLAIN, bonuses=(Bonus(7, "tell", TEXTS),))
    assert score_drill(less, weak, {}).passed is False


@pytest.mark.parametrize(
    ("done", "specific"),
    [
        (IN_TIME, 25),
        ({**IN_TIME, "tell": 5.5}, 15),  # later than 5 minutes
        ({**IN_TIME, "open": 1.0}, 15),
        ({**IN_TIME, "log": 10.5}, 20),  # before what should have come first
        ({}, 0),
    ],
)
def test_specific_points(done, specific):
    assert score_drill(SMALL, done, {}).specific == specific


@given(DONE, st.dictionaries(st.sampled_from(["first", "second"]), st.floats(0, 30)))
@often
def test_points_stay_between_0_and_100_and_red_never_passes(done, came):
    score = score_drill(SMALL, done, came)

    assert 0 <= score.points <= 100
    assert score.passed == (score.points >= 70 and not {"give", "wipe"} & done.keys())
    assert bool(score.red) == bool({"give", "wipe"} & done.keys())


@given(DONE, st.floats(0, 60))
@often
def test_a_wrong_turn_never_helps(done, at):
    without = {name: minute for name, minute in done.items() if name != "open"}

    assert score_drill(SMALL, {**without, "open": at}, {}).points <= score_drill(SMALL, without, {}).points


@given(DONE, st.sampled_from(["look", "lock", "log"]), st.floats(0, 60))
@often
def test_doing_more_never_costs(done, act, at):
    before = {name: minute for name, minute in done.items() if name != act}
    # `lock` is worth more before `log`, so `log` itself may come too early for that bonus.
    drill = dataclasses.replace(SMALL, bonuses=SMALL.bonuses[:2])
    late = max(0, int(at) - 5)

    assert score_drill(drill, {**before, act: at}, {}).points >= score_drill(drill, before, {}).points - late


def test_what_was_asked_and_done_unlocks_the_next():
    done = {"look": 1.0, "keep": 1.0, "tell": 2.0}

    assert find_unlocked(SMALL, done, {"first": 0.0, "second": 10.0}, 3.0) == ["second"]
    assert find_unlocked(SMALL, {"look": 1.0}, {"first": 0.0, "second": 10.0}, 3.0) == []
    assert find_unlocked(SMALL, done, {"first": 0.0, "second": 2.0}, 3.0) == []


def test_lock_down_is_measured_from_what_asks_for_it():
    assert lock_down_minutes(SMALL, {"lock": 14.0, "log": 19.5}, {}) == 9
    assert lock_down_minutes(SMALL, {"lock": 14.0}, {}) is None
    assert lock_down_minutes(dataclasses.replace(SMALL, lock_down=()), IN_TIME, {}) is None
    assert [count_lock_downs(some, 15) for some in ([], [9], [9, 12, 40], [9, 40], [20, 25])] == [
        None, (9, 1), (12, 2), (9, 1), (20, 1),
    ]  # fmt: skip


def test_need_drops_what_is_not_known_and_weighs_the_rest_anew():
    half = Fraction(1, 2)
    assert need_of_person(half, half, half) == half
    assert need_of_person(Fraction(1), Fraction(1), None) == Fraction(50, 85)
    assert need_of_person(None, Fraction(3, 10), None) == Fraction(7, 10)
    assert need_of_person(None, None, None) is None
    needs = [Fraction(number, 100) for number in (60, 59, 35, 34, 15, 14)]
    assert [band_of(need) for need in needs] == ["full", "short", "short", "card", "card", "helper"]


# --- recognising


def test_signs_are_recognised_by_what_they_are_done_to_and_by_words():
    drill = dataclasses.replace(
        SMALL, acts=(*SMALL.acts[1:], Act("look", "safety", seen=(Watch("wrote:first", says="safe|sigurt"),)))
    )
    seen = [
        Happening("wrote", 3.0, "first", "Hello"), Happening("wrote", 4.0, "first", "Is it SAFE?"),
        Happening("wrote", 2.0, "second", "safe"), Happening("followed", 9.0, "first"),
        Happening("followed", 7.0, "first"),
    ]  # fmt: skip

    assert recognise(drill, seen) == {"look": 4.0, "open": 7.0}


def test_what_belongs_together_is_shown_by_its_last_part():
    both = Act("look", "safety", seen=(Watch("posted", says="dhe"), Watch("posted", says="nije")), together=True)
    drill = dataclasses.replace(SMALL, acts=(*SMALL.acts[1:], both))
    first = Happening("posted", 3.0, text="Kjo dhe ajo")

    assert recognise(drill, [first]) == {}
    assert recognise(drill, [first, Happening("posted", 5.0, text="To nije")]) == {"look": 5.0}


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("Elira K.", "Elira, do not open it", True), ("Elira K.", "Elirana, do not open it", False),
        ("Lule e Bardhë", "Lule e bardhë wrote to us", True), ("Lule e Bardhë", "Lule, my dear", False),
    ],
)  # fmt: skip
def test_somebody_is_named_by_as_much_as_is_known_of_her(name, text, named):
    assert is_named(name, text) is named


@pytest.mark.parametrize(
    ("code", "verb", "inject", "text", "shows"),
    [
        ("D6", "posted", "", "Jo, ne nuk shesim vende!", {"hold_line", "repeat_claim"}),
        ("D6", "posted", "", "Ne prodajemo mesta: laž!", {"hold_line", "repeat_claim"}),
        ("D6", "posted", "", "Ndihma te ne është falas.", {"hold_line", "truth_first"}),
        ("D7", "wrote", "dm", "Të besoj. A është e sigurt të shkruash?", {"ask_safe"}),
        ("D7", "wrote", "dm", "Verujem ti. Da li je bezbedno? Zovi 0800 11112", {"ask_safe", "give_number"}),
        ("D7", "wrote", "dm", "Largohu sonte, të premtoj që do të jetë mirë", {"advise_leave", "promise_outcome"}),
        ("D7", "answered", "cry", "Gde živiš?", {"ask_public"}),
        ("D7", "answered", "cry", "Të shkruam privatisht.", set()),
        ("D8", "posted", "", "Dhuroni vetëm te prova.example/dhuro", {"warn_public", "pin_official"}),
        ("D8", "posted", "", "E rreme: ndihmo-grate.example/dhuro", {"warn_public"}),
        ("D10", "posted", "", "Pomoć: 0800 11112", {"pin_help"}),
    ],
)
def test_words_are_understood_in_the_languages_of_the_house(code, verb, inject, text, shows):
    assert recognise(drills()[code], [Happening(verb, 1.0, inject, text)]).keys() == shows


def test_deleting_is_excused_by_having_kept():
    assert drop_excused(SMALL, {"wipe": 5.0, "keep": 4.0}) == {"keep": 4.0}
    assert drop_excused(SMALL, {"wipe": 5.0, "keep": 6.0}) == {"wipe": 5.0, "keep": 6.0}
    assert drop_excused(SMALL, {"wipe": 5.0}) == {"wipe": 5.0}


def test_a_red_line_and_the_last_minute_end_what_counts():
    reds = [wrong.id for wrong in SMALL.wrongs if wrong.red]

    assert keep_in_time(SMALL, {"look": 1.0, "log": float(SMALL.minutes), "lock": SMALL.minutes + 0.1}) == {
        "look": 1.0,
        "log": float(SMALL.minutes),
    }
    assert keep_in_time(SMALL, {"look": 1.0, reds[0]: 2.0, "log": 2.1}) == {"look": 1.0, reds[0]: 2.0}


def test_a_live_link_in_her_own_words_is_forwarding_it():
    assert finds_live_link(SMALL, "Look at bad.example/x, is it true?") == ["give"]
    assert finds_live_link(SMALL, "Do not open the message about copyright") == []


@often
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 20)), max_size=4), st.integers(0, 100))
def test_the_drill_s_own_clock_and_back(pauses, minute):
    began = clock.now()
    rests, at = [], began
    for gap, length in pauses:
        start = at + timedelta(minutes=gap + 1)
        at = start + timedelta(minutes=length)
        rests.append((start, at))

    moment = moment_of(float(minute), began, rests)
    assert round(minutes_between(began, moment, rests), 6) == minute


# --- the files


def test_the_ten_stand_there_complete_and_can_be_passed():
    shelf = drills()

    assert list(shelf) == [f"D{number}" for number in range(1, 11)]
    assert [code for code, drill in shelf.items() if drill.warning] == ["D4", "D5", "D7"]
    assert {name for one in shelf.values() for name in (*one.act_ids, *one.wrong_ids)} == act_words().keys()
    assert {move.id for one in shelf.values() for move in one.moves if move.spoken} == heard_words().keys()
    perfect = {
        code: score_drill(one, {act.id: min(i.t for i in one.asks(act.id)) + 1.0 for act in one.acts}, {})
        for code, one in shelf.items()
    }
    assert {code: (score.points, score.passed) for code, score in perfect.items()} == dict.fromkeys(shelf, (100, True))
    assert set(PLAYED.values()) | {"trap", "genuine"} == PLAYS.keys()


SMALLEST = """
minutes = 20
unit = "F5.4"
title = { en = "a", sq = "b", sr = "c" }
scene = { en = "a", sq = "b", sr = "c" }
debrief = { en = ["q"], sq = ["q"], sr = ["q"] }
acts = [
  { id = "look", dimension = "safety" },
  { id = "keep", dimension = "evidence" },
  { id = "tell", dimension = "communication", after = ["keep"] },
  { id = "log", dimension = "log" },
]
wrongs = [{ id = "give", red = true }]
[[injects]]
id = "first"
t = 0
channel = "dm"
sender = "X"
expects = ["look", "keep", "tell", "log"]
texts = { en = "a", sq = "b", sr = "c" }
"""
KNOWN = dict.fromkeys(["look", "keep", "tell", "log", "give"], TEXTS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "", ""),
        ('"log"]', '"log", "fly"]', "there is no act fly"),
        ('texts = { en = "a", sq = "b", sr = "c" }', 'texts = { en = "a", sq = "b" }', "inject first wants exactly"),
        ('texts = { en = "a", sq = "b", sr = "c" }', 'texts = { en = "a", sq = " ", sr = "c" }', "says nothing in sq"),
        ('["look", "keep", "tell", "log"]', '["look", "keep", "tell"]', "nothing asks for log"),
        (', after = ["keep"]', "", "there is no right order"),
        ("red = true", "red = false", "there is no red line"),
        ('channel = "dm"', 'channel = "pigeon"', "pigeon"),
        ('dimension = "log"', 'dimension = "safety"', "no act for log"),
        ('"safety" }', '"safety", seen = [{ sign = "flew" }] }', "practice cannot see flew"),
        ('"safety" }', '"safety", seen = [{ sign = "kept:second" }] }', "there is no inject second"),
        ('"safety" }', '"safety", spoken = true }', "nobody has said how look sounds"),
        ('"safety" }', '"safety", spoken = true, seen = [{ sign = "apps" }] }', "look is either seen or spoken"),
        ("t = 0", 't = 0\nletters = [{ sender = "L", en = "a", sq = "b", sr = "c" }]', "letters of first come as dms"),
        ("t = 0", "t = 25", "injects begin at 0"),
        ('{ id = "give", red', '{ id = "steal", red', "nobody has said what steal is"),
    ],
)
def test_a_file_that_does_not_fit_fails_when_it_is_loaded(tmp_path, old, new, words):
    assert old in SMALLEST
    (tmp_path / "d1.toml").write_text(SMALLEST.replace(old, new, 1) if old else SMALLEST)
    if not words:
        assert list(load(tmp_path, KNOWN, {})) == ["D1"]
        return
    with pytest.raises(ShelfError) as no:
        load(tmp_path, KNOWN, {})
    assert words in str(no.value)
