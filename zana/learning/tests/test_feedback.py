"""What people say about a training: nothing leads back to them, and it is shown once, whole, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import make_person
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions import feedback as actions
from zana.learning.actions.quiz import give_confidence
from zana.learning.actions.trainings import Presence, create_training, record_attendances
from zana.learning.models import (
    Block,
    Booking,
    ConfidenceSheet,
    DayFeedback,
    FeedbackAnswer,
    FeedbackSheet,
    FeedbackWave,
    FeedbackWords,
    Plan,
    SafeguardingNote,
    Training,
)
from zana.learning.models.trainings import INDIVIDUAL
from zana.learning.queries import feedback as queries
from zana.learning.queries.steps import next_steps
from zana.learning.rules.feedback import (
    ITEMS,
    Band,
    count_agreeing,
    follow_up_quarter,
    is_enough,
    last_day_of,
    may_release,
    merge_cells,
    sum_up,
    week_of,
)
from zana.people import roles
from zana.people.models import LogEntry, Membership, Notice, Organisation

pytestmark = pytest.mark.slow

# --- rules


@given(st.lists(st.sampled_from((0, 1, 2, 3, 4, 5)), min_size=5, max_size=40))
def test_a_band_counts_nobody_or_at_least_three_and_nobody_is_lost(answers):
    *bands, unsure = merge_cells(answers)

    assert sum(band.count for band in (*bands, unsure)) == len(answers)
    assert [band for band in (*bands, unsure) if 0 < band.count < 3] == []
    assert [n for band in bands for n in range(band.low, band.high + 1)] == [1, 2, 3, 4, 5]


def test_one_or_two_go_to_their_neighbours():
    assert merge_cells([1, 2, 2, 4, 4, 4, 5, 5, 5, 5]) == [
        Band(1, 2, 3),
        Band(3, 3, 0),
        Band(4, 4, 3),
        Band(5, 5, 4),
        Band(0, 0, 0, unsure=True),
    ]
    assert merge_cells([4, 5, 5, 5, 5, 0]) == [
        Band(1, 1, 0),
        Band(2, 2, 0),
        Band(3, 5, 6, unsure=True),
        Band(0, 0, 0, unsure=True),
    ]


def test_usefulness_is_told_only_where_no_band_reaches_over_the_line():
    assert count_agreeing(merge_cells([1, 1, 1, 4, 5, 5, 0, 0, 0])) == (3, 6)
    assert count_agreeing(merge_cells([3, 4, 5, 5, 5, 5])) is None
    assert count_agreeing(merge_cells([5, 5, 5, 0])) is None, "the one who cannot say would show"


def test_k_and_waves():
    assert [is_enough(5, 3), is_enough(4, 3), is_enough(9, 2)] == [True, False, False]
    day = date(2026, 5, 14)
    assert may_release(day, day, asked=6, given=5) is False, "answers still come in"
    assert may_release(day, day, asked=6, given=6) is True
    assert may_release(day, day + timedelta(days=1), asked=6, given=5) is True


def test_the_follow_up_is_open_from_twelve_weeks_on_to_the_end_of_its_quarter():
    held_on = date(2026, 2, 2)  # due on 27 April
    assert follow_up_quarter(held_on, date(2026, 4, 26)) is None
    assert follow_up_quarter(held_on, date(2026, 4, 27)) == "2026-Q2"
    assert follow_up_quarter(held_on, date(2026, 7, 14)) == "2026-Q2"
    assert follow_up_quarter(held_on, date(2026, 7, 15)) is None
    assert (last_day_of("2026-Q4"), week_of(date(2026, 5, 14))) == (date(2026, 12, 31), date(2026, 5, 11))


def test_hindrances_of_one_or_two_are_not_shown():
    given = [{"used": "yes", "hindered": ["time"]}] * 4 + [{"used": "no", "hindered": ["attacks"]}]

    kept = sum_up("later", given)["later"]

    assert kept["used"] == {"yes": None, "partly": None, "no": None}, "4 of 5 would tell of the one"
    assert (kept["hindered"]["time"], kept["hindered"]["attacks"], kept["hindered"]["money"]) == (4, None, None)


# --- a joint training


@pytest.fixture
def people(cast):
    """Six who were there, of three organisations."""
    third = Organisation.objects.create(slug="third", name="Third")
    cast.programme.enrolments.create(organisation=third)
    return [
        (cast.volunteer_a, cast.org_a),
        (cast.communicator_a, cast.org_a),
        (cast.communicator_b, cast.org_b),
        (cast.director_b, cast.org_b),
        (make_person("Tina Third", roles.COMMUNICATOR, third), third),
        (make_person("Tea Third", roles.VOLUNTEER, third), third),
    ]


@pytest.fixture
def training(cast, people):
    made = create_training(
        by=cast.lead,
        programme=cast.programme,
        title="Joint training",
        held_on=clock.today(),
        minutes=390,
        trainer=cast.trainer,
    )
    presences = [Presence(person, organisation, 390) for person, organisation in people]
    record_attendances(by=cast.lead, training=made, presences=[*presences, Presence(cast.director_a, cast.org_a, 0)])
    return made


@pytest.fixture
def wave(cast, training):
    return actions.open_wave(by=cast.trainer, training=training)


def answer(wave, who, degree=4, **words):
    person, organisation = who
    actions.give_feedback(
        by=person, organisation=organisation, wave=wave, answers=dict.fromkeys(ITEMS, degree), words=words
    )


def test_everybody_who_was_there_is_asked_once(cast, wave, people, training):
    assert actions.open_wave(by=cast.lead, training=training) == wave
    assert wave.closes_on == clock.today() + timedelta(days=7)
    asked = FeedbackSheet.objects.across_organisations().filter(wave=wave)

    assert {sheet.person for sheet in asked} == {person for person, _ in people}
    assert Notice.objects.filter(link__contains=wave.ref).count() == 6
    assert [step.kind for step in next_steps(cast.volunteer_a, cast.org_a)] == ["feedback"]
    assert next_steps(cast.director_a, cast.org_a) == [], "she was not there"


def test_people_are_asked_on_the_last_day(cast, training):
    for day in (clock.today(), clock.today() + timedelta(days=1)):
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        Block.objects.create(training=training, starts_at=noon, ends_at=noon + timedelta(hours=1))

    assert queries.list_unopened(cast.programme) == []
    with pytest.raises(Refusal, match="still to come"):
        actions.open_wave(by=cast.trainer, training=training)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert queries.list_unopened(cast.programme) == [training]
        assert actions.open_wave(by=cast.trainer, training=training).training == training


def test_nothing_leads_from_an_answer_to_its_writer(cast, wave, people):
    before = LogEntry.objects.count()
    answer(wave, people[0], first="I write the post today")

    columns = {column.name for column in FeedbackAnswer._meta.get_fields()}
    kept = FeedbackAnswer.objects.get()
    assert columns == {"id", "wave", "answers", "sealed_words", "week"}
    assert kept.week == week_of(clock.today())
    assert LogEntry.objects.count() == before, "the log would know the minute"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_words FROM learning_feedbackanswer")
        assert "post" not in cursor.fetchone()[0]
    with pytest.raises(Refusal, match="already"):
        answer(wave, people[0])
    assert FeedbackAnswer.objects.count() == 1


def test_a_wave_is_shown_once_and_whole(cast, wave, people):
    for who in people[:5]:
        answer(wave, who, first=f"Word of {who[0].name}", change="More time")
    with pytest.raises(Refusal, match="still come in"):
        actions.release_wave(by=cast.lead, wave=wave)
    assert queries.read_results(wave) is None
    keys = set(FeedbackAnswer.objects.values_list("pk", flat=True))

    with clock.frozen(clock.now() + timedelta(days=15)):
        shown = actions.release_wave(by=cast.lead, wave=wave)
        with pytest.raises(Refusal, match="closed"):
            answer(wave, people[5])
        with pytest.raises(Refusal, match="stays as it is"):
            actions.extend_wave(by=cast.lead, wave=shown, until=clock.today())

    results = queries.read_results(shown)
    assert results is not None
    assert (results.answers, results.items[0].bands[3]) == (5, Band(4, 4, 5))
    assert queries.read_usefulness(cast.programme) == (5, 5)
    after = FeedbackAnswer.objects.filter(wave=wave)
    assert keys & {one.pk for one in after} == set()
    assert [one.sealed_words for one in after] == [""] * 5
    assert FeedbackWords.objects.filter(wave=wave).count() == 10


@pytest.mark.parametrize("count", [4, 5])
def test_of_too_few_nothing_is_shown_and_the_lead_can_give_more_time(cast, wave, people, count):
    """Four answers; or five of two organisations."""
    extra = (make_person("Ora More", roles.VOLUNTEER, cast.org_b), cast.org_b)
    record_attendances(by=cast.lead, training=wave.training, presences=[Presence(*extra, 390)])
    for who in [*people[:4], extra][:count]:
        answer(wave, who)

    with clock.frozen(clock.now() + timedelta(days=8)):
        with pytest.raises(Refusal, match="Fewer than five"):
            actions.release_wave(by=cast.lead, wave=wave)
        actions.extend_wave(by=cast.lead, wave=wave, until=clock.today() + timedelta(days=7))
        with pytest.raises(Refusal, match="a day to come"):
            actions.extend_wave(by=cast.lead, wave=wave, until=clock.today() + timedelta(days=6))
        answer(wave, people[4])
    assert FeedbackWave.objects.get(pk=wave.pk).results is None


def test_the_trainer_reads_words_after_the_lead_has_looked(cast, wave, people, client):
    for who in people:
        answer(wave, who, change=f"{who[0].name} talked too much")
    actions.release_wave(by=cast.lead, wave=wave)
    client.force_login(cast.trainer)
    page = reverse("learning:wave", args=[cast.programme.ref, wave.ref])
    assert "talked too much" not in client.get(page).content.decode()
    with pytest.raises(Forbidden):
        actions.show_words(by=cast.trainer, wave=wave)

    said = FeedbackWords.objects.filter(wave=wave)
    actions.strike_words(by=cast.lead, words=next(one for one in said if "Vesa" in one.sealed_words))
    actions.show_words(by=cast.lead, wave=FeedbackWave.objects.get(pk=wave.pk))
    read = client.get(page).content.decode()
    assert ("Tina Third talked" in read, "Vesa" in read) == (True, False)


def test_the_form_names_no_trainer_and_works_without_one(cast, wave, client, training):
    training.trainer = None
    training.save()
    client.force_login(cast.volunteer_a)
    where = reverse("learning:give_feedback", args=[cast.org_a.ref, wave.ref])
    assert cast.trainer.name not in client.get(where).content.decode()

    assert client.post(where, {"i_matters": "5"}).status_code == 302
    kept = FeedbackAnswer.objects.get().answers
    assert kept == {**dict.fromkeys(ITEMS, 0), "matters": 5}


def test_a_link_shared_with_the_world_opens_only_for_who_was_there(cast, wave, client):
    where = f"{reverse('learning:feedback')}?w={wave.ref}"
    assert client.get(where).status_code == 302
    assert "/account/login/" in client.get(where).headers["Location"]

    seen = {}
    for name in ("volunteer_a", "director_a", "donor", "trainer"):
        client.force_login(cast.persons[name])
        seen[name] = client.get(where).status_code
    assert seen == {"volunteer_a": 302, "director_a": 200, "donor": 200, "trainer": 200}
    client.force_login(cast.director_a)
    form = reverse("learning:give_feedback", args=[cast.org_a.ref, wave.ref])
    assert (client.get(form).status_code, client.post(form, {}).status_code) == (404, 404)


# --- something made her uncomfortable

UNEASY = "He stood too close to me"


def test_it_goes_sealed_to_one_person_and_never_to_the_trainer(cast, wave, people, client):
    person, organisation = people[0]
    actions.give_feedback(
        by=person, organisation=organisation, wave=wave, answers={}, words={}, uneasy=UNEASY, may_be_called=False
    )
    note = SafeguardingNote.objects.get()
    assert (note.person, note.sealed_words) == (None, UNEASY)
    told = Notice.objects.filter(link=reverse("learning:care"))
    assert [one.person for one in told] == [cast.lead]
    assert [one for one in told if "close" in str(one.saying)] == []

    seen = {}
    for name, someone in cast.persons.items():
        client.force_login(someone)
        answered = client.get(reverse("learning:care"))
        seen[name] = UNEASY in answered.content.decode()
    assert seen == {name: name == "lead" for name in cast.persons}


def test_a_lead_who_holds_the_training_herself_does_not_hear_it(cast, wave, training):
    training.trainer = cast.lead
    training.save()
    assert queries.find_safeguard(cast.programme, training) is None
    other = make_person("Sanije Safe", roles.LEAD, cast.programme)

    named = actions.name_safeguard(by=cast.lead, programme=cast.programme, person=other)

    assert queries.find_safeguard(cast.programme, training) == named.person
    for wrong in (cast.trainer, cast.director_a):
        with pytest.raises(Refusal, match="neither a trainer"):
            actions.name_safeguard(by=cast.lead, programme=cast.programme, person=wrong)


# --- an individual day, and twelve weeks later


def make_day(cast, organisation, person, held_on):
    day = Training.objects.create(
        programme=cast.programme,
        kind=INDIVIDUAL,
        title=organisation.name,
        held_on=held_on,
        minutes=280,
        trainer=cast.trainer,
    )
    record_attendances(by=cast.trainer, training=day, presences=[Presence(person, organisation, 280)])
    return day


def test_a_day_is_answered_by_name_and_one_question_without(cast, client):
    day = make_day(cast, cast.org_a, cast.communicator_a, clock.today())
    client.force_login(cast.communicator_a)
    where = reverse("learning:give_day_feedback", args=[cast.org_a.ref, day.ref])
    assert "Your name stands on this one" in client.get(where).content.decode()
    assert client.post(where, {"i_matters": "5", "again": "2", "first": "Write"}).status_code == 302
    again = client.get(where).content.decode()
    assert ("You have answered this already" in again, "i_matters" in again) == (True, False)

    kept = DayFeedback.objects.of(cast.org_a).get()
    assert (kept.person, kept.answers["matters"], "again" in kept.answers) == (cast.communicator_a, 5, False)
    pool = FeedbackWave.objects.get(kind="pool")
    assert (pool.trainer, FeedbackAnswer.objects.get().answers) == (cast.trainer, {"again": 2})
    with pytest.raises(Refusal, match="still come in"):
        actions.release_wave(by=cast.lead, wave=pool)

    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    told = reverse("learning:day_told", args=[cast.programme.ref, day.ref])
    seen = []
    for person in (cast.trainer, cast.lead, other):
        client.force_login(person)
        seen.append(client.get(told).status_code)
    assert seen == [200, 200, 404]
    assert queries.find_wave(cast.programme, other, pool.ref, is_lead=False) is None


def test_follow_ups_are_summed_up_and_what_one_wave_keeps_back_the_sum_keeps_back(cast):
    assert queries.read_follow_ups(cast.programme)[1] == 0
    spring = [{"used": "yes", "hindered": ["time", "money"]}] * 6
    summer = [{"used": "yes", "hindered": ["time"]}] * 4 + [{"used": "no", "hindered": ["time", "attacks"]}] * 3
    for quarter, answers in (("2026-Q1", spring), ("2026-Q2", summer)):
        FeedbackWave.objects.create(
            programme=cast.programme,
            kind="later",
            quarter=quarter,
            closes_on=last_day_of(quarter),
            results=sum_up("later", answers),
        )

    named, whole = queries.read_follow_ups(cast.programme)

    assert (whole, named["used"], named["time"]) == (13, 10, 13)
    assert (named["money"], named["attacks"], named["internet"]) == (None, None, None)


def test_a_pair_is_asked_about_apart_and_each_has_a_pool_of_her_own(cast, client):
    other = make_person("Vjosa Other", roles.TRAINER, cast.programme)
    day = make_day(cast, cast.org_a, cast.communicator_a, clock.today())
    Plan.objects.of(cast.org_a).create(day={}, inputs_hash="x", rule_version="1", training=day)
    Booking.objects.of(cast.org_a).create(
        programme=cast.programme, held_on=day.held_on, trainer=cast.trainer, second=other, state="agreed"
    )
    client.force_login(cast.communicator_a)
    client.cookies["zana_language"] = "en"
    where = reverse("learning:give_day_feedback", args=[cast.org_a.ref, day.ref])
    shown = client.get(where).content.decode()
    names = [f"another day with {one.name}." in shown for one in (cast.trainer, other)]
    assert (names, "with this trainer" in shown) == ([True, True], False)

    assert client.post(where, {"again": "2", "again_2": "5"}).status_code == 302

    pools = {wave.trainer: FeedbackAnswer.objects.get(wave=wave).answers for wave in FeedbackWave.objects.all()}
    assert pools == {cast.trainer: {"again": 2}, other: {"again": 5}}
    assert [one.wave.trainer for one in queries.list_waves(cast.programme, other, is_lead=False)] == [other]
    assert queries.list_days_told(cast.programme, other, is_lead=False) == [day]


def test_twelve_weeks_later_she_is_asked_once_what_she_used(cast, client):
    with clock.frozen(clock.now().replace(year=2026, month=4, day=1)):
        held_on = clock.today() - timedelta(weeks=12)
        first = make_day(cast, cast.org_a, cast.communicator_a, held_on)
        make_day(cast, cast.org_a, cast.communicator_a, held_on + timedelta(days=1))
        asked = queries.list_asked(cast.communicator_a, cast.org_a)
        assert [one.kind for one in asked] == ["day", "day", "later"]
        client.force_login(cast.communicator_a)
        where = reverse("learning:give_follow_up", args=[cast.org_a.ref, first.ref])
        assert client.post(where, {"used": "partly", "hindered": ["time", "approval"]}).status_code == 302
        assert [one.kind for one in queries.list_asked(cast.communicator_a, cast.org_a)] == ["day", "day"]
        assert client.post(where, {"used": "yes"}).status_code == 422

    assert FeedbackAnswer.objects.get().answers == {"used": "partly", "hindered": ["approval", "time"]}


def test_who_works_for_two_organisations_answers_once(cast):
    Membership.objects.create(person=cast.communicator_a, role=roles.COMMUNICATOR, organisation=cast.org_b)
    with clock.frozen(clock.now().replace(year=2026, month=4, day=1)):
        held_on = clock.today() - timedelta(weeks=12)
        days = [make_day(cast, place, cast.communicator_a, held_on) for place in (cast.org_a, cast.org_b)]
        told = {"by": cast.communicator_a, "used": "yes", "hindered": [], "wanted": ""}
        actions.give_follow_up(organisation=cast.org_a, training=days[0], **told)
        with pytest.raises(Refusal, match="answered this already"):
            actions.give_follow_up(organisation=cast.org_b, training=days[1], **told)

    assert FeedbackAnswer.objects.count() == 1


def test_a_joint_training_is_never_answered_by_name(cast, training):
    with pytest.raises(Refusal, match="those who were there"):
        actions.give_day_feedback(
            by=cast.communicator_a, organisation=cast.org_a, training=training, answers={}, words={}
        )


def test_twelve_weeks_later_she_is_asked_what_she_dares_today(cast, client):
    """Right after the follow-up, group by group; a sheet of last week is not asked again yet."""
    held_on = date(2026, 2, 3)
    with clock.frozen(datetime(2026, 2, 4, 12, tzinfo=UTC)):
        give_sheets(cast, "joint", "before", "after")
        with pytest.raises(Refusal):
            give_sheets(cast, "joint", "later")
    with clock.frozen(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        give_sheets(cast, "safety", "before", "after")
        training = make_day(cast, cast.org_a, cast.communicator_a, held_on)
        client.force_login(cast.communicator_a)
        answer = client.post(
            reverse("learning:give_follow_up", args=[cast.org_a.ref, training.ref]), {"used": "yes", "hindered": []}
        )
        sheet = reverse("learning:confidence", args=[cast.org_a.ref, "joint", "later"])
        assert answer.headers["Location"] == sheet
        answer = client.post(sheet, {f"s{place}": 5 for place in range(5)})
        assert answer.headers["Location"] == reverse("learning:quizzes", args=[cast.org_a.ref])
    given = ConfidenceSheet.objects.of(cast.org_a).filter(person=cast.communicator_a, occasion="later")
    assert [(one.group, one.answers) for one in given] == [("joint", [5] * 5)]


def give_sheets(cast, group, *occasions):
    for occasion in occasions:
        give_confidence(
            by=cast.communicator_a, organisation=cast.org_a, group=group, occasion=occasion, answers=[3] * 5
        )
