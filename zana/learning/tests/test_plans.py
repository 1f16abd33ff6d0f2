from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.plans import (
    ban_unit,
    compose_plan,
    confirm_plan,
    pin_unit,
    release_unit,
)
from zana.learning.actions.proving import finish_task
from zana.learning.models import Plan, PlanPin, Task
from zana.learning.models.plans import Frozen
from zana.learning.queries.days import describe_plan, find_plans, list_waiting
from zana.learning.rules.facts import Seen
from zana.people.models import LogEntry, Notice
from zana.people.tenancy import Unscoped
from zana.ui.words import speaking

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def found(monkeypatch):
    """What the audit found, to be filled by the test."""
    findings: list[Seen] = []
    monkeypatch.setattr("zana.learning.queries.needs.read_findings", lambda _: (tuple(findings), frozenset()))
    return findings


def seen(control, severity=5):
    return Seen(control, severity, False, control.startswith("SEC"), "observe", date(2026, 11, 14))


def confirmed(cast):
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    return confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)


def test_composing_twice_keeps_one_draft(cast, found):
    first = compose_plan(by=cast.trainer, organisation=cast.org_a)
    found.append(seen("SEC-06"))
    second = compose_plan(by=cast.trainer, organisation=cast.org_a)
    third = compose_plan(by=cast.trainer, organisation=cast.org_a)

    assert first.pk == second.pk == third.pk
    assert second.inputs_hash != first.inputs_hash
    assert "F5.3" in second.units
    assert LogEntry.objects.filter(verb="plan.composed").count() == 2


def test_only_the_trainer_composes(cast):
    for person in (cast.lead, cast.director_a, cast.communicator_b, cast.donor):
        with pytest.raises(Forbidden):
            compose_plan(by=person, organisation=cast.org_a)


def test_a_plan_is_not_read_without_its_organisation(cast):
    with pytest.raises(Unscoped):
        Plan.objects.all()


def test_confirming_freezes_the_day_and_tells_the_organisation(cast, found):
    found.extend([seen("SEC-06")])
    plan = confirmed(cast)

    assert (plan.state, plan.confirmed_by, plan.confirmed_at) == ("confirmed", cast.trainer, NOON)
    assert {notice.person for notice in Notice.objects.all()} == {cast.director_a, cast.communicator_a}
    plan.inputs_hash, plan.day = "0" * 64, {}
    with pytest.raises(Frozen):
        plan.save()


def test_confirming_twice_is_once(cast):
    plan = confirmed(cast)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)

    assert LogEntry.objects.filter(verb="plan.confirmed").count() == 1


def test_a_day_she_did_not_see_is_not_confirmed(cast, found):
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    stale = plan.inputs_hash
    found.append(seen("SEC-06"))
    compose_plan(by=cast.trainer, organisation=cast.org_a)

    with pytest.raises(Refusal, match="has changed since you opened it"):
        confirm_plan(by=cast.trainer, plan=plan, inputs_hash=stale)


def test_new_facts_stand_beside_the_confirmed_day_until_confirmed(cast, found):
    old = confirmed(cast)
    found.append(seen("SEC-06"))
    new = compose_plan(by=cast.trainer, organisation=cast.org_a)

    assert find_plans(cast.org_a) == (new, old)
    page = describe_plan(new, before=old)
    assert page.added == ("Fjalëkalimet, të ruajtura në një menaxhues", "Hyrja me dy hapa në çdo llogari")
    assert (page.is_beside, [(one.title, one.is_in) for one in page.changes]) == (
        True,
        [("Fjalëkalimet, të ruajtura në një menaxhues", True), ("Hyrja me dy hapa në çdo llogari", True)],
    )
    assert "14 nëntor 2026" in page.changes[1].why.lower()
    confirm_plan(by=cast.trainer, plan=new, inputs_hash=new.inputs_hash)
    assert [plan.state for plan in Plan.objects.of(cast.org_a).order_by("pk")] == ["replaced", "confirmed"]


def test_facts_that_go_back_take_the_draft_away(cast, found):
    old = confirmed(cast)
    found.append(seen("SEC-06"))
    compose_plan(by=cast.trainer, organisation=cast.org_a)
    found.clear()

    assert compose_plan(by=cast.trainer, organisation=cast.org_a) == old
    assert find_plans(cast.org_a) == (None, old)


