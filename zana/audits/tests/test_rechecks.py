from datetime import timedelta

import pytest

from zana.audits import actions
from zana.audits.actions.archives import store_readings
from zana.audits.actions.rechecks import open_rechecks
from zana.audits.archives.reading import ArchiveReading, ControlReading
from zana.audits.models import Finding, Round
from zana.audits.queries import missed_twice, pages, read_cohort, rechecks
from zana.audits.tests.archives import NOW
from zana.audits.tests.found import one_open
from zana.kernel import clock, work
from zana.kernel.words import say
from zana.people.models import LogEntry

OLD = NOW + timedelta(days=200)  # settings seen together count for 60 days, and to half for 120


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def answer(cast, control, result, by=None, **more):
    return actions.answer_control(
        by=by or cast.trainer, organisation=cast.org_a, control=control, result=result, **more
    )


def test_what_has_grown_old_is_to_be_looked_at_again_by_who_had_it_last(cast):
    answer(cast, "SEC-15", "fail", by=cast.communicator_a)
    actions.assign_finding(by=cast.trainer, finding=one_open(cast.org_a), owner=cast.communicator_a, deputy=None)
    with clock.frozen(NOW + timedelta(hours=1)):
        shown = answer(cast, "SEC-15", "pass", by=cast.communicator_a)
        assert [f.state for f in Finding.objects.of(cast.org_a)] == ["closed"]
    with clock.frozen(OLD):
        (opened,) = open_rechecks(organisation=cast.org_a)
        again = open_rechecks(organisation=cast.org_a)

    assert (opened.state, opened.result, opened.owner, opened.opened_with_id) == (
        "recheck",
        "unknown",
        cast.communicator_a,
        shown.pk,
    )
    assert (opened.severity, opened.due_on) == (4, (OLD + timedelta(days=14)).date())
    assert again == []
    assert LogEntry.objects.get(verb="rechecks.opened").person is None


def test_what_is_missing_has_its_task_already(cast):
    answer(cast, "SEC-15", "fail")
    with clock.frozen(OLD):
        assert open_rechecks(organisation=cast.org_a) == []
        assert one_open(cast.org_a).control == "SEC-15"


@pytest.mark.parametrize(("result", "state"), [("pass", "closed"), ("fail", "open"), ("unknown", "recheck")])
def test_a_fresh_look_settles_it(cast, result, state):
    old = answer(cast, "SEC-14", "pass")
    with clock.frozen(OLD):
        open_rechecks(organisation=cast.org_a)
        fresh = answer(cast, "SEC-14", result)
    finding = Finding.objects.of(cast.org_a).get()

    assert (finding.state, finding.closed_with) == (state, fresh if state == "closed" else None)
    assert finding.opened_with == (fresh if state == "open" else old)
    assert finding.due_on == (OLD + timedelta(days=3)).date()


def test_the_worker_looks_once_a_day(cast):
    answer(cast, "SEC-14", "pass")
    early = work.drain("rechecks")
    with clock.frozen(OLD):
        done = work.drain("rechecks")
        row = Round.objects.of(cast.org_a).get()

    assert (early, done, row.state, row.next_attempt_at) == (0, 1, "due", OLD + timedelta(days=1))
    assert [finding.control for finding in rechecks(cast.org_a)] == ["SEC-14"]


def test_an_archive_that_is_read_asks_for_what_it_does_not_show(cast):
    answer(cast, "SEC-15", "pass")
    shows = ControlReading(control="SEC-19", result="pass", why=say("No old session."))
    with clock.frozen(OLD):
        reading = ArchiveReading("facebook", clock.now(), ("sessions.json",), 1, (shows,))
        store_readings(by=cast.communicator_a, organisation=cast.org_a, holder=None, readings=[reading])

    assert [finding.control for finding in rechecks(cast.org_a)] == ["SEC-15"]


def test_look_again_stands_on_the_overview_on_today_and_is_counted_in_the_cohort(cast, client):
    answer(cast, "SEC-14", "pass")
    client.force_login(cast.communicator_a)
    with clock.frozen(OLD):
        open_rechecks(organisation=cast.org_a)
        page = pages.describe_overview(cast.org_a)
        line = read_cohort([cast.org_a])[cast.org_a.pk]
        today = client.get(f"/o/{cast.org_a.ref}/", headers={"accept-language": "en"}).content.decode()

    assert (len(page.look_again), [box.lines for box in page.boxes]) == (1, [[], [], [], []])
    assert (line.look_again, line.open) == (1, 0)
    assert "One check to look at again" in today


def test_two_missed_dates_are_a_call_and_one_is_not(cast):
    answer(cast, "SEC-14", "fail")
    answer(cast, "SEC-15", "fail")
    with clock.frozen(NOW + timedelta(days=7)):
        assert [finding.control for finding in missed_twice(cast.org_a)] == ["SEC-14"]
    with clock.frozen(NOW + timedelta(days=4)):
        assert missed_twice(cast.org_a) == []
