from datetime import timedelta

import pytest

from zana.audits import actions
from zana.audits.actions import circumstances, incidents
from zana.audits.models import Incident
from zana.audits.queries import open_findings, pages, read_standings
from zana.audits.queries.circumstances import current_exposure, read_circumstances, read_setting
from zana.audits.rules.risk import GUARDED
from zana.audits.rules.safety_first import Setting
from zana.audits.tests.archives import NOW
from zana.audits.tests.found import one_open
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.people import actions as people_actions

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def answer(cast, control, result, by=None, **more):
    return actions.answer_control(
        by=by or cast.trainer, organisation=cast.org_a, control=control, result=result, **more
    )


def read(cast, control):
    exposure = current_exposure(cast.org_a)
    return read_circumstances(cast.org_a, read_standings(cast.org_a), [control], exposure)[control]


def happen(cast, organisation, by, kind="takeover", days=0):
    with clock.frozen(NOW - timedelta(days=days)):
        return incidents.report_incident(by=by, organisation=organisation, kind=kind)


def test_what_happened_here_within_a_year_raises_its_controls_and_no_other(cast):
    happen(cast, cast.org_a, cast.director_a, days=364)

    assert (read(cast, "SEC-18").incidents, read(cast, "SEC-40").incidents) == (1, 0)
    Incident.objects.of(cast.org_a).update(noticed_at=NOW - timedelta(days=366))
    assert read(cast, "SEC-18").incidents == 0


def test_what_was_set_aside_raises_nothing(cast):
    incident = happen(cast, cast.org_a, cast.director_a)
    incidents.set_aside(by=cast.director_a, incident=incident, reason="It was the tablet of the office.")

    assert read(cast, "SEC-18").incidents == 0


def test_others_of_the_programme_are_counted_for_ninety_days_and_never_named(cast):
    happen(cast, cast.org_b, cast.director_b, days=89)
    happen(cast, cast.org_b, cast.director_b, kind="payment", days=91)
    answer(cast, "SEC-08", "fail")
    finding = one_open(cast.org_a)

    rank = pages.describe_rank(cast.org_a, finding, for_insiders=True)
    assert (read(cast, "SEC-18").cohort, read(cast, "SEC-42").cohort) == (1, 0)
    assert (rank.likelihood, rank.risk) == (3, 15)
    assert [reason.why.english() for reason in rank.reasons] == [
        "the same was seen in the programme within the last 90 days: 1 ×"
    ]


def test_exposed_is_the_auditors_mark_with_a_reason_until_a_day(cast):
    until = NOW.date() + timedelta(days=10)
    mark = {"organisation": cast.org_a, "reason": "A public campaign about a verdict", "until": until}
    with pytest.raises(Forbidden):
        circumstances.mark_exposed(by=cast.director_a, **mark)
    with pytest.raises(Refusal):
        circumstances.mark_exposed(by=cast.trainer, **{**mark, "until": NOW.date() - timedelta(days=1)})
    circumstances.mark_exposed(by=cast.trainer, **mark)

    assert read(cast, "VIS-01").exposed == "A public campaign about a verdict"
    with clock.frozen(NOW + timedelta(days=11)):
        assert read(cast, "VIS-01").exposed == ""
    circumstances.end_exposure(by=cast.trainer, organisation=cast.org_a)
    assert read(cast, "VIS-01").exposed == ""


def test_what_stands_in_counts_only_while_it_is_in_place(cast):
    answer(cast, "SEC-09", "fail")
    named = {"organisation": cast.org_a, "control": "SEC-09", "instead": "SEC-15", "reason": "Codes lie in two places"}
    with pytest.raises(Refusal):
        circumstances.name_compensation(by=cast.trainer, **named)
    answer(cast, "SEC-15", "pass")
    circumstances.name_compensation(by=cast.trainer, **named)
    before = read(cast, "SEC-09")

    answer(cast, "SEC-15", "fail")

    assert (before.compensated, before.compensated_by) == ("Codes lie in two places", "SEC-15")
    assert read(cast, "SEC-09").compensated == ""


def test_reasons_move_what_comes_first_and_stand_beside_it(cast):
    for control in ("SEC-40", "SEC-15"):
        answer(cast, control, "fail")
    before = [line.title for box in pages.describe_overview(cast.org_a).boxes for line in box.lines]
    happen(cast, cast.org_a, cast.director_a, kind="copy")
    happen(cast, cast.org_b, cast.director_b, kind="copy")
    lines = {line.title: line for box in pages.describe_overview(cast.org_a).boxes for line in box.lines}
    lead = {
        line.title: line for box in pages.describe_overview(cast.org_a, for_insiders=False).boxes for line in box.lines
    }

    raised = pages.text_of(one_open(cast.org_a, "SEC-40").about).title
    assert set(before) == set(lines)
    assert (lines[raised].likelihood, len(lines[raised].reasons)) == (4, 2)
    assert lead[raised].reasons[0] == GUARDED


# --- safety before visibility


def test_a_shelter_is_known_by_its_kind_by_a_place_it_hides_or_by_what_was_said(cast):
    before = (read_setting(cast.org_a), read_setting(cast.org_b))
    people_actions.hide_place(by=cast.director_b, organisation=cast.org_b, names="Kuća na uglu")
    circumstances.note_precaution(by=cast.director_b, organisation=cast.org_b, has_shelter=False, staff_at_risk=True)

    assert before == (Setting(has_shelter=True), Setting())
    assert read_setting(cast.org_b) == Setting(has_shelter=True, staff_at_risk=True)


def test_a_public_address_of_a_shelter_is_a_finding_whatever_was_answered(cast):
    answer(cast, "VIS-14", "pass", way="public", harms=True)
    answer(cast, "VIS-09", "fail", way="public", hidden=True)

    standings = read_standings(cast.org_a)
    assert [(f.control, f.severity, f.result) for f in open_findings(cast.org_a)] == [("VIS-14", 5, "fail")]
    assert (standings["VIS-14"].result, standings["VIS-09"].result) == ("fail", "na")


@pytest.mark.parametrize("by", ["trainer", "director_a"])
def test_a_word_never_closes_a_check_of_weight_five(cast, by):
    answer(cast, "SEC-14", "fail", by=cast.communicator_a, way="attest")
    answer(cast, "SEC-14", "pass", by=cast.persons[by], way="attest")

    finding = one_open(cast.org_a, "SEC-14")
    with pytest.raises(Refusal):
        actions.close_finding(by=cast.persons[by], finding=finding)
    assert read_standings(cast.org_a)["SEC-14"].result == "partial"  # self-declared, and no more
