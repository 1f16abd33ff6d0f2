"""On the job: missed dates, calls, reviews, levels."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from zana.audits.actions import answer_control
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.coaching import agree_level, log_contact
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.curriculum.levels import ladders
from zana.learning.models import Contact, Review, Task
from zana.learning.queries.coaching import list_climbs, list_late, list_levels, list_waiting, read_levels
from zana.learning.queries.needs import read_facts
from zana.learning.rules.coaching import Climb, Proven, count_climb, count_missed, needs_call, plan_reviews, prove_level
from zana.learning.rules.facts import Level
from zana.learning.tests.dated import date_own_day

DAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def later():
    """The clock, to be moved from noon of the day."""
    with clock.frozen(NOON):
        yield lambda **by: clock.travel(timedelta(**by))


@pytest.fixture
def day(cast, later):
    """An individual day with two units left for the job."""
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    plan = confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    Task.objects.of(cast.org_a).all().delete()
    for place, unit in enumerate(("F1.4", "F1.5"), 1):
        Task.objects.of(cast.org_a).create(
            plan=plan, unit=unit, place=place, minutes=20, kept_why={"code": "x", "params": {}}
        )
    date_own_day(cast, DAY)
    return plan


def note(cast, **more):
    told = {"kind": "call", "held_on": clock.today(), "minutes": 20, "about": "We looked at the numbers."}
    return log_contact(by=cast.trainer, organisation=cast.org_a, **{**told, **more})


@pytest.mark.parametrize(("days_later", "missed"), [(-1, 0), (0, 0), (1, 1), (14, 1), (15, 2), (400, 2)])
def test_a_date_and_the_second_one_two_weeks_later_are_missed(days_later, missed):
    assert count_missed(DAY, DAY + timedelta(days=days_later)) == missed


def test_a_talk_after_the_second_date_settles_the_call():
    today, second = DAY + timedelta(days=20), DAY + timedelta(days=14)

    assert [needs_call(DAY, today, talked) for talked in (None, DAY, second, second + timedelta(days=1))] == [
        True,
        True,
        True,
        False,
    ]
    assert not needs_call(None, today, None)


def test_reviews_and_dates_follow_the_day_and_move_with_it(cast, day):
    assert [(one.weeks, one.due_on) for one in Review.objects.of(cast.org_a)] == list(plan_reviews(DAY).items())
    first = Review.objects.of(cast.org_a).get(weeks=4)
    note(cast, review=first)
    moved = DAY + timedelta(days=7)
    date_own_day(cast, moved, reason="The heating fails")

    assert [one.due_on for one in Review.objects.of(cast.org_a)] == [
        first.due_on,
        *list(plan_reviews(moved).values())[1:],
    ]
    dates = list(Task.objects.of(cast.org_a).values_list("due_on", flat=True))
    assert dates == [moved + timedelta(days=14), moved + timedelta(days=28)]
    with pytest.raises(Refusal, match="held already"):
        note(cast, about="We talked once more.", review=first)


def test_two_missed_dates_make_a_call_for_the_trainer_and_a_talk_ends_it(client, cast, day, later):
    later(days=28)
    assert list_late(cast.org_a) == []
    later(days=1)

    assert [one.due_on for one in list_late(cast.org_a)] == [DAY + timedelta(days=14)]
    assert [(line.organisation, len(line.late)) for line in list_waiting([cast.org_a])] == [(cast.org_a, 1)]
    note(cast, kind="message")
    assert len(list_late(cast.org_a)) == 1
    client.force_login(cast.trainer)
    form = {"kind": "call", "held_on": str(clock.today()), "minutes": "15", "about": "Numbers", "next_step": "Export"}
    client.post(reverse("learning:log_contact", kwargs={"org": cast.org_a.ref}), form)
    assert list_late(cast.org_a) == []
    assert Contact.objects.of(cast.org_a).filter(kind="call").get().next_step == "Export"


def test_a_contact_sent_twice_is_one_also_with_its_review(cast, day):
    review = Review.objects.of(cast.org_a)[0]

    assert note(cast, review=review) == note(cast, review=review)
    assert (Contact.objects.of(cast.org_a).get().review, note(cast, minutes=30).minutes) == (review, 30)


def test_only_the_trainer_logs_and_never_ahead(cast, day):
    with pytest.raises(Refusal):
        note(cast, held_on=DAY + timedelta(days=1))
    with pytest.raises(Forbidden):
        log_contact(
            by=cast.director_a, organisation=cast.org_a, kind="call", held_on=DAY, minutes=5, about="We called."
        )


CHECKED = {"1": ("A",), "2": ("B", "C"), "4": ("D",)}


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        ({}, Proven(0, False)),
        ({"A": "fail"}, Proven(0, True)),
        ({"A": "pass", "B": "pass"}, Proven(1, False)),
        ({"A": "pass", "B": "partial"}, Proven(1, True)),
        ({"A": "pass", "B": "pass", "C": "na", "D": "pass"}, Proven(2, False)),
    ],
)
def test_a_level_is_proven_as_far_as_everything_was_looked_at(results, proven):
    assert prove_level(CHECKED, results) == proven


def test_every_ladder_stands_in_three_languages():
    assert {len(anchors) for ladder in ladders().values() for anchors in ladder.anchors.values()} == {5}


def test_what_the_platform_sees_counts_before_what_was_agreed(cast):
    agree_level(by=cast.trainer, organisation=cast.org_a, topic="F5", level=3, target=4, note="Told by all")
    agree_level(by=cast.trainer, organisation=cast.org_a, topic="J1", level=2, target=3, note="Three articles read")
    assert read_levels(cast.org_a) == {"J1": Level(2, 3), "F5": Level(3, 4)}

    for control, result in (("SEC-12", "pass"), ("SEC-06", "fail"), ("SEC-02", "fail")):
        answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result=result)
    security = next(one for one in list_levels(cast.org_a) if one.topic == "F5")

    assert (security.level, security.is_checked, security.target) == (1, True, 4)
    pages = next(one for one in list_levels(cast.org_a) if one.topic == "F2")
    assert (pages.level, pages.is_checked, pages.target) == (0, True, None)
    # SEC-02 proves level 0 for Pages, but nobody has said where they want to be: no gap.
    assert read_facts(cast.org_a).levels == {"J1": Level(2, 3), "F5": Level(1, 4)}


def test_a_level_sent_twice_still_shows_that_it_rose(cast):
    for level, note in ((1, "One sentence"), (2, "Known by heart"), (2, "Known by heart")):
        agree_level(by=cast.trainer, organisation=cast.org_a, topic="J2", level=level, target=3, note=note)

    assert next(one for one in list_levels(cast.org_a) if one.topic == "J2").direction == "up"


def test_a_level_needs_what_it_rests_on(cast):
    with pytest.raises(Refusal):
        agree_level(by=cast.trainer, organisation=cast.org_a, topic="F5", level=3, target=4, note=" ")
    with pytest.raises(Forbidden):
        agree_level(by=cast.director_a, organisation=cast.org_a, topic="F5", level=3, target=4, note="Seen")


def test_how_organisations_moved_is_told_in_middles_and_in_numbers():
    assert count_climb([[1, 2, 3], [2, 1], [0, 2], [4], []]) == Climb(organisations=4, first=1, now=2, up=2, down=1)
    assert count_climb([[], []]) is None


def test_levels_of_a_programme_are_told_topic_by_topic(cast):
    for organisation, levels in ((cast.org_a, (1, 3)), (cast.org_b, (2,))):
        for level in levels:
            agree_level(by=cast.trainer, organisation=organisation, topic="J2", level=level, target=4, note="seen")
    ((title, climb),) = list_climbs([cast.org_a, cast.org_b])
    assert (title, climb) == ("Ndërtimi i profilit të organizatës", Climb(2, first=1, now=2, up=1, down=0))
    assert climb.stayed == 1
