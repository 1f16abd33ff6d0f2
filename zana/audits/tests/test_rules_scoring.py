import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.audits.rules.freshness import STRENGTHS, freshness
from zana.audits.rules.scoring import Answer, Result, score_domain
from zana.audits.rules.settling import Piece, settle

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RESULTS: list[Result] = ["pass", "partial", "fail", "unknown", "na"]
answers = st.lists(st.builds(Answer, st.integers(1, 5), st.sampled_from(RESULTS), st.floats(0, 1)), max_size=60)


def weigh(severity, result, way, age_in_windows=0.0):
    observed_at = NOW - timedelta(days=60 * age_in_windows)
    piece = Piece(result, way, observed_at, STRENGTHS[way])
    standing = settle([piece], severity=severity, kind="settings", now=NOW)
    return Answer(severity, standing.result, standing.worth)


def test_score_of_the_reference_vector():
    security = [
        weigh(5, "pass", "observe"),
        weigh(5, "fail", "export"),
        weigh(4, "partial", "attest", 1.5),
        Answer(3, "unknown"),
        Answer(2, "na"),
    ]

    scored = score_domain(security)

    assert scored.score == 50.0
    assert scored.coverage == 0.82
    assert scored.confidence == 0.69
    assert scored.confidence_words.english() == "medium"
    assert scored.low == 41.2
    assert scored.high == 58.8
    assert scored.label.english() == "act now"
    assert scored.unanswered == 1


def test_score_is_not_printed_under_the_least_coverage():
    scored = score_domain([Answer(3, "pass"), Answer(3, "unknown")])

    assert (scored.score, scored.coverage, scored.label.english()) == (None, 0.5, "not known yet")
    assert (scored.low, scored.high) == (50.0, 100.0)


def test_score_is_printed_at_the_least_coverage():
    scored = score_domain([Answer(3, "pass"), Answer(2, "unknown")])

    assert (scored.score, scored.coverage, scored.label.english()) == (100.0, 0.6, "in hand")


def test_act_now_stands_even_without_a_score():
    scored = score_domain([Answer(5, "fail"), Answer(5, "unknown"), Answer(5, "unknown")])

    assert (scored.score, scored.label.english()) == (None, "act now")


def test_score_of_nothing_is_unknown_from_end_to_end():
    scored = score_domain([])

    assert (scored.score, scored.coverage, scored.confidence) == (None, 0.0, 0.0)
    assert (scored.low, scored.high, scored.label.english()) == (0.0, 100.0, "not known yet")


@pytest.mark.slow
@given(answers)
def test_score_lies_within_its_range_and_bounds(given_answers):
    scored = score_domain(given_answers)

    assert 0 <= scored.low <= scored.high <= 100
    assert 0 <= scored.coverage <= 1
    assert 0 <= scored.confidence <= 1
    if scored.score is not None:
        assert scored.low <= scored.score <= scored.high


@pytest.mark.slow
@given(answers, st.data())
def test_a_better_answer_never_lowers_anything(given_answers, data):
    ladder = {"fail": "partial", "partial": "pass"}
    movable = [n for n, answer in enumerate(given_answers) if answer.result in ladder]
    if not movable:
        return
    n = data.draw(st.sampled_from(movable))
    better = [*given_answers]
    better[n] = better[n]._replace(result=ladder[better[n].result])

    before, after = score_domain(given_answers), score_domain(better)

    assert after.low >= before.low
    assert after.high >= before.high
    assert (after.score is None) == (before.score is None)
    assert (after.score or 0) >= (before.score or 0)


@pytest.mark.slow
@given(answers, st.integers(1, 5))
def test_not_applicable_changes_nothing(given_answers, severity):
    assert score_domain([*given_answers, Answer(severity, "na")]) == score_domain(given_answers)


@pytest.mark.slow
@given(answers, st.integers(1, 5))
def test_an_unknown_widens_the_range_and_never_moves_a_printed_score(given_answers, severity):
    before, after = score_domain(given_answers), score_domain([*given_answers, Answer(severity, "unknown")])

    assert after.low <= before.low
    assert after.high >= before.high
    assert after.coverage <= before.coverage
    if after.score is not None:
        assert after.score == before.score


def test_score_of_ten_thousand_organisations_is_quick():
    one = [Answer(n % 5 + 1, RESULTS[n % 5], 0.8) for n in range(134)]

    started = time.process_time()
    for _ in range(1000):
        score_domain(one)
    seconds = time.process_time() - started

    assert seconds < 0.5  # 10,000 organisations in 5 s


def test_freshness_falls_to_half_and_then_to_nothing():
    ages = [0, 60, 90, 120, 121]

    shares = [freshness("observe", "settings", NOW - timedelta(days=age), NOW) for age in ages]

    assert shares == [1.0, 1.0, 0.75, 0.5, 0.0]
    assert freshness("attest", "profile", NOW, NOW) == 0.0
