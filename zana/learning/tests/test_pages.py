from datetime import UTC, datetime

import pytest
from django.urls import reverse

from zana.kernel import clock
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.trainings import create_training
from zana.learning.models import Attendance, Plan, PlanPin, Task, Training

pytestmark = pytest.mark.slow


def page(name, cast, **more):
    return reverse(f"learning:{name}", kwargs={"org": cast.org_a.ref, **more})


@pytest.fixture
def plan(cast):
    return compose_plan(by=cast.trainer, organisation=cast.org_a)


@pytest.fixture
def trainer(client, cast):
    client.force_login(cast.trainer)
    return client


def statuses(client, cast, url):
    found = {}
    for name, person in cast.persons.items():
        client.force_login(person)
        found[name] = client.get(url).status_code
    return found


SEES_LESSONS = {"lead", "trainer", "director_a", "communicator_a", "volunteer_a"}


def test_lessons_are_open_to_everyone_of_the_organisation_and_its_support(client, cast):
    for url in (page("curriculum", cast), page("unit", cast, unit="F5.3")):
        found = statuses(client, cast, url)
        assert {name for name, status in found.items() if status == 200} == SEES_LESSONS
        assert {found[name] for name in ("director_b", "communicator_b")} == {404}


def test_the_plan_is_hidden_from_volunteers_donors_and_others(client, cast, plan):
    found = statuses(client, cast, page("plan", cast))

    assert {name for name, status in found.items() if status == 200} == SEES_LESSONS - {"volunteer_a"}
    assert (found["volunteer_a"], found["communicator_b"]) == (403, 404)


def test_the_curriculum_lists_every_lesson(trainer, cast):
    answer = trainer.get(page("curriculum", cast))

    assert answer.content.decode().count('class="row"') == 52


def test_a_lesson_says_what_comes_first(trainer, cast):
    text = trainer.get(page("unit", cast, unit="F5.3")).content.decode()

    assert page("unit", cast, unit="F5.2") in text
    assert page("unit", cast, unit="F7.1") in text


def test_an_unknown_lesson_is_not_found(trainer, cast):
    assert trainer.get(page("unit", cast, unit="F9.9")).status_code == 404


def test_without_a_plan_only_the_trainer_is_offered_one(client, cast):
    for person, offered in ((cast.trainer, True), (cast.director_a, False)):
        client.force_login(person)
        assert (page("compose_plan", cast) in client.get(page("plan", cast)).content.decode()) is offered


def test_the_day_is_composed_changed_confirmed_and_dated(trainer, cast):
    trainer.post(page("compose_plan", cast))
    trainer.post(page("change_plan", cast), {"unit": "F1.5", "kind": "pin", "reason": "asked on the phone"})
    plan = Plan.objects.of(cast.org_a).get()
    text = trainer.get(page("plan", cast)).content.decode()
    assert "asked on the phone" in text
    assert 'datetime="09:15"' in text

    trainer.post(page("confirm_plan", cast, ref=plan.ref), {"seen": plan.inputs_hash})
    trainer.post(page("schedule_day", cast), {"held_on": "2026-12-01", "trainer": cast.trainer.ref})

    plan = Plan.objects.of(cast.org_a).get()
    assert plan.state == "confirmed"
    assert plan.training is not None
    assert (str(plan.training.held_on), plan.training.trainer) == ("2026-12-01", cast.trainer)


def test_a_refused_change_is_told_in_the_form(trainer, cast):
    answer = trainer.post(page("change_plan", cast), {"unit": "F7.2", "kind": "ban", "reason": " "})

    assert answer.status_code == 200
    assert not PlanPin.objects.of(cast.org_a).exists()


def test_a_change_can_be_undone_on_the_page(trainer, cast):
    trainer.post(page("change_plan", cast), {"unit": "F7.2", "kind": "ban", "reason": "done"})
    assert page("release_unit", cast, unit="F7.2") in trainer.get(page("change_plan", cast)).content.decode()

    trainer.post(page("release_unit", cast, unit="F7.2"))

    assert not PlanPin.objects.of(cast.org_a).exists()


