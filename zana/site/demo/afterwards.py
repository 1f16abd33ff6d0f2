"""What came after the days: levels agreed, looking back after weeks, calls, and what was said twelve weeks later."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.audits.actions.looking import answer_control
from zana.kernel import clock
from zana.learning.actions.coaching import agree_level, log_contact
from zana.learning.actions.feedback import give_day_feedback, give_follow_up, release_wave, show_words
from zana.learning.actions.proving import finish_task, settle_tasks
from zana.learning.models import Attendance, Contact, FeedbackWave, Plan, Review, Task, Training
from zana.learning.models.coaching import CALL, VISIT
from zana.learning.models.tasks import OPEN
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.queries.coaching import list_late
from zana.learning.queries.feedback import list_asked
from zana.learning.queries.proofs import list_open_controls
from zana.learning.rules.coaching import REVIEW_WEEKS
from zana.learning.rules.feedback import FOLLOW_UP_AFTER, ITEMS, LATER
from zana.people.models import Membership, Organisation, Person, Programme
from zana.people.roles import LEAD
from zana.site.demo import after_words as said
from zana.site.demo import cast
from zana.site.demo.trainings import FAILING

SILENT, WRITING = 0.2, 0.3  # of those asked
USED = {"yes": 16, "partly": 9, "no": 5}
HINDERED = {"time": 12, "approval": 7, "internet": 5, "attacks": 6, "equipment": 5, "money": 5}
FIRST_REVIEW = REVIEW_WEEKS[0]
LOST_TOUCH = 4  # of the days in their order: it missed two dates, and then somebody has talked with it
# Levels as they were agreed on the day, after 4 and after 12 weeks; with every third the last one is a step down.
LEVELS = (("J2", (1, 2, 3)), ("J3", (0, 1, 1)), ("J1", (2, 2, 2)))
WANTED = 3


@dataclass(frozen=True, slots=True)
class Held:
    """A day that was held; `number` counts them from the first."""

    number: int
    organisation: Organisation
    training: Training
    trainer: Person

    @property
    def words(self) -> said.Words:
        return said.WORDS[self.organisation.language]

    def at(self, weeks: int) -> datetime:
        """An hour of the day so many weeks after it."""
        return clock.on(self.training.held_on + timedelta(weeks=weeks))


def live_on(programme: Programme) -> None:
    """Idempotent."""
    if Contact.objects.across_organisations().exists():
        return
    held = list(list_held(programme))
    hers = [one for one in held if one.trainer.name == cast.TRAINERS[0][0]]
    call_is_due = max(hers or held, key=lambda one: one.number)  # with her who signs in as a trainer
    for one in held:
        _look_back(one, call_is_due=one == call_is_due)
    _say_what_days_were_like(held)
    _say_what_was_used(programme)


def list_held(programme: Programme) -> Iterable[Held]:
    plans = Plan.objects.across_organisations().filter(training__programme=programme, training__kind=INDIVIDUAL)
    rows = plans.filter(training__held_on__lt=clock.today()).select_related("training__trainer", "organisation")
    for number, plan in enumerate(rows.order_by("training__held_on", "pk")):
        if plan.training is not None and plan.training.trainer is not None:
            yield Held(number, plan.organisation, plan.training, plan.training.trainer)


# --- trainer and organisation


def _look_back(held: Held, *, call_is_due: bool) -> None:
    """What was due by now was held, but with one organisation after two missed dates, and with one not yet."""
    with clock.frozen(held.at(0)):
        _agree(held, 0)
    for review in Review.objects.of(held.organisation).filter(training=held.training, due_on__lte=clock.today()):
        if call_is_due or (held.number == LOST_TOUCH and review.weeks > FIRST_REVIEW):
            continue
        with clock.frozen(held.at(review.weeks)):
            _hold_review(held, review)
    if not call_is_due and list_late(held.organisation):
        with clock.frozen(clock.on(clock.today() - timedelta(days=5))):
            _call(held)


def _hold_review(held: Held, review: Review) -> None:
    is_first = review.weeks == FIRST_REVIEW
    if not is_first:
        _look_again(held)
    _finish_some(held)
    if review.weeks in REVIEW_WEEKS[:2]:
        _agree(held, 1 if is_first else 2)
    about, following = held.words.reviews[review.weeks]
    log_contact(
        by=held.trainer,
        organisation=held.organisation,
        kind=CALL if is_first else VISIT,
        held_on=clock.today(),
        minutes=30 if is_first else 60,
        about=about,
        next_step=following,
        next_on=clock.today() + timedelta(weeks=4),
        review=review,
    )


def _look_again(held: Held) -> None:
    """Most of what was put right has stayed; one thing has slipped since."""
    slipped = held.number % len(FAILING)
    for place, control in enumerate(FAILING):
        if (place + held.number) % 3:
            result = "fail" if place == slipped else "pass"
            answer_control(by=held.trainer, organisation=held.organisation, control=control, result=result)


def _finish_some(held: Held) -> None:
    """What the check proves, and the next thing that a trainer can only see done."""
    settle_tasks(by=held.trainer, organisation=held.organisation)
    for task in Task.objects.of(held.organisation).filter(state=OPEN):
        if not list_open_controls(held.organisation, task.unit):
            finish_task(by=held.trainer, task=task, seen=held.words.seen)
            return


def _agree(held: Held, turn: int) -> None:
    for topic, steps in LEVELS:
        level = steps[turn] - (1 if turn == 2 and topic == "J1" and held.number % 3 == 0 else 0)
        if turn and level == steps[turn - 1]:
            continue
        note = held.words.levels["down" if turn and level < steps[turn - 1] else "up" if turn else "first"]
        agree_level(by=held.trainer, organisation=held.organisation, topic=topic, level=level, target=WANTED, note=note)


def _call(held: Held) -> None:
    about, following = held.words.lost_touch if held.number == LOST_TOUCH else held.words.call
    log_contact(
        by=held.trainer,
        organisation=held.organisation,
        kind=CALL,
        held_on=clock.today(),
        minutes=20,
        about=about,
        next_step=following,
        next_on=clock.today() + timedelta(weeks=2),
    )


# --- those who were there


def _say_what_days_were_like(held: Iterable[Held]) -> None:
    """The evening after, by name, as the form says."""
    drawn = random.Random(27)  # noqa: S311 - the same demonstration every time
    for one in held:
        rows = Attendance.objects.of(one.organisation).filter(training=one.training, minutes__gt=0)
        with clock.frozen(one.at(0) + timedelta(days=1)):
            for row in rows.select_related("person"):
                first, change = one.words.day[one.number % len(one.words.day)]
                give_day_feedback(
                    by=row.person,
                    organisation=one.organisation,
                    training=one.training,
                    answers={name: drawn.choices((2, 3, 4, 5), (1, 2, 6, 8))[0] for name in ITEMS},
                    words={"first": first, "change": change},
                )


def _say_what_was_used(programme: Programme) -> None:
    """About the joint training and the own day, each when twelve weeks have gone by; the lead shows what is over."""
    drawn = random.Random(27)  # noqa: S311 - the same demonstration every time
    wanted = {language: list(words.wanted) for language, words in said.WORDS.items()}
    trainings = Training.objects.filter(programme=programme, held_on__lte=clock.today() - FOLLOW_UP_AFTER)
    for training in trainings.order_by("held_on", "pk"):
        there = Attendance.objects.across_organisations().filter(training=training, minutes__gt=0)
        late = timedelta(days=2) if training.kind == JOINT else timedelta(0)
        with clock.frozen(clock.on(training.held_on + FOLLOW_UP_AFTER + late)):
            for row in there.select_related("person", "organisation").order_by("pk"):
                is_left_to_guest = training.kind != JOINT and row.person.name in cast.SIGN_INS
                if drawn.random() >= SILENT and not is_left_to_guest:
                    words = wanted[row.organisation.language] if drawn.random() < WRITING else []
                    _answer(row.person, row.organisation, training, drawn, words.pop() if words else "")
    lead = Membership.live.select_related("person").filter(programme=programme, role=LEAD)[0].person
    first = FeedbackWave.objects.filter(programme=programme, kind=LATER).order_by("closes_on").first()
    if first is not None:
        with clock.frozen(clock.on(first.closes_on + timedelta(days=1))):
            show_words(by=lead, wave=release_wave(by=lead, wave=first))


def _answer(person: Person, organisation: Organisation, training: Training, drawn: random.Random, wanted: str) -> None:
    """Once a quarter, whatever number of trainings it looks back on."""
    if not any(one.kind == LATER and one.ref == training.ref for one in list_asked(person, organisation)):
        return
    used = drawn.choices(list(USED), list(USED.values()))[0]
    hindered = [name for name, of in HINDERED.items() if drawn.randrange(30) < of]
    give_follow_up(
        by=person,
        organisation=organisation,
        training=training,
        used=used,
        hindered=hindered or ["nothing"],
        wanted=wanted,
    )
