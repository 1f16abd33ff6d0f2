"""The trainings held so far: one for all, then a day each in the order that was drawn; and who comes next."""

from __future__ import annotations

from datetime import datetime, timedelta

from zana.audits.actions.looking import answer_control
from zana.kernel import clock
from zana.learning.actions.agenda import propose_agenda, set_place
from zana.learning.actions.bookings import change_day, propose_days, tell_trainer_facts
from zana.learning.actions.drills import plan_sitting
from zana.learning.actions.lottery import draw_order, except_turn
from zana.learning.actions.plans import compose_plan, confirm_plan
from zana.learning.actions.presence import Said, mark_block
from zana.learning.actions.trainings import Presence, create_training, record_attendances
from zana.learning.models import Sitting, Training
from zana.learning.queries.lottery import describe_draw, find_turn
from zana.learning.rules.presence import Stay
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.roles import COMMUNICATOR, LEAD, TRAINER
from zana.site.demo import cast

JOINT_TITLE = "Trajnimi i përbashkët"
JOINT_MINUTES = 390  # the three joint topics
JOINT_PLACE = "Hotel Lisi, Prishtinë"
LEFT_AT_NOON = {7: Stay(early=150), 19: Stay("excused")}  # one went home soon after lunch, one was ill all day
# So long ago that what is said twelve weeks after it is over in whatever quarter today lies: 28 weeks are the least.
JOINT_WEEKS_AGO = 30
DAYS_WEEKS_AGO = (27, 26, 24, 22, 19, 14, 10, 6, 3)
DAYS_HELD = len(DAYS_WEEKS_AGO)
DAYS_AGREED, WEEKS_TO_COME = 4, 26
MOVING = "Po ndërrojnë zyrë; kërkuan një ditë më vonë"
# Her communicator signs in: at her place twelve weeks have just gone by, whatever chance said.
EXCEPTIONS = {"Nova Staza": (6, "Direktorka je na porodiljskom do jeseni; zamolile su za kasniji dan")}
# Languages, topics, region and days of the week of each trainer.
CAN = (
    (("sq", "en"), ("F1", "F5", "F6"), "Prishtinë", (0, 1, 2, 3)),
    (("sr", "sq", "en"), ("F2", "F3", "F5", "F7"), "Gračanica", (1, 2, 3, 4)),
    (("sq",), ("F2", "F3", "F4", "F7"), "Pejë", (0, 2, 4)),
)
DRILL, DRILL_IN_DAYS = "D1", 3
# What was found in each organisation before its day: a shuffled handful, the same at every seeding.
FAILING = (
    "SEC-06",
    "SEC-09",
    "SEC-12",
    "SEC-15",
    "SEC-31",
    "SEC-34",
    "CTL-02",
    "CTL-06",
    "CTL-07",
    "CTL-17",
    "CTL-20",
    "VIS-01",
    "VIS-07",
    "VIS-22",
    "VIS-25",
    "VIS-38",
)
HOLDING = ("SEC-05", "SEC-14", "VIS-03", "VIS-09", "VIS-16")


def hold_trainings(programme: Programme, walk: Organisation) -> None:
    """The joint training for everybody, and a day for nine organisations; `walk` keeps its own day to come."""
    if Training.objects.filter(programme=programme).exists():
        return
    _hold_joint_training(programme)
    trainers = _support(programme, TRAINER)
    places = [place for place in _draw_order(programme, walk) if place.pk != walk.pk]
    for number, organisation in enumerate(places[:DAYS_HELD]):
        _hold_day(programme, organisation, *_choose_two(trainers, organisation, number), number)
    _give_out_days(programme, walk)


def _choose_two(trainers: list[Person], organisation: Organisation, number: int) -> tuple[Person, Person]:
    """In turn, and the first one speaks their language."""
    turns = [(number + turn) % len(trainers) for turn in range(len(trainers))]
    turns.sort(key=lambda turn: organisation.language not in CAN[turn][0])
    return trainers[turns[0]], trainers[turns[1]]


def _draw_order(programme: Programme, walk: Organisation) -> list[Organisation]:
    """By lot, after the joint training; two have asked for another day, which are exceptions with a reason."""
    lead = _support(programme, LEAD)[0]
    with clock.frozen(_weeks_ago(JOINT_WEEKS_AGO - 1)):
        draw = draw_order(by=lead, programme=programme)
        for name, (place, reason) in {**EXCEPTIONS, walk.name: (DAYS_HELD + 1, MOVING)}.items():
            asking = programme.organisations.get(name=name)
            turn = find_turn(programme, asking.ref)
            if turn is not None:
                except_turn(by=lead, turn=turn, place=place, reason=reason)
    return [line.organisation for line in describe_draw(draw).lines]


