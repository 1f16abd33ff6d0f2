"""Trainers, turns and promised days as the rule of assignment sees them, and the list of days as people see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.models import Attendance, Block, Booking, Plan, TrainerFacts, Training, Turn
from zana.learning.models.bookings import AGREED, PROPOSED
from zana.learning.models.plans import CONFIRMED, DRAFT
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.queries.lottery import TurnLine, describe_draw, find_draw
from zana.learning.queries.wording import tell, title_of_topic
from zana.learning.rules.assigning import Slot, Taken, Trainer
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.queries import enrolled
from zana.people.roles import LEAD, TRAINER, roles_of_programme
from zana.ui.words import OWN_NAMES


def list_trainers(programme: Programme, reader: Person) -> list[TrainerLine]:
    """Every trainer of the programme and what is known of her; the reader changes her own, the lead everybody's."""
    is_lead = LEAD in roles_of_programme(reader, programme)
    live = Membership.live.filter(programme=programme, role=TRAINER).select_related("person").order_by("person__name")
    facts = {one.person_id: one for one in TrainerFacts.objects.filter(programme=programme)}
    return [TrainerLine(one.person, facts.get(one.person_id), is_lead or one.person_id == reader.pk) for one in live]


@dataclass(frozen=True, slots=True)
class TrainerLine:
    """A trainer as the list shows her, ids put into words."""

    person: Person
    facts: TrainerFacts | None
    may_edit: bool

    @property
    def languages(self) -> list[str]:
        return [OWN_NAMES[one] for one in OWN_NAMES if self.facts and one in self.facts.languages]

    @property
    def specialities(self) -> list[str]:
        return [title_of_topic(topic) for topic in self.facts.specialities] if self.facts else []

    @property
    def weekdays(self) -> list[str]:
        return name_days(self.facts.weekdays) if self.facts else []


def find_promised_day(organisation: Organisation, *, with_proposed: bool) -> Booking | None:
    """The day an organisation was promised; what is only proposed is for those who arrange it."""
    rows = Booking.objects.of(organisation).filter(held_on__isnull=False).select_related("trainer", "second")
    return rows.filter(state__in=[AGREED, PROPOSED] if with_proposed else [AGREED]).last()


def find_trainer(programme: Programme, ref: str) -> Person | None:
    live = Membership.live.filter(programme=programme, role=TRAINER, person__ref=ref).select_related("person").first()
    return live.person if live else None


def find_facts(programme: Programme, person: Person) -> TrainerFacts | None:
    return TrainerFacts.objects.filter(programme=programme, person=person).first()


def read_trainers(programme: Programme) -> list[Trainer]:
    """Only who has said what she teaches and when she can come."""
    live = Membership.live.filter(programme=programme, role=TRAINER).values("person")
    rows = TrainerFacts.objects.filter(programme=programme, person__in=live).prefetch_related("conflicts")
    return [
        Trainer(
            id=one.person_id,
            languages=frozenset(one.languages),
            specialities=frozenset(one.specialities),
            region=one.region,
            weekdays=frozenset(one.weekdays),
            away=one.days_away,
            conflicts=frozenset(organisation.pk for organisation in one.conflicts.all()),
            days_a_week=one.days_a_week,
        )
        for one in rows
    ]


def read_taken(programme: Programme, *, without: Organisation | None = None) -> list[Taken]:
    """What trainers have promised: agreed days, dated days, joint trainings and each half day of theirs.

    Of all programmes: she is one person. What was cancelled is promised no more.
    """
    people = Membership.live.filter(programme=programme, role=TRAINER).values("person")
    agreed = Booking.objects.across_organisations().filter(state=AGREED).select_related("organisation")
    agreed = agreed.filter(trainer__in=people) | agreed.filter(second__in=people)
    taken = {
        Taken(number, one.held_on, one.organisation.region)
        for one in agreed.distinct()
        for number in one.team
        if one.held_on is not None and (without is None or one.organisation_id != without.pk)
    }
    for training in Training.objects.filter(trainer__in=people, cancelled_at=None).values(
        "trainer", "held_on", "plan__organisation", "plan__organisation__region", "plan_of_half__organisation__region"
    ):
        region = training["plan__organisation__region"] or training["plan_of_half__organisation__region"] or ""
        if without is None or training["plan__organisation"] != without.pk:
            taken.add(Taken(training["trainer"], training["held_on"], region))
    blocks = Block.objects.filter(training__cancelled_at=None).annotate(leads=Coalesce("trainer", "training__trainer"))
    for number, starts_at in blocks.filter(leads__in=people).values_list("leads", "starts_at"):
        taken.add(Taken(number, clock.day_of(starts_at), ""))
    return sorted(taken, key=lambda one: (one.day, one.trainer))


def read_slots(organisations: Iterable[Organisation], weeks: Iterable[tuple[date, ...]]) -> list[Slot]:
    """In the order given. An organisation without a plan has no minutes yet and nothing that must stay."""
    places = list(organisations)
    plans = _newest_plans(places)
    known = _list_acquaintances(places)
    topic = {unit.id: unit.topic for unit in curriculum.units().values()}
    return [
        Slot(
            organisation=one.pk,
            language=one.language,
            region=one.region,
            days=days,
            minutes=_sum_topics(plans.get(one.pk), topic),
            locked=frozenset(topic[unit["id"]] for unit in _units(plans.get(one.pk)) if unit["locked"]),
            known_by=frozenset(known.get(one.pk, ())),
        )
        for one, days in zip(places, weeks, strict=True)
    ]


