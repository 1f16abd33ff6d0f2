"""Days get a trainer and a date: proposed by the rule, agreed by the lead, changed by hand with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions.lottery import move_turn
from zana.learning.actions.trainings import date_day, refuse_outsider, refuse_stranger
from zana.learning.models import Booking, Plan, TrainerFacts
from zana.learning.models.bookings import AGREED, PROPOSED
from zana.learning.models.plans import CONFIRMED
from zana.learning.queries.bookings import read_slots, read_taken, read_trainers
from zana.learning.queries.lottery import describe_draw, find_draw, list_entrants
from zana.learning.rules.assigning import DAYS_A_WEEK, Blocked, Given, assign, find_broken, spread_weeks, week_of
from zana.people.log import record
from zana.people.models import Organisation, Person, Programme
from zana.people.notices import people_with, tell
from zana.people.roles import COMMUNICATOR, DIRECTOR, LEAD, require, roles_of_programme
from zana.people.turns import take_turn

LANGUAGES = ("sq", "sr", "en")
UNKNOWN_TRAINER = say("Whoever was proposed no longer trains here.")


@transaction.atomic
def tell_trainer_facts(
    *,
    by: Person,
    programme: Programme,
    person: Person,
    languages: Sequence[str],
    specialities: Sequence[str],
    region: str,
    weekdays: Sequence[int],
    away: Sequence[date] = (),
    days_a_week: int = DAYS_A_WEEK,
    conflicts: Iterable[Organisation] = (),
) -> TrainerFacts:
    """What she can and when: said by herself, or by the lead for any trainer."""
    require_own_facts(by, programme, person)
    refuse_stranger(person, programme)
    if not set(languages) <= set(LANGUAGES) or not set(specialities) <= set(curriculum.topics()):
        raise Refusal(say("Choose from the list."))
    facts, _ = TrainerFacts.objects.update_or_create(
        programme=programme,
        person=person,
        defaults={
            "languages": sorted(languages),
            "specialities": [topic for topic in curriculum.topics() if topic in specialities],
            "region": " ".join(region.split()),
            "weekdays": sorted(weekdays),
            "away": sorted(day.isoformat() for day in away),
            "days_a_week": min(days_a_week, DAYS_A_WEEK),
            "told_by": by,
            "told_at": clock.now(),
        },
    )
    facts.conflicts.set(conflicts)
    record(by, "trainer.told", programme=programme, thing=f"person:{person.ref}")
    return facts


def require_own_facts(by: Person, programme: Programme, person: Person) -> None:
    """A trainer's facts are hers and the lead's."""
    require(by, "trainers.tell", programme=programme)
    if by.pk != person.pk and LEAD not in roles_of_programme(by, programme):
        raise Forbidden("trainers.tell")


@transaction.atomic
def propose_days(*, by: Person, programme: Programme, first: date, last: date) -> list[Booking]:
    """A trainer and a date for everybody who waits, in the order that was drawn. What was agreed stays as it is."""
    require(by, "days.assign", programme=programme)
    take_turn(programme)
    draw = find_draw(programme)
    if draw is None:
        raise Refusal(say("Draw the order first."))
    if last < first or first < clock.today():
        raise Refusal(say("The first day lies ahead, and the last one after it."))
    waiting = {one.pk for one in list_entrants(programme)}
    turns = [line.organisation for line in describe_draw(draw).lines if line.organisation.pk in waiting]
    slots = read_slots(turns, spread_weeks(len(turns), first, last))
    made = assign(slots, read_trainers(programme), read_taken(programme))
    Booking.objects.across_organisations().filter(programme=programme, state=PROPOSED).delete()
    answers: list[Given | Blocked] = [*made.given, *made.blocked]
    kept = Booking.objects.bulk_create([_propose(programme, by, one) for one in answers])
    record(by, "days.proposed", programme=programme, thing=f"draw:{draw.ref}", number=len(kept))
    return kept


def _propose(programme: Programme, by: Person, one: Given | Blocked) -> Booking:
    booking = Booking(organisation_id=one.slot.organisation, programme=programme, made_by=by)
    if isinstance(one, Blocked):
        booking.held_on, booking.kept_why = one.slot.days[0], one.why.as_json()
        return booking
    booking.held_on, booking.trainer_id = one.day, one.team[0]
    booking.second_id = one.team[1] if len(one.team) > 1 else None
    return booking


@transaction.atomic
def agree_days(*, by: Person, programme: Programme) -> list[Booking]:
    """What has a trainer is agreed; where the plan is confirmed the day gets its date at once.

    The hard rules are asked once more: what has changed since the proposal stays open, with the rule in words.
    """
    require(by, "days.assign", programme=programme)
    take_turn(programme)
    rows = Booking.objects.across_organisations().filter(programme=programme, state=PROPOSED, trainer__isnull=False)
    bookings = list(rows.select_for_update(of=("self",)).select_related("organisation", "trainer", "second"))
    dated = [booking for booking in bookings if not _forget_if_past(booking)]
    agreed = _list_unbroken(dated, programme)
    for booking in agreed:
        _agree(booking, by)
    record(by, "days.agreed", programme=programme, number=len(agreed))
    return agreed


def _forget_if_past(booking: Booking) -> bool:
    is_past = booking.held_on is None or booking.held_on < clock.today()
    if is_past:
        booking.delete()
    return is_past


def _list_unbroken(bookings: Sequence[Booking], programme: Programme) -> list[Booking]:
    """Those that still keep the hard rules; the others are opened again. Read once: nothing is agreed in between."""
    trainers, taken = read_trainers(programme), read_taken(programme)
    known = {one.id for one in trainers}
    days = [booking.held_on for booking in bookings if booking.held_on is not None]
    slots = read_slots([booking.organisation for booking in bookings], [(day,) for day in days])
    kept = []
    for booking, slot, day in zip(bookings, slots, days, strict=True):
        is_known = known >= set(booking.team)
        broken = find_broken(slot, booking.team, day, trainers, taken) if is_known else [UNKNOWN_TRAINER]
        if broken:
            booking.trainer, booking.second, booking.kept_why = None, None, broken[0].as_json()
            booking.save()
        else:
            kept.append(booking)
    return kept


@transaction.atomic
def change_day(
    *,
    by: Person,
    organisation: Organisation,
    programme: Programme,
    held_on: date,
    trainer: Person,
    second: Person | None = None,
    reason: str = "",
) -> Booking:
    """By hand. A day that breaks a hard rule, or leaves the drawn order, needs a reason; closeness is never overruled.

    Out of order makes an exception of it: chance did not choose its time.
    """
    require(by, "trainings.edit", programme=programme)
    refuse_outsider(organisation, programme)
    refuse_stranger(trainer, programme)
    refuse_stranger(second, programme)
    if trainer == second:
        raise Refusal(say("The second trainer must be somebody else."))
    take_turn(programme)
    reason = " ".join(reason.split())[:200]
    booking = Booking.objects.of(organisation).filter(programme=programme).first()
    if booking is not None and not reason and _is_so(booking, held_on, trainer, second):
        return booking  # the form was sent twice
    _refuse_broken(organisation, programme, held_on, [one for one in (trainer, second) if one], reason)
    booking = booking or Booking(organisation=organisation, programme=programme)
    if booking.is_agreed and not reason:
        raise Refusal(say("This day was agreed. To change it, say why."))
    _except_if_out_of_turn(by, organisation, programme, held_on, reason)
    booking.held_on, booking.trainer, booking.second = held_on, trainer, second
    booking.reason, booking.kept_why, booking.made_by, booking.made_at = reason, None, by, clock.now()
    _agree(booking, by)
    record(by, "day.changed", organisation=organisation, programme=programme)
    return booking


def _is_so(booking: Booking, held_on: date, trainer: Person, second: Person | None) -> bool:
    agreed = (booking.held_on, booking.trainer_id, booking.second_id)
    return booking.is_agreed and agreed == (held_on, trainer.pk, second.pk if second else None)


def _agree(booking: Booking, by: Person) -> None:
    organisation = booking.organisation
    # Its plan may be confirmed at the same moment: whoever comes second finds what the other has written.
    take_turn(organisation)
    booking.state = AGREED
    booking.save()
    plan = Plan.objects.of(organisation).filter(state=CONFIRMED).first()
    if plan is not None and booking.held_on is not None:
        date_day(by=by, plan=plan, programme=booking.programme, held_on=booking.held_on, trainer=booking.trainer)
    link = reverse("learning:plan", kwargs={"org": organisation.ref})
    tell(
        people_with(organisation, DIRECTOR, COMMUNICATOR),
        say("Your individual day has a date. See when it is and who comes."),
        organisation=organisation,
        link=link,
    )
    tell(
        [one for one in (booking.trainer, booking.second) if one is not None and one.pk != by.pk],
        say("You hold an individual day. See where and when."),
        organisation=organisation,
        link=link,
    )


def date_agreed_day(*, by: Person, plan: Plan) -> None:
    """The plan was confirmed after its day was agreed. Part of confirming, inside its transaction."""
    rows = Booking.objects.of(plan.organisation).filter(state=AGREED, held_on__gte=clock.today())
    booking = rows.select_related("programme", "trainer").first()
    if booking is not None and booking.held_on is not None:
        date_day(by=by, plan=plan, programme=booking.programme, held_on=booking.held_on, trainer=booking.trainer)


def _refuse_broken(
    organisation: Organisation, programme: Programme, held_on: date, team: Sequence[Person], reason: str
) -> None:
    trainers = {one.id: one for one in read_trainers(programme)}
    told = [one for one in team if one.pk in trainers]
    for one in told:
        if organisation.pk in trainers[one.pk].conflicts:
            raise Refusal(say("{person} stands too close to this organisation.", person=one.name))
    if reason or len(told) < len(team):
        return
    (slot,) = read_slots([organisation], [(held_on,)])
    taken = read_taken(programme, without=organisation)
    broken = find_broken(slot, tuple(one.pk for one in team), held_on, list(trainers.values()), taken)
    if broken:
        raise Refusal(say("{broken} If it has to be so, say why.", broken=broken[0]))


def _except_if_out_of_turn(
    by: Person, organisation: Organisation, programme: Programme, held_on: date, reason: str
) -> None:
    """In an earlier week than somebody drawn before it, or a later one than somebody drawn after it."""
    draw = find_draw(programme)
    lines = describe_draw(draw).lines if draw else ()
    mine = next((line for line in lines if line.organisation.pk == organisation.pk), None)
    if mine is None:
        return
    week = week_of(held_on)
    others = [(line.place, week_of(line.held_on)) for line in lines if line.held_on is not None and line is not mine]
    earlier = [place for place, other in others if place < mine.place and other > week]
    later = [place for place, other in others if place > mine.place and other < week]
    if not earlier and not later:
        return
    if not reason:
        raise Refusal(say("This leaves the order that was drawn. If it has to be so, say why."))
    move_turn(by, mine.turn, min(earlier) if earlier else max(later), reason)