def _give_out_days(programme: Programme, walk: Organisation) -> None:
    """Trainers say what they can and when; everybody who waits has a proposal, and the next ones are agreed."""
    lead, today = _support(programme, LEAD)[0], clock.today()
    for person, (languages, specialities, region, weekdays) in zip(_support(programme, TRAINER), CAN, strict=True):
        tell_trainer_facts(
            by=person,
            programme=programme,
            person=person,
            languages=languages,
            specialities=specialities,
            region=region,
            weekdays=weekdays,
        )
    first, last = today + timedelta(days=1), today + timedelta(weeks=WEEKS_TO_COME)
    proposed = propose_days(by=lead, programme=programme, first=first, last=last)
    next_ones = [one for one in proposed if one.trainer is not None and one.organisation_id != walk.pk][:DAYS_AGREED]
    for one in next_ones:
        if one.held_on is not None and one.trainer is not None:
            change_day(
                by=lead,
                organisation=one.organisation,
                programme=programme,
                held_on=one.held_on,
                trainer=one.trainer,
                second=one.second,
            )


def plan_drill(walk: Organisation) -> None:
    """In a few days the communicator of the walk rehearses the false copyright message; she is asked first."""
    if Sitting.objects.of(walk).exists():
        return
    people = Membership.live.filter(organisation=walk, role=COMMUNICATOR).select_related("person").order_by("pk")
    trainer = Person.objects.get(name=cast.TRAINERS[0][0])
    plan_sitting(
        by=trainer,
        organisation=walk,
        drill=DRILL,
        planned_on=clock.today() + timedelta(days=DRILL_IN_DAYS),
        people=[member.person for member in people[:1]],
    )


def _hold_joint_training(programme: Programme) -> None:
    lead, trainer = _support(programme, LEAD)[0], _support(programme, TRAINER)[0]
    with clock.frozen(_weeks_ago(JOINT_WEEKS_AGO)):
        training = create_training(
            by=lead,
            programme=programme,
            title=JOINT_TITLE,
            held_on=clock.today(),
            minutes=JOINT_MINUTES,
            trainer=trainer,
        )
        morning, afternoon = propose_agenda(by=lead, training=training)
        set_place(by=lead, training=training, place=JOINT_PLACE, is_open=False)
        people = [presence for place in programme.organisations.order_by("pk") for presence in _come(place)]
        for block, others in ((morning, {19: Stay("excused"), 31: Stay(late=60)}), (afternoon, LEFT_AT_NOON)):
            lines = [
                Said(one.person, one.organisation, others.get(number, Stay())) for number, one in enumerate(people)
            ]
            mark_block(by=lead, block=block, lines=lines)


def _hold_day(programme: Programme, organisation: Organisation, trainer: Person, second: Person, number: int) -> None:
    """Looked at together, planned a week later, held the week after."""
    weeks = DAYS_WEEKS_AGO[number]
    with clock.frozen(_weeks_ago(weeks + 2)):
        for place, control in enumerate(FAILING):
            if (place + number) % 3:
                answer_control(
                    by=trainer,
                    organisation=organisation,
                    control=control,
                    result="fail" if (place * 7 + number) % 4 else "partial",
                )
        for control in HOLDING:
            answer_control(by=trainer, organisation=organisation, control=control, result="pass")
    with clock.frozen(_weeks_ago(weeks + 1)):
        plan = compose_plan(by=trainer, organisation=organisation)
        plan = confirm_plan(by=trainer, plan=plan, inputs_hash=plan.inputs_hash)
    with clock.frozen(_weeks_ago(weeks)):
        change_day(by=trainer, organisation=organisation, programme=programme, held_on=clock.today(), trainer=trainer)
        training = Training.objects.get(plan=plan)
        presences = [Presence(one.person, organisation, training.minutes) for one in _come(organisation)]
        record_attendances(by=trainer, training=training, presences=presences)
    _put_right(organisation, second, max(weeks - 1, 0), number)


def _put_right(organisation: Organisation, second: Person, weeks: int, number: int) -> None:
    """A week later somebody else looks: two of three things hold by then."""
    with clock.frozen(_weeks_ago(weeks)):
        for place, control in enumerate(FAILING):
            if (place + number) % 3 and (place + 2 * number) % 3:
                answer_control(by=second, organisation=organisation, control=control, result="pass")


def _weeks_ago(weeks: int) -> datetime:
    return clock.on(clock.today() - timedelta(weeks=weeks))


def _come(organisation: Organisation) -> list[Presence]:
    """Everybody of the organisation once, whatever roles she holds."""
    members = Membership.live.filter(organisation=organisation).select_related("person").order_by("pk")
    people = {member.person.pk: member.person for member in members}
    return [Presence(person, organisation, 0) for person in people.values()]


def _support(programme: Programme, role: str) -> list[Person]:
    live = Membership.live.filter(programme=programme, role=role).select_related("person").order_by("pk")
    return [member.person for member in live]
