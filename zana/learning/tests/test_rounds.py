"""What the house does by the clock: proofs are taken in, calls and reviews are told, needs are forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import make_person
from zana.kernel import clock, work
from zana.learning.actions.coaching import log_contact
from zana.learning.actions.invitees import answer_invitation, invite_everybody, read_needs
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.trainings import create_training
from zana.learning.models import Attempt, Invitee, JobRound, Review, Task
from zana.learning.queries.steps import next_steps
from zana.learning.rules.coaching import is_daytime, is_review_near
from zana.learning.tests.dated import date_own_day
from zana.people import roles
from zana.people.models import Letter, Notice
from zana.ui.words import speaking

pytestmark = pytest.mark.slow

DAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def task(cast):
    """Organisation A had its day today; one unit waits for the job, in two weeks and then in two more."""
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    plan = confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    Task.objects.of(cast.org_a).all().delete()
    task = Task.objects.of(cast.org_a).create(
        plan=plan, unit="F2.2", place=1, minutes=20, kept_why={"code": "x", "params": {}}
    )
    date_own_day(cast, DAY)
    return task


def look(after, hour=12):
    """The round of an hour so many days after the day; who is told what then, everything before having been read."""
    Notice.objects.update(read_at=clock.now())
    with clock.frozen(NOON.replace(hour=hour) + timedelta(days=after)):
        work.drain("job rounds")
        new = Notice.objects.filter(read_at=None).order_by("pk")
        return [(one.person.name.split()[0], one.kept_saying["code"][:8]) for one in new]


def test_a_call_is_told_once_a_week_until_somebody_has_called(cast, task):
    told = {after: look(after) for after in (28, 29, 30, 36)}
    with clock.frozen(NOON + timedelta(days=37)):
        log_contact(by=cast.trainer, organisation=cast.org_a, kind="call", held_on=clock.today(), minutes=15, about="x")

    assert [call for call in told[29] if call[1] == "Two date"] == [("Blerina", "Two date")]
    assert [[call for call in told[after] if call[1] == "Two date"] for after in (28, 30)] == [[], []]
    assert ("Blerina", "Two date") in told[36]
    assert [call for call in look(44) if call[1] == "Two date"] == []
    assert JobRound.objects.of(cast.org_a).get().call_told_on is None


def test_a_review_is_told_a_week_ahead_to_both_sides_and_is_a_step_of_hers(cast, task):
    Task.objects.of(cast.org_a).update(due_on=None)
    assert (look(20), look(21)) == (
        [],
        [("Blerina", "A day to"), ("Drita", "These da"), ("Arta", "These da")],
    )
    assert look(27) == []
    assert look(35) == [("Blerina", "A day to")], "two weeks later, to her who holds it"
    with clock.frozen(NOON + timedelta(days=27)), speaking("en"):
        (step, *_) = next_steps(cast.director_a, cast.org_a)
    assert (step.title, step.due_on) == ("Look back with your trainer", DAY + timedelta(weeks=4))
    assert [is_review_near(DAY, DAY + timedelta(days=days)) for days in (-8, -7, 56, 57)] == [False, True, True, False]


def test_neither_letter_nor_address_of_the_link_tells_what_it_is_about(cast, task):
    Letter.objects.all().delete()
    look(29)

    letters = list(Letter.objects.all())
    assert {(one.link, one.kept_body["code"]) for one in letters} == {
        ("/notices/", "There is something for you to look at. Sign in to read it: {link}")
    }
    assert [one for one in letters if cast.org_a.name in str(one.kept_body)] == []


def test_nobody_is_told_at_night(cast, task):
    assert look(29, hour=2) == []
    assert [is_daytime(hour) for hour in (6, 7, 19, 20)] == [False, True, True, False]
    assert look(29, hour=9) != []


def test_before_there_is_a_day_the_one_who_would_be_asked_calls_and_without_trainers_the_lead(cast, task):
    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    cast.trainer.memberships.update(ended_at=clock.now())
    assert {name for name, code in look(29) if code == "Two date"} == {"Vjosa"}
    other.memberships.update(ended_at=clock.now())
    assert {name for name, code in look(36) if code == "Two date"} == {"Mirjana"}


def test_what_the_check_or_an_exercise_shows_is_closed_within_the_hour_and_a_page_only_reads(cast, task, client):
    with clock.frozen(NOON + timedelta(minutes=30)):
        Attempt.objects.of(cast.org_a).create(person=cast.communicator_a, exercise="formats", passed=True)
        client.force_login(cast.trainer)
        client.cookies["zana_language"] = "en"
        page = client.get(reverse("learning:plan", kwargs={"org": cast.org_a.ref})).content.decode()
        task.refresh_from_db()
        assert (task.state, "the exercise “Post in three formats” was passed" in page) == ("open", True)

    with clock.frozen(NOON + timedelta(hours=1)):
        work.drain("job rounds")
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", None)


def test_needs_are_forgotten_by_the_clock_the_night_after(cast):
    """The page stops showing them with the day itself, whatever the worker does."""
    joint = create_training(by=cast.lead, programme=cast.programme, title="All", held_on=DAY, minutes=390)
    invite_everybody(by=cast.lead, training=joint)
    answer_invitation(
        by=cast.volunteer_a, organisation=cast.org_a, training=joint, answer="yes", needs=["food"], words="No nuts"
    )
    kept = Invitee.objects.of(cast.org_a).filter(person=cast.volunteer_a)
    look(0, hour=20)
    assert (kept.get().needs, len(read_needs(by=cast.lead, training=joint))) == (["food"], 1)

    with clock.frozen(NOON + timedelta(days=1)):
        assert read_needs(by=cast.lead, training=joint) == []
    look(1, hour=1)
    assert (kept.get().answer, kept.get().needs, kept.get().needs_words) == ("yes", [], "")


def test_one_round_of_a_programme_finds_the_others_that_have_none(cast, task):
    assert [one.organisation for one in JobRound.objects.across_organisations()] == [cast.org_a]
    look(1)

    rounds = JobRound.objects.across_organisations().order_by("organisation__slug")
    assert [(one.organisation, one.state) for one in rounds] == [(cast.org_a, "due"), (cast.org_b, "due")]
    assert Review.objects.of(cast.org_a).count() == 3
