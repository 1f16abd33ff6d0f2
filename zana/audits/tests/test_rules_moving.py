from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from zana.audits.rules.moving import Change, Move, Rule, find_moves, rescore, when_again
from zana.audits.rules.settling import UNKNOWN, Piece, Standing

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def piece(result, number=1, way="observe", days=1):
    return Piece(result, way, AT - timedelta(days=days), 0.8, number=number)


def stands(result, number=1, **more):
    return Standing(result, 0.8, piece(result, number), **more)


@pytest.mark.parametrize(
    ("before", "after", "told", "direction", "reasons"),
    [
        (stands("fail"), stands("pass", 2), {}, "better", ("new_evidence",)),
        (stands("fail"), stands("pass", 2), {"closed": ["A"]}, "better", ("closed",)),
        (stands("pass"), stands("fail", 2), {}, "worse", ("new_evidence",)),
        (stands("pass"), stands("fail", 2, conflict=True), {}, "worse", ("conflict",)),
        (stands("partial"), stands("fail", 2), {"closed": ["A"]}, "worse", ("new_evidence",)),
        (UNKNOWN, stands("partial"), {}, "learned", ("new_evidence",)),
        (stands("pass"), stands("unknown", stale=True), {}, "lost", ("grown_old",)),
        (stands("pass"), stands("unknown", 2), {}, "lost", ("new_evidence",)),
        (stands("fail"), stands("na", 2), {}, "aside", ("not_applicable",)),
        (stands("na"), stands("fail", 2), {}, "aside", ("applies_again",)),
        (stands("fail"), stands("pass", 2), {"changed_rules": ["A"]}, "aside", ("rule_changed",)),
        (
            stands("fail"),
            stands("pass", 2),
            {"changed_rules": ["A"], "closed": ["A"]},
            "aside",
            ("rule_changed", "closed"),
        ),
    ],
)
def test_a_move_says_where_to_and_why(before, after, told, direction, reasons):
    moves = find_moves({"A": before}, {"A": after}, **told)

    assert moves == [Move("A", before.result, after.result, direction, reasons)]


def test_what_stands_as_before_did_not_move():
    assert find_moves({"A": stands("pass"), "B": UNKNOWN}, {"A": stands("pass", 2), "B": UNKNOWN}) == []


OLD = {
    "A": Rule("security", 5, "settings", "old words"),
    "B": Rule("security", 5, "settings", "same"),
    "C": Rule("control", 2, "policies", "goes"),
}
NEW = {
    "A": Rule("security", 3, "settings", "new words"),
    "B": Rule("security", 5, "profile", "same"),
    "D": Rule("control", 4, "policies", "comes"),
}


def test_the_same_evidence_under_two_versions_shows_both_scores_and_which_rules_differ():
    pieces = {"A": [piece("fail")], "B": [piece("pass")], "C": [piece("pass")], "D": [piece("fail")]}

    both = rescore(OLD, NEW, pieces, AT)

    assert {domain: (score.score, score.kind) for domain, score in both.before.items()} == {
        "security": (50.0, "act_now"),
        "control": (100.0, "in_hand"),
    }
    assert {domain: (score.score, score.kind) for domain, score in both.after.items()} == {
        "security": (62.5, "work_to_do"),
        "control": (0.0, "work_to_do"),
    }
    assert both.changes == [
        Change("A", "weight", "5", "3"),
        Change("A", "wording", "old words", "new words"),
        Change("B", "freshness", "settings", "profile"),
        Change("C", "removed", "goes", ""),
        Change("D", "added", "", "comes"),
    ]


def test_the_evidence_is_as_old_under_the_new_rules_as_it_was():
    """Weighed where it was weighed: a year later the two still differ by the rules alone."""
    both = rescore(OLD, OLD, {"A": [piece("pass", days=80)], "B": [piece("pass")]}, AT)

    assert both.before == both.after
    assert (both.before["security"].score, both.before["security"].confidence) == (100.0, 0.73)
    assert both.changes == []


def test_grave_things_are_due_again_after_ninety_days_and_all_after_a_year():
    zone = ZoneInfo("Europe/Belgrade")
    late = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)  # the second of January there

    again = when_again(late, None, zone)

    assert (again.grave, again.all) == (date(2026, 4, 2), None)
    assert when_again(None, late, zone).all == date(2027, 1, 2)
