from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.audits.rules.freshness import STRENGTHS
from zana.audits.rules.risk import Circumstances, choose_box, due_on, likelihood, priority
from zana.audits.rules.settling import UNKNOWN, Piece, may_close, settle, settle_each

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KOSOVO = ZoneInfo("Europe/Belgrade")


def piece(result, way="observe", days=0, source="", number=0):
    return Piece(result, way, NOW - timedelta(days=days), STRENGTHS[way], source, number)


def settled(*pieces, severity=4):
    standing = settle(pieces, severity=severity, kind="settings", now=NOW)
    return standing.result, round(standing.worth, 3), standing.conflict


def test_nothing_seen_is_unknown():
    assert settled() == ("unknown", 0.0, False)


def test_agreeing_evidence_takes_the_strongest():
    assert settled(piece("pass", "attest", 1), piece("pass", "export", 2)) == ("pass", 0.9, False)


def test_weaker_newer_evidence_that_disagrees_keeps_the_worse_as_a_conflict():
    assert settled(piece("fail", "export", 5), piece("pass", "observe", 0)) == ("fail", 0.9, True)


def test_stronger_newer_evidence_replaces_the_older():
    assert settled(piece("fail", "observe", 5), piece("pass", "export", 0)) == ("pass", 0.9, False)


def test_the_same_way_looked_at_again_replaces_the_older():
    assert settled(piece("fail", "observe", 5), piece("pass", "observe", 0)) == ("pass", 0.8, False)


def looked(result, by, days=0.0, sitting=1, number=1, knew=0):
    at = NOW - timedelta(days=days)
    return Piece(result, "observe", at, STRENGTHS["observe"], number=number, by=by, sitting=sitting, knew=knew)


def test_two_people_who_did_not_know_of_each_other_are_both_heard():
    assert settled(looked("fail", by=1, days=0.01), looked("pass", by=2, number=2)) == ("fail", 0.8, True)


def test_whoever_knew_of_the_other_answer_replaces_it():
    """They mended it on the spot, and the second one saw that it is mended."""
    assert settled(looked("fail", by=1, days=0.01), looked("pass", by=2, number=2, knew=1)) == ("pass", 0.8, False)


def test_whoever_corrects_herself_takes_her_own_answer_back_and_nobody_elses():
    corrected = [
        looked("fail", by=1, days=0.02),
        looked("pass", by=2, days=0.01, number=2),
        looked("pass", by=1, number=3),
    ]

    assert settled(*corrected) == ("pass", 0.8, False)


def test_the_next_audit_replaces_what_another_person_saw_in_the_last():
    assert settled(looked("fail", by=1, days=30), looked("pass", by=2, sitting=2)) == ("pass", 0.8, False)


def test_not_knowing_again_does_not_unsay_what_was_seen():
    assert settled(piece("pass", "export", 5), piece("unknown", "export", 0)) == ("pass", 0.9, False)


def test_old_evidence_becomes_unknown_and_stale_not_fail():
    standing = settle([piece("pass", "export", 61)], severity=5, kind="settings", now=NOW)

    assert (standing.result, standing.worth, standing.stale) == ("unknown", 0.0, True)


def test_somebodys_word_never_passes_a_control_of_severity_five():
    assert settled(piece("pass", "attest"), severity=5) == ("partial", 0.4, False)
    assert settled(piece("pass", "attest"), severity=4) == ("pass", 0.4, False)


def test_one_open_door_on_one_network_is_the_answer():
    assert settled(piece("pass", source="x"), piece("fail", source="facebook")) == ("fail", 0.8, False)
    assert settled(piece("pass", source="x"), piece("unknown", source="facebook")) == ("unknown", 0.0, False)


def test_a_look_at_everything_counts_for_every_account():
    asked = piece("unknown", "export", 5, source="facebook:1")

    assert settled(asked, piece("pass", "observe", 1)) == ("pass", 0.8, False)
    assert settled(asked, piece("fail", "export", 5, source="facebook:2"), piece("pass", "observe", 1)) == (
        "fail",
        0.9,
        True,
    )


