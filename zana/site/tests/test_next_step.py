"""Home: whoever signs in finds one next step, why it matters and how long it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import make_person
from zana.audits.actions.incidents import report_incident
from zana.audits.actions.looking import answer_control
from zana.audits.flows import flows
from zana.impact.actions.reports import make_report
from zana.kernel import clock
from zana.learning.actions.coaching import log_contact
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.exercises import EXERCISES
from zana.learning.models import Attempt, Task
from zana.learning.tests.dated import date_own_day
from zana.learning.today import list_steps
from zana.networks.tests.made import make_account
from zana.people import roles
from zana.people.actions import give_role
from zana.people.models import Membership
from zana.publishing.actions import ask_approval
from zana.site.next_step import find_step, step_of_donor
from zana.site.sight import Sight
from zana.studio.actions import add_variant, write_piece
from zana.ui.words import speaking

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def step(cast, name):
    """The one that stands first on her home page."""
    person = cast.persons[name]
    if name == "donor":
        return step_of_donor(person, cast.programme, None)
    if name in ("lead", "trainer"):
        return find_step(Sight(person, cast.programme), frozenset({name}))
    return list_steps(person, cast.org_a)[0]


ROLES = ("lead", "trainer", "donor", "director_a", "communicator_a", "volunteer_a")


@pytest.mark.parametrize("name", ROLES)
def test_each_role_finds_one_step_with_its_reason_and_its_minutes(cast, client, name):
    found = step(cast, name)
    assert [bool(part) for part in (found.title, found.why, found.minutes, found.link)] == [True] * 4

    client.cookies["zana_language"] = "en"
    client.force_login(cast.persons[name])
    home = client.get("/", follow=True).content.decode()
    assert home.count("Your next step") == 1
    assert f'<a class="btn primary" href="{found.link}">Start now</a>' in home
    assert client.get(found.link).status_code == 200


def test_the_director_decides_first_because_somebody_waits(cast):
    answer_control(by=cast.trainer, organisation=cast.org_a, control="SEC-06", result="fail")
    piece = write_piece(
        by=cast.communicator_a, organisation=cast.org_a, title="Friday", body="Come on Friday.", language="en"
    )
    add_variant(by=cast.communicator_a, piece=piece, account=make_account(cast.org_a, cast.communicator_a))
    ask_approval(by=cast.communicator_a, piece=piece)

    assert (step(cast, "director_a").title, step(cast, "director_a").why) == (
        "Look at “Friday” and decide",
        "Arta Communicator waits: until you decide, it does not go out.",
    )
    assert step(cast, "communicator_a").kind == "finding"
    assert step(cast, "volunteer_a").kind == "exercise"  # what is not in place is not for her eyes


def test_a_day_without_anything_offers_what_she_has_not_done_yet(cast):
    done = list(EXERCISES)
    for exercise in done[:-1]:
        Attempt.objects.of(cast.org_a).create(person=cast.volunteer_a, exercise=exercise, passed=True)
    assert step(cast, "volunteer_a").link.endswith(f"/exercises/{done[-1]}/")
    Attempt.objects.of(cast.org_a).create(person=cast.volunteer_a, exercise=done[-1], passed=True)
    assert (step(cast, "volunteer_a").kind, step(cast, "volunteer_a").link[-6:]) == ("unit", "/J1.1/")


def test_an_incident_comes_before_all_for_lead_and_trainer_and_its_words_tell_nothing(cast):
    report_incident(by=cast.communicator_b, organisation=cast.org_b, kind=min(flows()))
    for name in ("lead", "trainer"):
        found = step(cast, name)
        assert (found.title, found.link) == (
            "Call Nova Staza",
            reverse("audits:overview", kwargs={"org": cast.org_b.ref}),
        )
        assert found.why == "Something there cannot wait, and nobody should be alone with it."


def test_the_lead_goes_from_the_date_over_the_people_to_the_report(cast):
    told = [step(cast, "lead").title]
    create_training(by=cast.lead, programme=cast.programme, title="Joint", held_on=clock.today(), minutes=390)
    for person in (cast.communicator_b, cast.director_b):
        Membership.live.filter(person=person).update(ended_at=clock.now())
    told.append(step(cast, "lead").title)
    Membership.objects.filter(person=cast.director_b).update(ended_at=None)
    told.append(step(cast, "lead").title)
    make_report(by=cast.lead, programme=cast.programme)
    told.append(step(cast, "lead").title)
    with clock.frozen(clock.now() + timedelta(days=31)):
        told.append(step(cast, "lead").title)
    assert told == [
        "Set the day of the joint training",
        "Invite somebody of Nova Staza",
        "Make the report to the funder",
        "Look through the trainings",
        "Make the report to the funder",
    ]


def test_the_trainer_goes_from_the_check_over_the_plan_to_the_day_and_its_list(cast):
    told = [step(cast, "trainer").title]
    answer_control(by=cast.trainer, organisation=cast.org_a, control="VIS-01", result="partial")
    answer_control(by=cast.trainer, organisation=cast.org_b, control="VIS-01", result="pass")
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    told.append(step(cast, "trainer").title)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    today = clock.today()
    training = date_own_day(cast, today + timedelta(days=6))
    told.append(step(cast, "trainer").title)
    with clock.frozen(clock.now() + timedelta(days=7)):
        told.append(step(cast, "trainer").title)
        record_attendance(
            by=cast.trainer, training=training, organisation=cast.org_a, person=cast.director_a, minutes=20
        )
        told.append(step(cast, "trainer").title)
    with clock.frozen(clock.now() + timedelta(days=6)):
        report_incident(by=cast.communicator_b, organisation=cast.org_b, kind=min(flows()))
        told.append(step(cast, "trainer").title)
    assert told == [
        "Begin the safety check of Drita e Re",
        "Agree on the day of Drita e Re",
        "Prepare the day of Drita e Re",
        "Note who was there: Drita e Re",
        "Look through the trainings",
        "Hold the day of Drita e Re",
    ]


def test_she_whose_day_it_was_calls_when_two_dates_went_by_and_then_looks_back(
    cast, client, django_assert_max_num_queries
):
    for place in (cast.org_a, cast.org_b):
        answer_control(by=cast.trainer, organisation=place, control="VIS-01", result="pass")
    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    day = date_own_day(cast, clock.today())
    record_attendance(by=cast.trainer, training=day, organisation=cast.org_a, person=cast.director_a, minutes=20)
    due_on, why = day.held_on + timedelta(weeks=2), {"code": "x", "params": {}}
    Task.objects.of(cast.org_a).create(plan=plan, unit="F1.4", place=1, minutes=20, due_on=due_on, kept_why=why)

    client.force_login(cast.trainer)
    with clock.frozen(clock.now() + timedelta(days=29)):
        first = step(cast, "trainer")
        log_contact(
            by=cast.trainer, organisation=cast.org_a, kind="call", held_on=clock.today(), minutes=9, about="We talked"
        )
        others = find_step(Sight(other, cast.programme), frozenset({"trainer"}))
        told = [step(cast, "trainer"), others]
        with django_assert_max_num_queries(20):  # nothing cannot wait, so every part of the page is asked for
            client.get(reverse("site:cohort", kwargs={"programme": cast.programme.ref}))

    assert [one.title for one in (first, *told)] == [
        "Call Drita e Re",
        "Look back with Drita e Re",
        "Look through the trainings",
    ]


def test_who_leads_and_trains_asks_for_both_on_a_calm_day_and_stays_within_the_budget(
    cast, client, django_assert_max_num_queries
):
    for place in (cast.org_a, cast.org_b):
        answer_control(by=cast.trainer, organisation=place, control="VIS-01", result="pass")
    both = make_person("Vjosa Both", roles.TRAINER, cast.programme)
    give_role(by=cast.lead, person=both, role=roles.LEAD, programme=cast.programme)
    later = clock.today() + timedelta(days=60)
    create_training(by=cast.lead, programme=cast.programme, title="Together", held_on=later, minutes=300)
    make_report(by=cast.lead, programme=cast.programme)
    client.cookies["zana_language"] = "en"
    client.force_login(both)

    with django_assert_max_num_queries(20):
        page = client.get(reverse("site:cohort", kwargs={"programme": cast.programme.ref}))

    assert "Look through the trainings" in page.content.decode()


def test_the_donor_reads_the_report_as_soon_as_there_is_one(cast, client):
    assert step(cast, "donor").kind == "sign_in"
    report = make_report(by=cast.lead, programme=cast.programme)
    client.cookies["zana_language"] = "en"
    client.force_login(cast.donor)
    link = reverse("impact:pdf", kwargs={"programme": cast.programme.ref, "version": report.version})
    assert f'<a class="btn primary" href="{link}">Start now</a>' in client.get("/", follow=True).content.decode()
