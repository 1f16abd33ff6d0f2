"""What registers show, at the catalogue's own thresholds and never beyond what they know."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zana.audits.rules.registers import (
    AccountLine,
    Comparison,
    FormLine,
    Held,
    Left,
    RecoveryLine,
    compare,
    judge_accounts,
    judge_comparison,
    judge_folder,
    judge_forms,
    judge_full_control,
    judge_kit,
    judge_leavers,
    judge_paper,
    judge_recovery,
    judge_tools,
)
from zana.kernel.words import say

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LINE = AccountLine(is_complete=True, recovery=True, on_network=True, full=("a", "b"))
FORM = FormLine(readers=2, asks=frozenset({"name", "phone"}), notice=True, empty=True, oldest=None)


def ago(**by):
    return NOW - timedelta(**by)


def results(judged):
    return {one.control: one.result for one in judged}


def test_an_empty_register_says_nothing():
    said = [
        judge_accounts([], 3, NOW, NOW),
        judge_full_control([], {"a"}, fresh=True),
        judge_comparison(None, False, NOW),
        judge_leavers([], NOW),
        judge_forms([], NOW, NOW),
        judge_tools([], fresh=True),
        judge_folder([], NOW.date()),
        judge_paper("crisis", {"decides"}, None, NOW),
    ]

    assert said == [[]] * 8


@pytest.mark.parametrize(
    ("missing", "reviewed", "result"),
    [
        (0, ago(days=90), "pass"),
        (0, ago(days=91), "partial"),
        (0, None, "partial"),
        (1, NOW, "partial"),
        (2, NOW, "fail"),
    ],
)
def test_the_list_of_accounts(missing, reviewed, result):
    assert results(judge_accounts([LINE], missing, reviewed, NOW))["SEC-01"] == result


def test_who_holds_what_is_complete_and_fresh_or_only_partly():
    open_line = AccountLine(is_complete=True, recovery=False, on_network=True)

    assert [
        results(judge_accounts(lines, 0, at, NOW))["CTL-20"]
        for lines, at in [([LINE], NOW), ([LINE], ago(days=91)), ([LINE, open_line], NOW)]
    ] == ["pass", "partial", "partial"]


def lies(what, where="the safe", knows=("a", "b"), accounts=("1", "2"), days=10):
    return RecoveryLine(what, frozenset(accounts), where, knows, NOW.date() - timedelta(days=days))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], {}),
        ([lies("phone")], {"SEC-14": "pass"}),
        ([lies("phone", knows=("a",))], {"SEC-14": "partial"}),
        ([lies("mail", accounts=("1",))], {"SEC-14": "partial"}),
        ([lies("mail", knows=("a", "left"))], {"SEC-14": "fail"}),
        ([lies("codes"), lies("codes", "the lawyer")], {"SEC-15": "pass"}),
        ([lies("codes"), lies("codes", "The Safe")], {"SEC-15": "partial"}),
        ([lies("codes"), lies("codes", "the lawyer", days=366)], {"SEC-15": "partial"}),
        ([lies("codes"), lies("codes", "the lawyer", accounts=("1",))], {"SEC-15": "partial"}),
    ],
)
def test_the_way_back_in(lines, told):
    assert {one.control: one.result for one in judge_recovery(lines, {"1", "2"}, {"a", "b"}, NOW.date())} == told
    assert judge_recovery(lines, set(), {"a", "b"}, NOW.date()) == []


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ({"certificate"}, []),
        ({"reports"}, ["partial"]),
        ({"reports", "statement"}, ["partial"]),
        ({"reports", "statement", "list"}, ["pass"]),
    ],
)
def test_the_kit_against_copies_has_three_parts(papers, told):
    assert [one.result for one in judge_kit(papers)] == told


@pytest.mark.parametrize(
    ("full", "recovery", "result"),
    [
        ("ab", True, "pass"),
        ("abcd", True, "pass"),
        ("abcde", True, "partial"),
        ("abcdefg", True, "fail"),
        ("a", True, "unknown"),  # whether the way back in was tested, no list knows
        ("a", False, "fail"),
        ("", True, "fail"),
        ("az", True, "fail"),  # z has left
    ],
)
def test_full_control_of_the_worst_account(full, recovery, result):
    worst = AccountLine(is_complete=True, recovery=recovery, on_network=True, full=tuple(full))

    assert results(judge_full_control([LINE, worst], set("abcdefg"), fresh=True)) == {"SEC-03": result}
    assert judge_full_control([LINE, worst], set("abcdefg"), fresh=False) == []


@pytest.mark.parametrize(
    ("days", "differing", "expected"),
    [
        (90, 0, {"SEC-30": "pass", "CTL-31": "pass", "CTL-01": "pass"}),
        (91, 1, {"SEC-30": "partial", "CTL-31": "partial", "CTL-01": "partial"}),
        (181, 2, {"SEC-30": "fail", "CTL-31": "fail", "CTL-01": "fail"}),
    ],
)
def test_a_signed_comparison(days, differing, expected):
    done = Comparison(ago(days=days), networks_too=True, settings_too=True, differing=differing)

    assert results(judge_comparison(done, True, NOW)) == expected


def test_a_comparison_speaks_only_of_what_was_looked_at():
    done = Comparison(NOW, networks_too=False, settings_too=False, differing=0)

    assert results(judge_comparison(done, True, NOW)) == {"SEC-30": "pass"}
    assert results(judge_comparison(None, True, NOW)) == {"SEC-30": "fail"}


@pytest.mark.parametrize(
    ("took", "result"), [(timedelta(hours=24), "pass"), (timedelta(hours=25), "partial"), (timedelta(days=8), "fail")]
)
def test_the_slowest_of_the_last_three_leavers(took, result):
    left = Left(ago(days=30), ago(days=30) + took)
    quick = [Left(ago(days=20), ago(days=20) + timedelta(hours=1))] * 2
    older = Left(ago(days=300), None)

    assert results(judge_leavers([older, left, *quick], NOW)) == {"SEC-31": result}


def test_a_list_still_within_its_day_says_nothing_and_an_open_one_later_does():
    assert judge_leavers([Left(ago(hours=23), None)], NOW) == []
    assert results(judge_leavers([Left(ago(hours=25), None)], NOW)) == {"SEC-31": "partial"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (FORM, ("pass", "pass", "pass")),
        (FormLine(3, FORM.asks, True, True, None), ("fail", "pass", "pass")),
        (FormLine(0, FORM.asks, True, True, None), ("fail", "pass", "pass")),
        (FormLine(1, frozenset({"violence"}), True, True, None), ("pass", "fail", "pass")),
        (FormLine(1, frozenset({"birth"}), True, True, None), ("pass", "partial", "pass")),
        (FormLine(1, FORM.asks, False, True, None), ("pass", "partial", "pass")),
        (FormLine(1, FORM.asks, True, False, date(2026, 10, 26)), ("pass", "pass", "pass")),
        (FormLine(1, FORM.asks, True, False, date(2026, 10, 25)), ("pass", "pass", "partial")),
        (FormLine(1, FORM.asks, True, False, date(2026, 8, 1)), ("pass", "pass", "fail")),
        (FormLine(1, FORM.asks, True, False, None), ("pass", "pass", "fail")),
    ],
)
def test_forms(line, expected):
    judged = results(judge_forms([FORM, line], NOW, NOW))

    assert judged == dict(zip(("CTL-22", "CTL-23", "CTL-24"), expected, strict=True))
    assert judge_forms([line], ago(days=91), NOW) == []


def test_tools_folder_and_papers():
    ours, private = ("organisation", True, 2), ("private", True, 2)
    tools = [[ours], [ours, ("organisation", False, 2)], [ours, private]]
    folder = [("certificate", NOW.date()), ("list", NOW.date()), ("mails", date(2024, 1, 1))]
    named = {"decides", "deputy", "speaks"}

    assert [results(judge_tools(each, fresh=True))["SEC-26"] for each in tools] == ["pass", "partial", "fail"]
    assert results(judge_folder(folder, NOW.date())) == {"SEC-17": "partial"}
    assert [
        results(judge_paper("crisis", who, at, NOW))["CTL-18"]
        for who, at in [(named, NOW), (named, ago(days=366)), ({"speaks"}, NOW), (set(), NOW)]
    ] == ["pass", "partial", "partial", "fail"]


def test_what_differs_from_the_staff_list_worst_first():
    page = say("Faqja: everything")
    held = [
        Held("gone", say("owner of the list"), is_access=False),
        Held("gone", page),
        Held("here", page, until=date(2026, 1, 1)),
        Held("here", page, until=date(2027, 1, 1)),
    ]

    found = compare(held, {"gone": "Vesa", "here": "Arta"}, {"here"}, NOW.date(), ["Nora"])

    assert [(one.why.english(), one.is_access) for one in found] == [
        ("Vesa has left and still stands for: Faqja: everything", True),
        ("Arta: the time has run out for: Faqja: everything", True),
        ("Nora signs in here and is not on the staff list.", True),
        ("Vesa has left and still stands for: owner of the list", False),
    ]
