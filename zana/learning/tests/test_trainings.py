from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.models import Attendance, Training
from zana.learning.queries.needs import read_facts, read_joint_lessons
from zana.learning.queries.sessions import find_programme, list_trainings
from zana.learning.tests.dated import date_own_day

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def joint(cast):
    return create_training(
        by=cast.lead, programme=cast.programme, title="Joint training", held_on=DAY, minutes=390, trainer=cast.trainer
    )


def note(cast, joint, person=None, minutes=390, organisation=None):
    return record_attendance(
        by=cast.trainer,
        training=joint,
        organisation=organisation or cast.org_a,
        person=person or cast.communicator_a,
        minutes=minutes,
    )


def test_a_joint_training_holds_every_joint_unit(joint):
    assert (len(joint.units), joint.units[0], joint.units[-1]) == (15, "J1.1", "J3.5")


def test_only_the_support_side_makes_trainings(cast):
    with pytest.raises(Forbidden):
        create_training(by=cast.director_a, programme=cast.programme, title="x", held_on=DAY, minutes=60)
    with pytest.raises(Forbidden):
        create_training(by=cast.donor, programme=cast.programme, title="x", held_on=DAY, minutes=60)


def test_a_training_needs_known_units_and_minutes(cast):
    with pytest.raises(Refusal, match="at least a minute"):
        create_training(by=cast.lead, programme=cast.programme, title="x", held_on=DAY, minutes=0)
    with pytest.raises(Refusal, match=r"no unit J9\.1"):
        create_training(by=cast.lead, programme=cast.programme, title="x", held_on=DAY, minutes=60, units=["J9.1"])


def test_the_trainer_of_a_training_is_a_trainer(cast):
    with pytest.raises(Refusal, match="is not a trainer"):
        create_training(
            by=cast.lead, programme=cast.programme, title="x", held_on=DAY, minutes=60, trainer=cast.director_a
        )


def test_attendance_said_again_corrects_it(cast, joint):
    note(cast, joint)
    note(cast, joint, minutes=100)

    assert [row.minutes for row in Attendance.objects.of(cast.org_a)] == [100]


def test_a_person_stands_once_in_a_training(cast, joint):
    kept = note(cast, joint)

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            organisation=cast.org_a,
            training=joint,
            person=kept.person,
            minutes=1,
            marked_by=cast.trainer,
        )


def test_attendance_stays_within_the_planned_minutes(cast, joint):
    for minutes in (-1, 391):
        with pytest.raises(Refusal, match="between 0 and 390"):
            note(cast, joint, minutes=minutes)


def test_trainers_and_strangers_are_not_counted_as_learners(cast, joint):
    for person in (cast.trainer, cast.communicator_b):
        with pytest.raises(Refusal, match="does not belong"):
            note(cast, joint, person=person)


def test_attendance_waits_for_the_day(cast, joint):
    with clock.frozen(datetime(2026, 11, 19, 12, tzinfo=UTC)), pytest.raises(Refusal, match="still to come"):
        note(cast, joint)


def test_joint_lessons_are_attended_from_four_fifths_on(cast, joint):
    note(cast, joint, minutes=312)

    attended, missed = read_joint_lessons(cast.org_a)

    assert (attended, missed) == (frozenset(joint.units), frozenset())


def test_joint_lessons_below_four_fifths_are_missed_once_the_day_is_over(cast, joint):
    note(cast, joint, minutes=311)

    assert read_joint_lessons(cast.org_a) == (frozenset(), frozenset(joint.units))
    with clock.frozen(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        assert read_joint_lessons(cast.org_a) == (frozenset(), frozenset())


def test_another_organisations_attendance_teaches_nothing(cast, joint):
    note(cast, joint, person=cast.communicator_b, organisation=cast.org_b)

    assert read_joint_lessons(cast.org_a)[0] == frozenset()
    assert read_facts(cast.org_b).attended == frozenset(joint.units)


def test_a_confirmed_day_gets_a_date_and_keeps_it_in_one_training(cast):
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)

    first = date_own_day(cast, DAY)
    again = date_own_day(cast, date(2026, 12, 1), reason="The heating fails")

    assert (again.pk, again.held_on, again.units) == (first.pk, date(2026, 12, 1), plan.units)
    assert Training.objects.count() == 1


def test_the_list_counts_who_was_there_long_enough(cast, joint):
    note(cast, joint, minutes=390)
    note(cast, joint, person=cast.director_a, minutes=100)
    note(cast, joint, person=cast.communicator_b, minutes=312, organisation=cast.org_b)

    (line,) = list_trainings(cast.programme)

    assert (line.enough, line.counted, line.organisations) == (2, 3, 2)


def test_the_list_takes_the_same_queries_for_many(cast, joint, django_assert_num_queries):
    for _ in range(3):
        create_training(by=cast.lead, programme=cast.programme, title="More", held_on=DAY, minutes=60)

    with django_assert_num_queries(2):
        assert len(list_trainings(cast.programme)) == 4


def test_a_trainer_reaches_an_organisation_through_her_programme(cast):
    assert find_programme(cast.trainer, cast.org_a) == cast.programme
    assert find_programme(cast.director_a, cast.org_a) is None
