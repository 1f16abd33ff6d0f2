"""What people of the demonstration knew and dared, before, after and twelve weeks later; and their certificates."""

from __future__ import annotations

import random
from datetime import timedelta

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.actions.certificates import issue_attendance, issue_completion, issue_organisations, sign_off
from zana.learning.actions.quiz import answer_item, begin_quiz, give_confidence
from zana.learning.curriculum.confidence import SENTENCES, groups
from zana.learning.curriculum.quiz import quizzes
from zana.learning.models import Certificate, Review, Training
from zana.learning.models.quiz import AFTER, BEFORE, HINDSIGHT, WEEKS_LATER
from zana.learning.models.trainings import JOINT
from zana.learning.rules.feedback import FOLLOW_UP_AFTER
from zana.learning.rules.quiz import LETTERS
from zana.people.models import Letter, Membership, Organisation, Person, Programme
from zana.people.roles import LEAD
from zana.site.demo import cast
from zana.site.demo.afterwards import Held, list_held
from zana.site.demo.street import communicator_of

QUIZZED = "Nova Staza"  # where both women answered
KNOWN = {BEFORE: 0.45, AFTER: 0.9}  # which share of the questions
SEEN_AT = 12
DARES = {BEFORE: (1, 2, 2, 3), AFTER: (3, 4, 4, 5), HINDSIGHT: (1, 1, 2, 2), WEEKS_LATER: (3, 4, 5, 5)}


def prove(programme: Programme) -> None:
    """Idempotent. Stands after `afterwards.live_on`."""
    joint = Training.objects.filter(programme=programme, kind=JOINT).first()
    if joint is None or Certificate.objects.across_organisations().exists():
        return
    written = set(Letter.objects.values_list("pk", flat=True))
    lead = Membership.live.select_related("person").filter(programme=programme, role=LEAD)[0].person
    drawn = random.Random(27)  # noqa: S311 - the same demonstration every time
    for held in list_held(programme):
        _say_what_she_dares(held, drawn)
        _sign_off(programme, held)
    _answer_quizzes(programme, joint, drawn)
    with clock.frozen(clock.on(joint.held_on + timedelta(days=1))):
        issue_attendance(by=lead, training=joint)
    with clock.frozen(clock.on(clock.today() - timedelta(days=1))):
        issue_completion(by=lead, programme=programme)
        issue_organisations(by=lead, programme=programme)
    # Nobody in the demonstration waits for mail about the past.
    Letter.objects.exclude(pk__in=written).delete()


def _say_what_she_dares(held: Held, drawn: random.Random) -> None:
    """The communicator about each group; the sheet of twelve weeks later is left to her who signs in."""
    person = communicator_of(held.organisation)
    later = clock.on(held.training.held_on + FOLLOW_UP_AFTER)
    moments = {BEFORE: held.at(-1), AFTER: held.at(0), HINDSIGHT: held.at(0), WEEKS_LATER: later}
    for occasion, moment in moments.items():
        if moment > clock.now() or (occasion == WEEKS_LATER and person.name in cast.SIGN_INS):
            continue
        with clock.frozen(moment):
            for group in groups():
                answers = [drawn.choice(DARES[occasion]) for _ in range(SENTENCES)]
                give_confidence(
                    by=person, organisation=held.organisation, group=group, occasion=occasion, answers=answers
                )


def _sign_off(programme: Programme, held: Held) -> None:
    """At the review after twelve weeks the trainer has seen the communicator's work often enough."""
    for review in (
        Review.objects.of(held.organisation).filter(training=held.training, weeks=SEEN_AT).exclude(contact=None)
    ):
        with clock.frozen(held.at(review.weeks)):
            sign_off(by=held.trainer, programme=programme, person=communicator_of(held.organisation))


def _answer_quizzes(programme: Programme, joint: Training, drawn: random.Random) -> None:
    """About the joint topics, on the evening before and on the one after: of each organisation who communicates, of one
    both women. Most find time for one topic."""
    topics = [topic for topic, about in curriculum.topics().items() if about.setting == "joint"]
    for occasion, days in ((BEFORE, -1), (AFTER, 1)):
        with clock.frozen(clock.on(joint.held_on + timedelta(days=days))):
            for number, organisation in enumerate(programme.organisations.order_by("pk")):
                both = organisation.name == QUIZZED
                for person in _who_answers(organisation) if both else [communicator_of(organisation)]:
                    for place, topic in enumerate(topics):
                        if both or place == number % len(topics):
                            _answer(person, organisation, topic, occasion, drawn)


def _who_answers(organisation: Organisation) -> list[Person]:
    rows = Membership.live.filter(organisation=organisation).select_related("person").order_by("pk")
    return list({row.person.pk: row.person for row in rows}.values())


def _answer(person: Person, organisation: Organisation, topic: str, occasion: str, drawn: random.Random) -> None:
    run = begin_quiz(by=person, organisation=organisation, topic=topic, occasion=occasion)
    items = {item.id: item for item in quizzes()[topic].items}
    for name in run.items:
        right: str = items[name].right
        wrong = next(letter for letter in LETTERS if letter != right)
        answer_item(by=person, run=run, item=name, answer=right if drawn.random() < KNOWN[occasion] else wrong)
