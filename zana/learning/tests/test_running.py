"""The day as it runs on the trainer's phone, and what closes a unit that was left for the job."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from zana.audits.actions.looking import answer_control
from zana.audits.models import Evidence, Finding
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions import proving
from zana.learning.actions.bookings import change_day
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.proving import finish_task, settle_tasks
from zana.learning.actions.running import date_half_day, end_unit, note_unit, show_fixed, skip_unit, start_unit
from zana.learning.models import Attempt, DayUnit, Task, Training
from zana.learning.queries.running import describe_day, find_day, list_slots
from zana.learning.rules.running import count_behind, is_well_led, minutes_between, planned_at
from zana.people.models import LogEntry

pytestmark = pytest.mark.slow

NINE = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)  # 9:15 in Kosovo, when the first unit should begin
ZONE = ZoneInfo("Europe/Belgrade")


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(NINE):
        yield


@pytest.fixture
def day(cast):
    """Today's training of organisation A, in which two-step login stays because it is missing."""
    answer_control(by=cast.director_a, organisation=cast.org_a, control="SEC-06", result="fail")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    today = {"programme": cast.programme, "held_on": clock.today(), "trainer": cast.trainer}
    change_day(by=cast.trainer, organisation=cast.org_a, **today)
    return Training.objects.get()


def on(cast, day, **more):
    return {"by": cast.trainer, "organisation": cast.org_a, "training": day, **more}


def found_day(cast):
    found = find_day(cast.org_a)
    assert found is not None
    return found


def look(cast):
    return describe_day(cast.org_a, *found_day(cast))


def test_the_day_goes_on_by_taps_and_knows_how_late_it_is(cast, day):
    first, second = look(cast).lines[0].unit, look(cast).lines[1].unit
    assert (look(cast).next.unit, look(cast).behind) == (first, None)

    clock.travel(timedelta(minutes=10))
    start_unit(**on(cast, day, unit=first))
    clock.travel(timedelta(minutes=25))
    assert (look(cast).now.unit, look(cast).now.held, look(cast).behind) == (first, 25, 10)
    start_unit(**on(cast, day, unit=second))

    lines = {line.unit: (line.state, line.held) for line in look(cast).lines}
    assert (lines[first], lines[second]) == (("done", 25), ("now", 0))
    clock.travel(timedelta(minutes=5))
    ended = end_unit(**on(cast, day, unit=second)).ended_at
    clock.travel(timedelta(minutes=5))
    assert end_unit(**on(cast, day, unit=second)).ended_at == ended


def test_the_day_is_held_by_a_trainer_on_the_day_with_its_own_units(cast, day):
    unit = day.units[0]
    with pytest.raises(Forbidden):
        start_unit(**{**on(cast, day, unit=unit), "by": cast.director_a})
    with pytest.raises(Refusal, match="not part of the day"):
        start_unit(**on(cast, day, unit="J1.1"))
    with pytest.raises(Refusal, match="not part of the day"):
        start_unit(**{**on(cast, day, unit=unit), "organisation": cast.org_b})
    with pytest.raises(Refusal, match="has not begun"):
        end_unit(**on(cast, day, unit=unit))
    with clock.frozen(NINE - timedelta(days=1)), pytest.raises(Refusal, match="still to come"):
        start_unit(**on(cast, day, unit=unit))


def test_a_note_is_sealed(cast, day):
    note_unit(**on(cast, day, unit=day.units[0], note=" Arta alone has the codes "))

    assert [row.sealed_note for row in DayUnit.objects.of(cast.org_a)] == ["Arta alone has the codes"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_note FROM learning_dayunit")
        assert "Arta" not in cursor.fetchone()[0]


def test_what_is_left_out_goes_on_the_list_for_the_job_and_comes_back_when_held_after_all(cast, day):
    unit = day.units[0]
    with pytest.raises(Refusal, match="a line about why"):
        skip_unit(**on(cast, day, unit=unit, why="other"))
    before = Task.objects.of(cast.org_a).filter(state="open").count()

    task = skip_unit(**on(cast, day, unit=unit, why="power"))

    assert (task.place, task.why.english()) == (before + 1, "the internet or the power failed on the day")
    assert task.due_on == day.held_on + timedelta(days=14 * task.place)
    assert look(cast).lines[0].state == "skipped"
    start_unit(**on(cast, day, unit=unit))
    assert (look(cast).now.unit, Task.objects.of(cast.org_a).get(pk=task.pk).state) == (unit, "dropped")


def test_what_is_left_out_waits_behind_everything_that_waits_already(cast, day, task):
    ninth = task("F1.4")

    assert (ninth.place, skip_unit(**on(cast, day, unit=day.units[0], why="time")).place) == (9, 10)


def test_a_finding_put_right_on_the_spot_is_evidence_of_its_own_strength(cast, day):
    told = show_fixed(**on(cast, day, unit="F5.3", control="SEC-06", way="attest", note="They say so"))
    assert (told.strength, Finding.objects.of(cast.org_a).get(control="SEC-06").state) == (0.4, "open")

    clock.travel(timedelta(minutes=1))
    seen = show_fixed(**on(cast, day, unit="F5.3", control="SEC-06", way="observe", note="Both phones", key="k"))
    again = show_fixed(**on(cast, day, unit="F5.3", control="SEC-06", way="observe", key="k"))

    assert (seen.strength, again.pk, seen.by) == (0.8, seen.pk, cast.trainer)
    finding = Finding.objects.of(cast.org_a).get(control="SEC-06")
    assert (finding.state, finding.closed_with) == ("closed", seen)
    assert Evidence.objects.of(cast.org_a).filter(control="SEC-06").count() == 3
    with pytest.raises(Refusal, match="not about that check"):
        show_fixed(**on(cast, day, unit="F5.3", control="VIS-01", way="observe"))


@pytest.fixture
def task(cast, day):
    def make(unit):
        why = {"code": "no time", "params": {}}
        plan = day.plan
        Task.objects.of(cast.org_a).filter(unit=unit).delete()
        return Task.objects.of(cast.org_a).create(plan=plan, unit=unit, place=9, minutes=20, kept_why=why)

    return make


def proof_of(task):
    task.refresh_from_db()
    return (task.state, task.proof and task.proof.english())


def test_a_unit_is_closed_by_what_shows_it_and_not_by_a_tick(cast, task):
    checked, practised, open_one, bare = task("F5.5"), task("F2.2"), task("F5.3"), task("F1.4")
    for control in curriculum.units()["F5.5"].closes:
        answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result="pass")
    Attempt.objects.of(cast.org_a).create(person=cast.communicator_a, exercise="formats", passed=True)

    assert settle_tasks(by=None, organisation=cast.org_a) == 2
    assert proof_of(checked) == ("done", "the safety check shows that it is in place")
    assert proof_of(practised) == ("done", "the exercise “Post in three formats” was passed")
    with pytest.raises(Refusal, match="still shows this as open"):
        finish_task(by=cast.trainer, task=open_one, seen="They have switched it on, they say")
    with pytest.raises(Refusal, match="Write in a sentence"):
        finish_task(by=cast.trainer, task=bare, seen="ok")
    finish_task(by=cast.trainer, task=bare, seen="They read October's numbers to me")
    assert proof_of(bare) == ("done", "Blerina Trainer saw: They read October's numbers to me")


