from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.kernel.words import Saying
from zana.publishing import rules
from zana.publishing.rules import Looked, Next, after_look, fingerprint, next_look, next_try

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def looked(sight, *, sends=1, looks=1, ago=60, settle=10):
    return Looked(sight, sends, looks, NOON - timedelta(seconds=ago), settle)


def test_every_state_of_a_delivery_has_words_and_a_shape():
    assert set(rules.STATE_WORDS) == set(rules.DELIVERY.states)
    assert all(isinstance(words, Saying) for _, words in rules.STATE_WORDS.values())


def test_request_that_may_be_out_never_goes_straight_back():
    assert rules.DELIVERY.moves[rules.UNCONFIRMED] == (rules.SENT, rules.DUE, rules.PLEASE_CHECK)


def test_only_what_nobody_holds_can_be_stopped():
    assert {rules.DUE, rules.WAITING, rules.FAILED, rules.BY_HAND} == rules.STOPPABLE


def test_open_deliveries_are_those_that_may_still_go_out():
    assert set(rules.DELIVERY.states) - {rules.SENT, rules.CANCELLED} == rules.OPEN


@pytest.mark.parametrize(
    ("seen", "then"),
    [
        (looked("found"), Next(rules.SENT)),
        (looked("found", ago=0), Next(rules.SENT)),
        (looked("absent"), Next(rules.DUE, NOON)),
        (looked("absent", ago=10), Next(rules.DUE, NOON)),
        (looked("absent", ago=9), Next(rules.UNCONFIRMED, NOON + timedelta(seconds=1))),
        (looked("absent", ago=1), Next(rules.UNCONFIRMED, NOON + timedelta(seconds=5))),
        (looked("absent", sends=rules.MAX_SENDS), Next(rules.PLEASE_CHECK)),
        (looked("unclear"), Next(rules.PLEASE_CHECK)),
        (looked("later", looks=2), Next(rules.UNCONFIRMED, NOON + timedelta(seconds=10))),
        (looked("later", looks=rules.MAX_LOOKS), Next(rules.PLEASE_CHECK)),
    ],
)
def test_after_look_decides_only_what_is_known(seen, then):
    assert after_look(seen, NOON) == then


@given(
    sight=st.sampled_from(["found", "absent", "unclear", "later"]),
    sends=st.integers(1, 9),
    looks=st.integers(1, 40),
    ago=st.integers(0, 10**6),
    settle=st.integers(0, 600),
)
def test_after_look_never_sends_again_before_the_network_had_its_time(sight, sends, looks, ago, settle):
    then = after_look(looked(sight, sends=sends, looks=looks, ago=ago, settle=settle), NOON)

    rules.DELIVERY.check(rules.UNCONFIRMED, then.state)
    assert (then.state == rules.DUE) == (sight == "absent" and ago >= settle and sends < rules.MAX_SENDS)


def test_tries_wait_longer_each_time():
    waits = [next_try(NOON, tries) - NOON for tries in range(1, rules.MAX_TRIES)]

    assert [wait.seconds // 60 for wait in waits] == [1, 2, 4, 8, 16, 30, 30]


def test_network_that_names_a_time_is_not_asked_before():
    assert next_try(NOON, 1, NOON + timedelta(hours=3)) == NOON + timedelta(hours=3)
    assert next_try(NOON, 1, NOON) == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(("tries", "given_up"), [(1, False), (7, False), (8, True)])
def test_trying_ends(tries, given_up):
    assert rules.is_given_up(tries) is given_up


def test_looks_wait_longer_each_time_up_to_ten_minutes():
    waits = [(next_look(NOON, looks) - NOON).seconds for looks in (0, 1, 2, 3, 7, 8, 30)]

    assert waits == [5, 5, 10, 20, 320, 600, 600]


@pytest.mark.parametrize(
    "changed",
    [
        ("Hi!", "7", [("a", "x")]),
        ("Hi", "8", [("a", "x")]),
        ("Hi", "7", [("a", "y")]),
        ("Hi", "7", [("b", "x")]),
        ("Hi", "7", []),
    ],
)
def test_fingerprint_changes_with_everything_people_would_see(changed):
    assert fingerprint(*changed) != fingerprint("Hi", "7", [("a", "x")])


def test_fingerprint_keeps_the_order_of_pictures():
    assert fingerprint("Hi", "7", [("a", ""), ("b", "")]) != fingerprint("Hi", "7", [("b", ""), ("a", "")])


@pytest.mark.parametrize(
    ("verdict", "author", "decider", "needed"),
    [
        ("second_person", 1, 1, True),
        ("second_person", 1, 2, False),
        ("pass", 1, 1, False),
        ("second_person", None, 1, False),
    ],
)
def test_second_person_is_another_person(verdict, author, decider, needed):
    assert rules.needs_other_person(verdict, author, decider) is needed
