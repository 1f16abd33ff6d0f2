from datetime import UTC, date, datetime, timedelta

import pytest

from zana.audits.rules.incidents import Noted, may_untick, read_ticks, suspect_kinds
from zana.audits.rules.moving import Rule, score_under
from zana.audits.rules.risk import GUARDED, Circumstances, explain, likelihood, missed_dates
from zana.audits.rules.safety_first import Setting, decide, decide_seen, explain_rule, find_outranked, may_hide
from zana.audits.rules.settling import Piece

NOW = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
SHELTER, OPEN = Setting(has_shelter=True), Setting()


def noted(verb, move, seconds, who="Arta"):
    return Noted(verb, NOW + timedelta(seconds=seconds), who, move)


def test_ticks_are_what_the_log_says_last():
    log = [noted("done", "mailbox", 0), noted("done", "password", 5), noted("undone", "mailbox", 9, "Vesa")]

    assert read_ticks(log) == {"password": log[1]}
    assert read_ticks([*log, noted("done", "mailbox", 20, "Vesa")])["mailbox"].who == "Vesa"


def test_a_slip_can_be_taken_back_for_a_minute():
    ticked = noted("done", "mailbox", 0)

    assert [may_untick(ticked, NOW + timedelta(seconds=s)) for s in (0, 60, 61)] == [True, True, False]


def test_hints_of_an_archive_speak_for_a_kind_and_our_own_remedies_for_none():
    assert suspect_kinds(["two_factor_off", "reset_storm", "email_changed", "", "never_heard"]) == ["takeover"]


CASE = Circumstances(
    incidents=1,
    cohort=3,
    exposed="A case in the news",
    exposed_until=date(2026, 12, 1),
    compensated="Keys only",
    compensated_by="SEC-09",
)


def test_every_step_of_a_rank_has_its_reason():
    reasons = explain(CASE)

    assert likelihood(CASE) == 2 + sum(reason.step for reason in reasons) == 4
    assert [reason.why.english() for reason in reasons] == [
        "it happened to you within the last twelve months: 1 ×",
        "the same was seen in the programme within the last 90 days: 3 ×",
        "exposed until 2026-12-01: A case in the news",
        "SEC-09 stands in for it and is in place: Keys only",
    ]
    assert explain(Circumstances()) == []


def test_who_may_not_see_incidents_sees_the_step_and_not_which_it_was():
    assert next(reason.why for reason in explain(CASE, for_insiders=False)) == GUARDED
    assert [r.step for r in explain(CASE, for_insiders=False)] == [r.step for r in explain(CASE)]


@pytest.mark.parametrize(("days", "missed"), [(0, 0), (1, 1), (14, 1), (15, 2), (29, 3)])
def test_dates_that_went_by(days, missed):
    assert missed_dates(4, NOW.date(), NOW.date() + timedelta(days=days)) == missed


@pytest.mark.parametrize("control", ["VIS-09", "VIS-14", "VIS-34", "VIS-35"])
@pytest.mark.parametrize("result", ["pass", "partial", "na"])
def test_a_shelter_that_can_be_found_is_never_in_place(control, result):
    assert decide(control, result, harms=True, setting=SHELTER).result == "fail"
    assert decide(control, result, harms=True, setting=OPEN).result == "fail"
    assert decide(control, result, setting=SHELTER).result == result


def test_hidden_on_purpose_is_right_only_where_there_is_somebody_to_protect():
    hide = {control for control in ("VIS-09", "VIS-14", "VIS-34", "VIS-35", "VIS-10") if may_hide(control, SHELTER)}

    assert hide == {"VIS-09", "VIS-34", "VIS-35"}
    assert decide("VIS-34", "fail", hidden=True, setting=SHELTER).result == "na"
    assert decide("VIS-34", "fail", hidden=True, setting=Setting(staff_at_risk=True)).result == "na"
    assert decide("VIS-34", "fail", hidden=True, setting=OPEN).result == "fail"
    assert decide("VIS-14", "fail", hidden=True, setting=SHELTER).result == "fail"


def test_alt_text_about_a_survivor_is_never_in_place():
    assert decide("VIS-25", "pass", harms=True, setting=OPEN).result == "fail"
    assert decide("VIS-25", "unknown", harms=True, setting=OPEN).result == "unknown"


@pytest.mark.parametrize(
    ("control", "seen", "told", "setting", "counts"),
    [
        ("VIS-14", "pass", False, OPEN, "pass"),
        ("VIS-14", "pass", False, SHELTER, "unknown"),
        ("VIS-14", "pass", True, OPEN, "unknown"),
        ("VIS-14", "fail", True, SHELTER, "fail"),
        ("VIS-34", "fail", False, SHELTER, "unknown"),
        ("VIS-34", "fail", False, OPEN, "fail"),
        ("VIS-25", "partial", False, Setting(staff_at_risk=True), "unknown"),
        ("VIS-25", "fail", False, SHELTER, "fail"),
        ("SEC-44", "pass", False, SHELTER, "pass"),
    ],
)
def test_what_a_machine_sees_is_no_gain_where_somebody_is_to_be_protected(control, seen, told, setting, counts):
    assert decide_seen(control, seen, told=told, setting=setting).result == counts


@pytest.mark.parametrize(
    ("safety", "counted"), [("fail", "na"), ("partial", "na"), ("pass", "pass"), ("unknown", "pass")]
)
def test_faces_are_not_counted_while_the_team_is_not_asked(safety, counted):
    given = {"SEC-39": safety, "VIS-43": "pass", "VIS-09": "pass"}
    rules = {control: Rule("visibility", 1, "profile", "") for control in given}
    pieces = {control: [Piece(result, "public", NOW, 0.85)] for control, result in given.items()}

    scores = score_under(rules, pieces, NOW)

    assert find_outranked(lambda control: given[control]) == ({"VIS-43"} if counted == "na" else set())
    assert scores["visibility"].coverage == (1.0 if safety != "unknown" else 0.67)
    assert scores["visibility"].low == {"fail": 50.0, "partial": 75.0, "pass": 100.0, "unknown": 66.7}[safety]


def test_the_page_says_the_rule_before_the_answer():
    said = {c for c in ("VIS-09", "VIS-14", "VIS-25", "VIS-34", "SEC-39", "SEC-01") if explain_rule(c, SHELTER)}
    open_house = {c for c in ("VIS-09", "VIS-14", "VIS-25", "VIS-34", "SEC-39", "SEC-01") if explain_rule(c, OPEN)}

    assert said == {"VIS-09", "VIS-14", "VIS-25", "VIS-34", "SEC-39"}
    assert open_house == {"VIS-25", "SEC-39"}