def test_what_is_closed_twice_at_once_keeps_the_first_word(cast, task, monkeypatch):
    bare = task("F1.4")
    as_it_was_read = [(Task.objects.of(cast.org_a).get(pk=bare.pk), say("it was held on {day}", day="2026-11-23"))]
    finish_task(by=cast.trainer, task=bare, seen="They read October's numbers to me")
    monkeypatch.setattr(proving, "find_proofs", lambda _place: as_it_was_read)

    assert settle_tasks(by=None, organisation=cast.org_a) == 0
    assert proof_of(bare) == ("done", "Blerina Trainer saw: They read October's numbers to me")
    assert LogEntry.objects.filter(verb="task.finished").count() == 1


def test_what_does_not_fit_gets_a_second_half_day_and_is_closed_by_holding_it(cast, day, task):
    plan = day.plan
    plan.day["second_half"] = ["F1.4"]
    plan.save()
    left = task("F1.4")
    when = {"held_on": clock.today() + timedelta(days=3), "trainer": cast.trainer}
    half = date_half_day(by=cast.trainer, plan=plan, programme=cast.programme, **when)
    moved = date_half_day(by=cast.lead, plan=plan, programme=cast.programme, **when)

    assert (half.pk, half.kind, half.units, half.minutes) == (moved.pk, "half", ["F1.4"], 20)
    clock.travel(timedelta(days=3))
    found, whose = found_day(cast)
    assert (found, [slot.kind for slot in list_slots(found, whose)]) == (half, ["opening", "theory", "closing"])
    start_unit(**on(cast, half, unit="F1.4"))
    clock.travel(timedelta(minutes=20))
    end_unit(**on(cast, half, unit="F1.4"))
    assert proof_of(left) == ("done", "it was held on 2026-11-26")
    with pytest.raises(Refusal, match="was held already"):
        date_half_day(by=cast.lead, plan=plan, programme=cast.programme, **when)


def test_a_plan_that_fits_needs_no_second_half_day(cast, day):
    with pytest.raises(Refusal, match="needs no second half-day"):
        date_half_day(
            by=cast.trainer, plan=day.plan, programme=cast.programme, held_on=clock.today(), trainer=cast.trainer
        )


def test_nine_stays_nine_and_minutes_stay_true_when_the_clock_is_changed():
    saturday, sunday = (planned_at(date(2027, 3, day), 9 * 60, ZONE) for day in (27, 28))

    assert (saturday.astimezone(UTC).hour, sunday.astimezone(UTC).hour) == (8, 7)
    before, after = datetime(2027, 3, 28, 1, 30, tzinfo=ZONE), datetime(2027, 3, 28, 3, 30, tzinfo=ZONE)
    assert minutes_between(before, after) == 60
    assert count_behind(sunday, datetime(2027, 3, 28, 7, 12, tzinfo=UTC)) == 12
    assert (is_well_led(40, 20), is_well_led(40, 19)) == (True, False)


def test_the_pages_lead_through_the_day(client, cast, day):
    client.force_login(cast.trainer)
    at = {"org": cast.org_a.ref}
    unit = {**at, "unit": "F5.3"}
    fixed = reverse("learning:show_fixed", kwargs={**unit, "control": "SEC-06"})

    client.post(reverse("learning:start_unit", kwargs=unit))
    assert fixed in client.get(reverse("learning:run_unit", kwargs=unit)).content.decode()
    client.post(fixed, {"way": "observe", "note": "Both phones", "key": "one"})
    client.post(reverse("learning:end_unit", kwargs=unit))

    assert Finding.objects.of(cast.org_a).get(control="SEC-06").state == "closed"
    assert fixed not in client.get(reverse("learning:run_unit", kwargs=unit)).content.decode()
    client.force_login(cast.communicator_a)
    text = client.get(reverse("learning:run_day", kwargs=at)).content.decode()
    assert reverse("learning:run_unit", kwargs=unit) not in text
    assert client.get(reverse("learning:run_unit", kwargs=unit)).status_code == 403