def test_a_stale_page_confirms_nothing(trainer, cast, plan):
    answer = trainer.post(page("confirm_plan", cast, ref=plan.ref), {"seen": "0" * 64})

    assert answer.status_code == 422
    assert Plan.objects.of(cast.org_a).get().state == "draft"


def test_another_organisations_plan_is_not_found(trainer, cast):
    other = compose_plan(by=cast.trainer, organisation=cast.org_b)

    answer = trainer.post(page("confirm_plan", cast, ref=other.ref), {"seen": other.inputs_hash})

    assert answer.status_code == 404


def test_the_director_reads_the_confirmed_day_while_a_draft_waits(client, cast, plan):
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    client.force_login(cast.trainer)
    client.post(page("change_plan", cast), {"unit": "F1.5", "kind": "pin", "reason": "asked on the phone"})

    client.force_login(cast.director_a)
    text = client.get(page("plan", cast)).content.decode()

    assert "asked on the phone" not in text
    assert page("change_plan", cast) not in text


def test_the_plan_page_takes_few_queries(trainer, cast, plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        trainer.get(page("plan", cast))


def test_trainings_are_shown_to_the_support_side(client, cast):
    create_training(
        by=cast.lead, programme=cast.programme, title="Joint training", held_on=cast.programme.starts_on, minutes=390
    )
    url = reverse("learning:trainings", kwargs={"programme": cast.programme.ref})

    found = statuses(client, cast, url)

    assert {name for name, status in found.items() if status == 200} == {"lead", "trainer"}
    client.force_login(cast.lead)
    assert "Joint training" in client.get(url).content.decode()


def test_a_joint_training_is_added_and_its_sheet_filled(client, cast):
    client.force_login(cast.lead)
    where = {"programme": cast.programme.ref}
    given = {"title": "Joint", "held_on": "2026-03-02", "minutes": "390", "trainer": cast.trainer.ref}
    with clock.frozen(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        form = reverse("learning:add_training", kwargs=where)
        given["once"] = client.get(form).context["form"]["once"].value()
        for _twice in range(2):
            client.post(form, given)
        training = Training.objects.get()
        sheet = reverse("learning:attendance", kwargs={**where, "ref": training.ref})
        text = client.get(sheet).content.decode()
        answer = client.post(
            sheet,
            {
                f"there_{cast.director_a.ref}": "on",
                f"there_{cast.communicator_b.ref}": "on",
                f"minutes_{cast.communicator_b.ref}": "200",
            },
        )

    assert text.count('type="checkbox"') == 5
    assert answer.status_code == 302
    noted = Attendance.objects.across_organisations().values_list("person__name", "minutes")
    assert dict(noted) == {
        "Drita Director": 390,
        "Arta Communicator": 0,
        "Vesa Volunteer": 0,
        "Desa Director": 0,
        "Jelena Communicator": 200,
    }


def test_a_sheet_with_too_many_minutes_is_told(client, cast):
    client.force_login(cast.lead)
    training = create_training(
        by=cast.lead, programme=cast.programme, title="Joint", held_on=cast.programme.starts_on, minutes=60
    )
    sheet = reverse("learning:attendance", kwargs={"programme": cast.programme.ref, "ref": training.ref})

    answer = client.post(sheet, {f"there_{cast.director_a.ref}": "on", f"minutes_{cast.director_a.ref}": "61"})

    assert answer.status_code == 200
    assert not Attendance.objects.across_organisations().exists()


def test_a_lesson_is_finished_on_the_job(trainer, cast, plan):
    task = Task.objects.of(cast.org_a).create(
        plan=plan, unit="F1.4", place=1, minutes=20, kept_why={"code": "no time", "params": {}}
    )
    url = page("finish_task", cast, ref=task.ref)
    assert url in trainer.get(page("plan", cast)).content.decode()

    assert "Write in a sentence what you saw them do." in trainer.post(url).content.decode()
    trainer.post(url, {"seen": "They read last month's numbers to me"})

    proof = Task.objects.of(cast.org_a).get().proof
    assert proof is not None
    assert dict(proof.params)["seen"] == "They read last month's numbers to me"
    assert url not in trainer.get(page("plan", cast)).content.decode()
    assert "This is no longer open." in trainer.post(url).content.decode()
    assert trainer.post(page("finish_task", cast, ref="x")).status_code == 404