def _newest_plans(organisations: list[Organisation]) -> dict[int, Plan]:
    """The confirmed one; the draft where nothing was confirmed."""
    rows = Plan.objects.across_organisations().filter(organisation__in=organisations, state__in=[DRAFT, CONFIRMED])
    return {one.organisation_id: one for one in sorted(rows, key=lambda plan: plan.state == CONFIRMED)}


def _units(plan: Plan | None) -> list[dict[str, Any]]:
    known = curriculum.units()
    return [unit for unit in plan.day["units"] if unit["id"] in known] if plan else []


def _sum_topics(plan: Plan | None, topic: Mapping[str, str]) -> dict[str, int]:
    minutes: dict[str, int] = {}
    for unit in _units(plan):
        name = topic[unit["id"]]
        minutes[name] = minutes.get(name, 0) + unit["minutes"]
    return minutes


def _list_acquaintances(organisations: list[Organisation]) -> dict[int, set[int]]:
    """Organisation -> trainers who led a joint training it came to."""
    came = Attendance.objects.across_organisations().filter(
        organisation__in=organisations, minutes__gt=0, training__kind=JOINT, training__trainer__isnull=False
    )
    known: dict[int, set[int]] = {}
    for organisation, trainer in came.values_list("organisation", "training__trainer").distinct():
        known.setdefault(organisation, set()).add(trainer)
    return known


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the programme as its list shows it. `standing`: held, agreed, proposed, blocked or open."""

    organisation: Organisation
    place: int | None
    turn: Turn | None
    booking: Booking | None
    training: Training | None
    plan_state: str
    standing: str
    why: str

    @property
    def held_on(self) -> date | None:
        if self.training is not None:
            return self.training.held_on
        return self.booking.held_on if self.booking else None

    @property
    def people(self) -> str:
        """Who holds it, by name."""
        first = self.booking.trainer if self.booking else self.training.trainer if self.training else None
        second = self.booking.second if self.booking else None
        return " + ".join(one.name for one in (first, second) if one is not None)


def list_days(programme: Programme) -> list[DayLine]:
    """Everybody enrolled: by place in the order that was drawn, before them whose day was dated before it."""
    draw = find_draw(programme)
    lines = {line.organisation.pk: line for line in (describe_draw(draw).lines if draw else ())}
    organisations = list(enrolled(programme))
    bookings = {
        one.organisation_id: one
        for one in Booking.objects.across_organisations()
        .filter(programme=programme)
        .select_related("trainer", "second", "organisation")
    }
    states, trainings = _plan_states(organisations), _own_trainings(programme)
    days = [
        _describe_day(one, lines.get(one.pk), bookings.get(one.pk), trainings.get(one.pk), states.get(one.pk, ""))
        for one in organisations
    ]
    return sorted(days, key=lambda one: (one.place or 0, one.held_on or date.max, one.organisation.name))


def _plan_states(organisations: list[Organisation]) -> dict[int, str]:
    rows = Plan.objects.across_organisations().filter(organisation__in=organisations, state__in=[DRAFT, CONFIRMED])
    return dict(sorted(rows.values_list("organisation", "state"), key=lambda row: row[1] == CONFIRMED))


def _own_trainings(programme: Programme) -> dict[int, Training]:
    """Organisation -> its individual day, the newest if it had several."""
    rows = Plan.objects.across_organisations().filter(training__programme=programme).select_related("training__trainer")
    trainings = [(plan.organisation_id, plan.training) for plan in rows.order_by("training__held_on")]
    return {organisation: training for organisation, training in trainings if training is not None}


def _describe_day(
    organisation: Organisation,
    line: TurnLine | None,
    booking: Booking | None,
    training: Training | None,
    plan_state: str,
) -> DayLine:
    return DayLine(
        organisation=organisation,
        place=line.place if line else None,
        turn=line.turn if line else None,
        booking=booking,
        training=training,
        plan_state=plan_state,
        standing=_stand(booking, training),
        why=tell(booking.why) if booking and booking.why else "",
    )


def _stand(booking: Booking | None, training: Training | None) -> str:
    if training is not None and training.held_on < clock.today():
        return "held"
    if training is not None or (booking is not None and booking.is_agreed):
        return "agreed"
    if booking is None:
        return "open"
    return "proposed" if booking.trainer_id else "blocked"


def find_booking(organisation: Organisation, programme: Programme) -> Booking | None:
    rows = Booking.objects.of(organisation).filter(programme=programme)
    return rows.select_related("trainer", "second").first()


@dataclass(frozen=True, slots=True)
class NextDay:
    """The day that a trainer holds next, alone or with somebody."""

    organisation: Organisation
    held_on: date

    @property
    def is_today(self) -> bool:
        return self.held_on == clock.today()


def find_second(plan: Plan) -> Person | None:
    """Who holds the day with its trainer."""
    if plan.training is None:
        return None
    rows = Booking.objects.of(plan.organisation).filter(programme=plan.training.programme_id, second__isnull=False)
    booking = rows.select_related("second").first()
    return booking.second if booking else None


def find_team(training: Training, organisation: Organisation) -> list[Person]:
    """Who held this own day of theirs: its trainer, and who led units beside her."""
    team = [training.trainer] if training.trainer else []
    if training.kind == INDIVIDUAL:
        rows = Booking.objects.of(organisation).filter(programme=training.programme_id, held_on=training.held_on)
        team += [one.second for one in rows.select_related("second") if one.second and one.second not in team]
    return team


def name_days(numbers: Iterable[int]) -> list[str]:
    """Days of the week in the language of the page."""
    names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    return [names[number] for number in sorted(numbers)]
