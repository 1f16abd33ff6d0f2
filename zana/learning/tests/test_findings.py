"""From the auditor's answer to the day and the next step, with nothing faked in between."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from zana.audits.actions.incidents import report_incident
from zana.audits.actions.looking import answer_control
from zana.audits.controls import catalogue
from zana.kernel import clock
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.queries.days import describe_plan
from zana.learning.queries.findings import read_findings
from zana.learning.queries.needs import read_facts
from zana.learning.queries.steps import next_steps
from zana.learning.rules.facts import Seen
from zana.learning.tests.dated import date_own_day
from zana.people.queries import log_of
from zana.ui.words import speaking

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(NOON):
        yield


def answer(cast, control, result, way="observe", note="", organisation=None):
    return answer_control(
        by=cast.trainer,
        organisation=organisation or cast.org_a,
        control=control,
        result=result,
        way=way,
        note=note,
    )


def test_findings_carry_severity_result_and_how_they_are_known(cast):
    answer(cast, "SEC-06", "fail")
    answer(cast, "SEC-12", "partial", "attest")
    answer(cast, "VIS-01", "pass")
    answer(cast, "SEC-08", "na", note="we have no account there")

    findings, in_place = read_findings(cast.org_a)

    assert set(findings) == {
        Seen("SEC-06", 5, False, True, "observe", date(2026, 11, 14)),
        Seen("SEC-12", 4, True, True, "attest", date(2026, 11, 14)),
    }
    assert in_place == {"VIS-01", "SEC-08"}


def test_another_organisations_findings_stay_with_it(cast):
    answer(cast, "SEC-06", "fail")

    assert read_findings(cast.org_b) == ((), frozenset())


def test_what_grew_too_old_is_not_in_place(cast):
    answer(cast, "VIS-01", "pass")

    with clock.frozen(NOON + timedelta(days=2000)):
        assert read_findings(cast.org_a)[1] == frozenset()


def test_a_finding_of_one_network_shows_that_they_are_there(cast):
    assert read_facts(cast.org_a).networks is None
    answer(cast, "SEC-06", "fail")

    assert read_facts(cast.org_a).networks == frozenset({"facebook"})


def test_a_critical_finding_is_in_the_day_and_printed(client, cast):
    answer(cast, "SEC-06", "fail")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    client.force_login(cast.director_a)
    client.cookies["django_language"] = "en"

    text = client.get(reverse("learning:plan", kwargs={"org": cast.org_a.ref})).content.decode()

    assert [one["id"] for one in plan.day["units"] if one["locked"]] == ["F5.3"]
    assert (
        "Two-step login on every personal profile that manages the Facebook Page: not in place. Seen together on"
        in text
    )


def test_what_was_seen_stands_beside_the_reason(client, cast):
    answer(cast, "SEC-06", "fail", note="two of three have no second step")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)

    with speaking("en"):
        rows = {row.unit: row for row in describe_plan(plan).rows}

    assert rows["F5.3"].reasons[0] == (
        "Two-step login on every personal profile that manages the Facebook Page: not in place. "
        "two of three have no second step. Seen together on 14 November 2026."
    )


def test_a_topic_that_stays_out_for_one_reason_is_one_line(cast):
    answer(cast, "SEC-06", "fail")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)

    with speaking("en"):
        left = describe_plan(plan).left_out

    assert [(one.title, one.reason) for one in left] == [
        ("Instagram for campaigns", "does not use Instagram and does not want it"),
        ("Twitter/X for campaigns", "does not use X and does not want it"),
    ]


def test_the_next_step_is_grave_and_quick_and_says_why(cast):
    answer(cast, "VIS-38", "fail")
    answer(cast, "SEC-06", "fail")

    first, second = next_steps(cast.communicator_a, cast.org_a)

    assert (first.kind, first.minutes, first.due_on) == ("finding", 10, date(2026, 11, 17))
    assert first.why == "Profili më i dobët i një administratoreje ia hap derën faqes"
    assert second.title == "Një pamje e vetme"


def test_what_happened_to_them_lately_comes_earlier(cast):
    answer(cast, "SEC-41", "fail")
    answer(cast, "SEC-52", "fail")
    before = [step.title for step in next_steps(cast.communicator_a, cast.org_a)]

    report_incident(by=cast.volunteer_a, organisation=cast.org_a, kind="copy")

    assert [step.title for step in next_steps(cast.communicator_a, cast.org_a)] == before[::-1]


def test_a_volunteer_sees_lessons_and_no_findings(cast):
    answer(cast, "SEC-06", "fail")

    assert next_steps(cast.volunteer_a, cast.org_a) == []


def test_the_day_to_come_is_a_step(cast):
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    date_own_day(cast, date(2026, 12, 1))

    with speaking("en"):
        (step,) = next_steps(cast.communicator_a, cast.org_a)

    assert (step.kind, step.due_on, step.why) == ("day", date(2026, 12, 1), "with Blerina Trainer")
    with clock.frozen(datetime(2026, 12, 2, 12, tzinfo=UTC)):
        assert next_steps(cast.communicator_a, cast.org_a) == []


def test_the_day_of_tomorrow_stands_before_the_findings_it_is_about(cast):
    answer_control(by=cast.trainer, organisation=cast.org_a, control="VIS-01", result="partial")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    date_own_day(cast, clock.today() + timedelta(days=2))

    told = [[step.kind for step in next_steps(cast.communicator_a, cast.org_a)][:2]]
    with clock.frozen(clock.now() + timedelta(days=1)):
        told.append([step.kind for step in next_steps(cast.communicator_a, cast.org_a)][:2])
    assert told == [["finding", "day"], ["day", "finding"]]


def test_units_without_room_are_steps_with_their_reason(cast):
    for control in [f"CTL-{n:02}" for n in (1, 2, 6, 7, 8, 12, 13, 20, 24, 25, 31)] + [
        f"VIS-{n:02}" for n in range(1, 31)
    ]:
        answer(cast, control, "fail")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)

    steps = next_steps(cast.volunteer_a, cast.org_a)

    assert steps != []
    assert [step.kind for step in steps] == ["unit"] * len(steps)
    assert len(steps) == min(4, len(plan.day["queue"]))


def test_today_shows_the_next_step(client, cast):
    answer(cast, "SEC-06", "fail")
    client.cookies["zana_language"] = "en"

    steps = []
    for person in (cast.communicator_a, cast.volunteer_a):
        client.force_login(person)
        page = client.get(reverse("site:today", kwargs={"org": cast.org_a.ref})).content.decode()
        steps += re.findall(r'<h2 id="next">(.*?)</h2>', page)

    assert steps == [catalogue()["SEC-06"].words("en").title, "Rehearse: Create your accounts"]


def test_findings_on_her_start_page_are_looks_and_one_line_a_day(cast, client):
    client.force_login(cast.communicator_a)
    for hours, control in ((0, ""), (0, "SEC-06"), (1, ""), (22, "")):
        clock.travel(timedelta(hours=hours))
        if control:
            answer(cast, control, "fail")
        client.get(reverse("site:today", kwargs={"org": cast.org_a.ref}))

    lines = [(line.entry.at, line.times) for line in log_of(cast.org_a) if line.entry.thing == "today"]
    assert lines == [(NOON + timedelta(hours=23), 1), (NOON + timedelta(hours=1), 2)]