def test_not_applicable_counts_until_somebody_looks_again():
    assert settled(piece("na", days=3)) == ("na", 0.0, False)
    assert settled(piece("na", days=3), piece("fail", days=1)) == ("fail", 0.8, False)
    assert settled(piece("na", source="x"), piece("pass", source="facebook")) == ("pass", 0.8, False)


ways = st.sampled_from(["api", "export", "observe", "attest"])
pieces = st.lists(
    st.builds(piece, st.sampled_from(["pass", "partial", "fail", "unknown"]), ways, st.integers(0, 200)), max_size=8
)


@given(pieces, st.integers(1, 5))
def test_settling_never_invents_a_result(given_pieces, severity):
    standing = settle(given_pieces, severity=severity, kind="settings", now=NOW)

    capped = {"partial"} if severity == 5 else set()
    assert standing.result in {p.result for p in given_pieces} | {"unknown"} | capped
    assert 0 <= standing.worth <= 1
    assert (standing.result == "unknown") == (standing.worth == 0)


@given(pieces, st.integers(4, 5))
def test_many_at_once_are_settled_as_each_alone(given_pieces, severity):
    alone = settle(given_pieces, severity=severity, kind="settings", now=NOW)

    assert settle_each([("a", severity, "settings"), ("b", 1, "roles")], {"a": given_pieces}, NOW) == {
        "a": alone,
        "b": UNKNOWN,
    }


@given(pieces)
def test_settling_does_not_depend_on_the_order_of_reading(given_pieces):
    forwards = settle(given_pieces, severity=4, kind="settings", now=NOW)
    backwards = settle(given_pieces[::-1], severity=4, kind="settings", now=NOW)

    assert (forwards.result, forwards.worth) == (backwards.result, backwards.worth)


@pytest.mark.parametrize(
    ("severity", "day"),
    [
        (5, date(2026, 11, 26)),
        (4, date(2026, 12, 7)),
        (3, date(2026, 12, 23)),
        (2, date(2027, 1, 22)),
        (1, date(2027, 11, 23)),
    ],
)
def test_due_dates_follow_severity(severity, day):
    assert due_on(severity, NOW, KOSOVO) == day


def test_due_date_is_a_day_where_they_live():
    assert due_on(5, datetime(2026, 11, 23, 23, 30, tzinfo=UTC), KOSOVO) == date(2026, 11, 27)


def test_likelihood_starts_at_two_and_stays_between_one_and_five():
    assert likelihood(Circumstances()) == 2
    assert likelihood(Circumstances(compensated="They answer by key only")) == 1
    assert likelihood(Circumstances(1, 3, "A campaign")) == 5


def test_priority_puts_the_grave_and_quick_first():
    assert priority(5, 15) == 10.0
    assert priority(5, 60) == 5.0
    assert priority(4, 15, Circumstances(exposed="A campaign")) == 12.0


@pytest.mark.parametrize(
    ("severity", "minutes", "accepted", "box"),
    [
        (5, 15, False, "now"),
        (4, 16, False, "month"),
        (3, 5, False, "month"),
        (5, 60, False, "leadership"),
        (5, 5, True, "accepted"),
    ],
)
def test_boxes_follow_harm_and_effort(severity, minutes, accepted, box):
    assert choose_box(severity, minutes, accepted=accepted) == box


@pytest.mark.parametrize(
    ("opened_way", "shown", "severity", "shown_by", "closes"),
    [
        ("observe", piece("pass", "observe"), 4, 1, True),
        ("export", piece("pass", "observe"), 4, 2, False),
        ("observe", piece("partial", "export"), 4, 2, False),
        ("observe", piece("pass", "observe"), 5, 1, False),
        ("observe", piece("pass", "observe"), 5, 2, True),
    ],
)
def test_closing_needs_evidence_as_strong_and_for_five_another_person(opened_way, shown, severity, shown_by, closes):
    opened = piece("fail", opened_way)

    assert may_close(opened, shown, severity=severity, opened_by=1, shown_by=shown_by) is closes
