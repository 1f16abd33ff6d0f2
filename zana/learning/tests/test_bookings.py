"""The draw kept, trainers told, days proposed, agreed and changed by hand."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import make_person
from zana.audits.actions.looking import answer_control
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.learning.actions.agenda import BlockPlan, set_block
from zana.learning.actions.bookings import agree_days, change_day, propose_days, tell_trainer_facts
from zana.learning.actions.invitees import cancel_training
from zana.learning.actions.lottery import draw_order, except_turn
from zana.learning.actions.plans import compose_plan, confirm_plan, pin_unit
from zana.learning.actions.running import end_unit, start_unit
from zana.learning.actions.trainings import create_training, record_attendance
from zana.learning.day_forms import TrainerForm
from zana.learning.models import Booking, Draw, Plan, Training, Turn
from zana.learning.queries.bookings import find_promised_day, list_days, read_slots, read_taken, read_trainers
from zana.learning.queries.lottery import describe_draw, find_draw, find_turn, list_earlier, read_excluded
from zana.learning.queries.running import find_day
from zana.networks.tests.made import make_account, make_reading, make_source
from zana.people.models import LogEntry, Notice
from zana.ui.words import speaking

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 30), date(2026, 12, 13)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.frozen(NOON):
        yield


def know(cast, person=None, languages=("sq", "sr"), **facts):
    told = {"specialities": ["F1", "F5"], "region": "Pejë", "weekdays": [0, 1, 2, 3, 4], **facts}
    person = person or cast.trainer
    return tell_trainer_facts(by=cast.lead, programme=cast.programme, person=person, languages=languages, **told)


@pytest.fixture
def drawn(cast):
    return draw_order(by=cast.lead, programme=cast.programme, seed="first")


def names(draw):
    return [line.organisation.slug for line in describe_draw(draw).lines]


def test_only_the_lead_draws_and_a_second_draw_says_why_and_keeps_the_first(cast, drawn, client):
    with pytest.raises(Forbidden):
        draw_order(by=cast.trainer, programme=cast.programme)
    with pytest.raises(Refusal, match="say why"):
        draw_order(by=cast.lead, programme=cast.programme, reason=" ")

    client.force_login(cast.lead)
    once = client.get(reverse("learning:order", args=[cast.programme.ref])).context["once"]
    sent = {"reason": "One more organisation came", "once": once}
    form = reverse("learning:draw_order", args=[cast.programme.ref])
    assert [client.post(form, sent).status_code for _twice in range(2)] == [302, 302]
    again = find_draw(cast.programme)
    assert again is not None

    assert [(one.number, one.seed) for one in Draw.objects.all()] == [(1, "first"), (2, again.seed)]
    assert len(again.seed) == 32
    (earlier,) = list_earlier(cast.programme)
    assert (earlier.draw, [line.organisation for line in earlier.lines]) == (
        drawn,
        [line.organisation for line in describe_draw(drawn).lines],
    )
    assert LogEntry.objects.filter(verb="order.drawn").count() == 2


def test_the_draw_keeps_thirds_but_no_follower_numbers(cast):
    account = make_account(cast.org_a, cast.communicator_a)
    account.api_base = "https://graph.facebook.com"
    account.save()
    make_reading(make_source(account), day=2, metric="followers", value=4711)

    draw = draw_order(by=cast.lead, programme=cast.programme)

    assert sorted(draw.strata[0]["thirds"]) == [0, 1]
    assert "4711" not in str(draw.strata)


def test_an_exception_needs_a_reason_and_leaves_the_estimate_only(cast, drawn):
    last = find_turn(cast.programme, describe_draw(drawn).lines[-1].organisation.ref)
    assert last is not None
    with pytest.raises(Refusal, match="Say why"):
        except_turn(by=cast.lead, turn=last, place=1, reason="")
    with pytest.raises(Refusal, match="from 1 to 2"):
        except_turn(by=cast.lead, turn=last, place=3, reason="Moving house")
    assert read_excluded(cast.programme) == frozenset()

    except_turn(by=cast.lead, turn=last, place=1, reason="They move house in January")

    assert names(drawn)[0] == last.organisation.slug
    assert read_excluded(cast.programme) == {last.organisation_id}
    except_turn(by=cast.lead, turn=last, place=1, reason="They move house in January")
    assert LogEntry.objects.filter(verb="order.excepted").count() == 1
    draw_order(by=cast.lead, programme=cast.programme, reason="One more organisation came")
    with pytest.raises(Refusal, match="drawn again meanwhile"):
        except_turn(by=cast.lead, turn=last, place=2, reason="They stay")


def test_a_trainer_tells_of_herself_and_of_nobody_else(cast):
    other = make_person("Zora Second", "trainer", cast.programme)
    told: dict[str, Any] = {"languages": ["sr"], "specialities": ["F6", "F5"], "region": "", "weekdays": [2]}
    tell_trainer_facts(by=other, programme=cast.programme, person=other, **told)

    with pytest.raises(Forbidden):
        tell_trainer_facts(by=cast.trainer, programme=cast.programme, person=other, **told)
    (known,) = read_trainers(cast.programme)
    assert [known.id, known.languages, known.specialities] == [other.pk, {"sr"}, {"F5", "F6"}]


def test_days_away_are_read_as_people_write_them(cast):
    given = {"languages": ["sq"], "specialities": ["F5"], "weekdays": ["0"], "days_a_week": "2"}
    form = TrainerForm({**given, "away": "24.12.2026 - 26.12.2026\n2027-01-07"}, programme=cast.programme, facts=None)
    wrong = TrainerForm({**given, "away": "tomorrow"}, programme=cast.programme, facts=None)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["away"] == [date(2026, 12, day) for day in (24, 25, 26)] + [date(2027, 1, 7)]
    assert not wrong.is_valid()


def test_a_proposal_follows_the_order_and_names_what_stands_in_the_way(cast, drawn):
    know(cast, languages=["sq"])
    propose_days(by=cast.lead, programme=cast.programme, first=FIRST, last=LAST)

    with speaking("en"):
        lines = {line.organisation.slug: line for line in list_days(cast.programme)}

    assert [line.organisation.slug for line in list_days(cast.programme)] == names(drawn)
    assert (lines["drita"].standing, lines["drita"].people) == ("proposed", "Blerina Trainer")
    assert (lines["staza"].standing, lines["staza"].why) == (
        "blocked",
        "Nobody who trains here speaks the organisation's language.",
    )
    days = [line.held_on for line in list_days(cast.programme) if line.held_on is not None]
    assert days[0] == FIRST
    assert FIRST < days[1] <= LAST


def test_a_proposal_waits_for_the_draw_and_for_the_lead(cast):
    with pytest.raises(Refusal, match="Draw the order first"):
        propose_days(by=cast.lead, programme=cast.programme, first=FIRST, last=LAST)
    with pytest.raises(Forbidden):
        propose_days(by=cast.trainer, programme=cast.programme, first=FIRST, last=LAST)


def test_what_is_agreed_stays_is_told_and_dates_the_plan_once_it_is_confirmed(cast, drawn):
    know(cast)
    propose_days(by=cast.lead, programme=cast.programme, first=FIRST, last=LAST)
    before = find_promised_day(cast.org_a, with_proposed=False)
    agree_days(by=cast.lead, programme=cast.programme)
    day = Booking.objects.of(cast.org_a).get().held_on
    promised = find_promised_day(cast.org_a, with_proposed=False)
    assert (before, promised and promised.held_on) == (None, day)
    propose = {"programme": cast.programme, "first": FIRST, "last": LAST}
    with_date = {"trainer": cast.trainer, "held_on": day}

    assert propose_days(by=cast.lead, **propose) == []
    told = {one.person for one in Notice.objects.filter(organisation=cast.org_a)}
    assert told == {cast.director_a, cast.communicator_a, cast.trainer}
    assert not Training.objects.exists()
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)
    plan = confirm_plan(by=cast.trainer, plan=plan, inputs_hash=plan.inputs_hash)
    assert Training.objects.filter(plan=plan, **with_date).count() == 1


def test_a_new_plan_takes_the_date_of_the_old_one_with_it(cast):
    old = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=old, inputs_hash=old.inputs_hash)
    change_day(by=cast.trainer, organisation=cast.org_a, programme=cast.programme, held_on=FIRST, trainer=cast.trainer)
    new = pin_unit(by=cast.trainer, organisation=cast.org_a, unit="F1.5", reason="She asked")
    confirm_plan(by=cast.trainer, plan=new, inputs_hash=new.inputs_hash)

    training = Training.objects.get()
    assert (training.plan, training.held_on, training.units) == (new, FIRST, new.units)
    assert Plan.objects.of(cast.org_a).get(pk=old.pk).training is None


def test_by_hand_a_broken_rule_needs_a_reason_and_closeness_is_never_overruled(cast):
    know(cast, languages=["sr"])
    day = {"organisation": cast.org_a, "programme": cast.programme, "held_on": FIRST, "trainer": cast.trainer}
    with pytest.raises(Refusal, match="speaks the organisation's language"):
        change_day(by=cast.lead, **day)

    change_day(by=cast.lead, **day, reason="An interpreter comes along")
    know(cast, conflicts=[cast.org_a])

    assert Booking.objects.of(cast.org_a).get().reason == "An interpreter comes along"
    with pytest.raises(Refusal, match="stands too close"):
        change_day(by=cast.lead, **day, reason="Never mind")


def test_a_day_sent_twice_is_one_and_told_once(cast):
    know(cast)
    day = {"organisation": cast.org_a, "programme": cast.programme, "held_on": FIRST, "trainer": cast.trainer}
    first = change_day(by=cast.lead, **day)
    told = Notice.objects.count()

    assert (change_day(by=cast.lead, **day), Notice.objects.count()) == (first, told)
    with pytest.raises(Refusal, match="was agreed"):
        change_day(by=cast.lead, **{**day, "held_on": FIRST + timedelta(days=1)})


def test_by_hand_out_of_the_drawn_order_is_an_exception(cast, drawn):
    know(cast)
    first, second = (line.organisation for line in describe_draw(drawn).lines)
    day = {"programme": cast.programme, "trainer": cast.trainer}
    change_day(by=cast.lead, organisation=first, held_on=FIRST + timedelta(days=7), **day)
    with pytest.raises(Refusal, match="leaves the order"):
        change_day(by=cast.lead, organisation=second, held_on=FIRST, **day)
    assert not Turn.objects.of(second).get().is_excluded

    change_day(by=cast.lead, organisation=second, held_on=FIRST, **day, reason="Their room is free then only")

    turn = Turn.objects.of(second).get()
    assert (turn.moved_to, turn.reason) == (1, "Their room is free then only")
    assert read_excluded(cast.programme) == {second.pk}


def test_two_trainers_are_two_people_of_the_programme(cast):
    know(cast)
    day = {"organisation": cast.org_a, "programme": cast.programme, "held_on": FIRST, "trainer": cast.trainer}
    with pytest.raises(Refusal, match="somebody else"):
        change_day(by=cast.lead, **day, second=cast.trainer)
    with pytest.raises(Refusal, match="is not a trainer"):
        change_day(by=cast.lead, **day, second=cast.director_a)


def test_a_slot_knows_its_plan_and_who_met_the_organisation(cast):
    joint = create_training(
        by=cast.lead,
        programme=cast.programme,
        title="Joint",
        held_on=date(2026, 11, 20),
        minutes=60,
        trainer=cast.trainer,
    )
    record_attendance(by=cast.lead, training=joint, organisation=cast.org_a, person=cast.communicator_a, minutes=60)
    plan = compose_plan(by=cast.trainer, organisation=cast.org_a)

    mine, other = read_slots([cast.org_a, cast.org_b], [(FIRST,), (LAST,)])

    assert sum(mine.minutes.values()) == plan.day["minutes"]
    assert [mine.known_by, other.known_by, other.minutes] == [{cast.trainer.pk}, frozenset(), {}]


def test_each_half_day_of_a_joint_training_is_promised_until_it_is_cancelled(cast):
    joint = create_training(
        by=cast.lead, programme=cast.programme, title="Joint", held_on=FIRST, minutes=60, trainer=cast.trainer
    )
    for day in (FIRST, FIRST + timedelta(days=1)):
        set_block(by=cast.lead, training=joint, plan=BlockPlan(day, time(9), time(12)))

    days = [(one.trainer, one.day) for one in read_taken(cast.programme)]
    assert days == [(cast.trainer.pk, FIRST), (cast.trainer.pk, FIRST + timedelta(days=1))]
    cancel_training(by=cast.lead, training=joint)
    assert read_taken(cast.programme) == []


def test_whom_a_trainer_stands_close_to_is_read_by_her_and_the_lead_only(client, cast):
    other = make_person("Zora Second", "trainer", cast.programme)
    know(cast, conflicts=[cast.org_a])
    page = reverse("learning:tell_trainer_facts", kwargs={"programme": cast.programme.ref, "person": cast.trainer.ref})
    found = {}
    for person in (cast.lead, cast.trainer, other):
        client.force_login(person)
        found[person.name] = client.get(page).status_code

    assert found == {"Mirjana Lead": 200, "Blerina Trainer": 200, "Zora Second": 403}


def test_a_new_order_forgets_proposals_and_keeps_what_was_agreed(cast, drawn):
    know(cast)
    propose_days(by=cast.lead, programme=cast.programme, first=FIRST, last=LAST)
    day = {"programme": cast.programme, "held_on": FIRST, "trainer": cast.trainer}
    change_day(by=cast.lead, organisation=cast.org_a, **day, reason="They asked")

    draw_order(by=cast.lead, programme=cast.programme, reason="One more came")

    assert [one.organisation for one in Booking.objects.across_organisations()] == [cast.org_a]
    assert [turn.organisation for turn in Turn.objects.of(cast.org_b)] == [cast.org_b, cast.org_b]
    assert Turn.objects.of(cast.org_a).count() == 1


def test_what_broke_since_the_proposal_is_not_agreed(cast, drawn):
    know(cast)
    propose_days(by=cast.lead, programme=cast.programme, first=FIRST, last=LAST)
    know(cast, conflicts=[cast.org_a])

    agreed = agree_days(by=cast.lead, programme=cast.programme)

    assert [one.organisation for one in agreed] == [cast.org_b]
    left = Booking.objects.of(cast.org_a).get()
    assert (left.state, left.trainer, left.why and left.why.english()) == (
        "proposed",
        None,
        "Whoever speaks its language stands too close to this organisation.",
    )


def test_a_day_that_was_held_keeps_its_date_and_its_plan(cast):
    old = compose_plan(by=cast.trainer, organisation=cast.org_a)
    confirm_plan(by=cast.trainer, plan=old, inputs_hash=old.inputs_hash)
    day = {"organisation": cast.org_a, "programme": cast.programme, "trainer": cast.trainer}
    change_day(by=cast.trainer, held_on=clock.today(), **day)
    held = Training.objects.get()
    start_unit(by=cast.trainer, organisation=cast.org_a, training=held, unit=held.units[0])
    new = pin_unit(by=cast.trainer, organisation=cast.org_a, unit="F1.5", reason="She asked")
    confirm_plan(by=cast.trainer, plan=new, inputs_hash=new.inputs_hash)

    assert (Training.objects.get().plan, Plan.objects.of(cast.org_a).get(pk=new.pk).training) == (old, None)
    assert find_day(cast.org_a) == (held, old)
    end_unit(by=cast.trainer, organisation=cast.org_a, training=held, unit=held.units[0])


def test_a_trainer_sees_her_next_day_and_whom_to_call_where_she_arrives(client, cast):
    know(cast)
    change_day(by=cast.lead, organisation=cast.org_a, programme=cast.programme, held_on=FIRST, trainer=cast.trainer)
    with clock.frozen(NOON - timedelta(days=60)):
        answer_control(by=cast.director_b, organisation=cast.org_b, control="SEC-06", result="fail")
    home = reverse("site:cohort", kwargs={"programme": cast.programme.ref})
    client.force_login(cast.trainer)
    hers = client.get(home).content.decode()
    client.force_login(cast.lead)

    assert "Your next day: Drita e Re" in hers
    assert "1 organisation waits for your call" in hers
    assert "waits for your call" not in client.get(home).content.decode()