def test_what_found_no_room_waits_in_order_for_the_job(cast, found):
    found.extend(seen(f"CTL-{n:02}", 4) for n in range(1, 33))
    found.extend(seen(f"VIS-{n:02}", 4) for n in range(1, 45))
    plan = confirmed(cast)

    tasks = list(Task.objects.of(cast.org_a))

    assert [task.unit for task in tasks] == plan.day["queue"]
    assert [task.place for task in tasks] == list(range(1, len(tasks) + 1))
    assert tasks[0].why.english() == "no time: number 1 on the list for work on the job"
    with speaking("en"):
        first = list_waiting(cast.org_a)[0]
    assert (first.why.partition(" Seen")[0].endswith("not in place."), first.how) == (True, "the safety check shows it")


def test_a_new_plan_drops_tasks_nothing_calls_for(cast, found):
    found.extend(seen(f"CTL-{n:02}", 4) for n in range(1, 33))
    found.extend(seen(f"VIS-{n:02}", 4) for n in range(1, 45))
    confirmed(cast)
    task = Task.objects.of(cast.org_a)[0]
    done = finish_task(by=cast.trainer, task=task, seen="They did it before my eyes")
    found.clear()
    confirmed(cast)

    assert {task.state for task in Task.objects.of(cast.org_a)} == {"done", "dropped"}
    with pytest.raises(Refusal, match="no longer open"):
        finish_task(by=cast.trainer, task=done)


def test_a_unit_is_put_in_with_a_reason(cast):
    plan = pin_unit(by=cast.trainer, organisation=cast.org_a, unit="F1.5", reason=" asked  on the phone ")

    assert "F1.5" in plan.units
    assert PlanPin.objects.of(cast.org_a).get().reason == "asked on the phone"


def test_a_change_needs_a_reason_and_a_known_unit(cast):
    with pytest.raises(Refusal, match="Say why"):
        pin_unit(by=cast.trainer, organisation=cast.org_a, unit="F1.5", reason=" ")
    with pytest.raises(Refusal, match=r"no unit F9\.9"):
        ban_unit(by=cast.trainer, organisation=cast.org_a, unit="F9.9", reason="x")


def try_pin(cast, unit):
    try:
        pin_unit(by=cast.trainer, organisation=cast.org_a, unit=unit, reason="she wants it")
    except Refusal:
        return False
    return True


def test_a_unit_that_does_not_fit_is_refused_and_not_kept(cast, found):
    found.extend(seen(f"SEC-{n:02}") for n in range(1, 59))
    compose_plan(by=cast.trainer, organisation=cast.org_a)

    refused = [unit for unit in ("F7.4", "F7.1", "F3.2", "F1.3", "F7.3") if not try_pin(cast, unit)]

    kept = set(PlanPin.objects.of(cast.org_a).values_list("unit", flat=True))
    assert refused != []
    assert kept.isdisjoint(refused)
    assert kept <= set(compose_plan(by=cast.trainer, organisation=cast.org_a).units)


def test_what_closes_a_critical_finding_is_not_taken_out(cast, found):
    found.append(seen("SEC-06"))

    for unit in ("F5.3", "F5.2"):
        with pytest.raises(Refusal, match="stays"):
            ban_unit(by=cast.trainer, organisation=cast.org_a, unit=unit, reason="boring")
    assert not PlanPin.objects.of(cast.org_a).exists()


def test_a_change_is_undone(cast):
    ban_unit(by=cast.trainer, organisation=cast.org_a, unit="F7.2", reason="done")
    plan = release_unit(by=cast.trainer, organisation=cast.org_a, unit="F7.2")

    assert plan.units == ["F7.2"]


def test_only_the_trainer_changes_the_day(cast):
    for act in (pin_unit, ban_unit):
        with pytest.raises(Forbidden):
            act(by=cast.director_a, organisation=cast.org_a, unit="F1.5", reason="x")


@pytest.mark.parametrize("state", ["draft", "confirmed"])
def test_the_database_keeps_one_draft_and_one_confirmed_plan(cast, state):
    def create():
        Plan.objects.create(organisation=cast.org_b, state=state, day={}, inputs_hash="x", rule_version="1")

    create()

    with pytest.raises(IntegrityError), transaction.atomic():
        create()
