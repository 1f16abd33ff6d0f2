"""After the day: contacts are logged, reviews planned and held, levels agreed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.rounds import begin_rounds
from zana.learning.curriculum.levels import HIGHEST, ladders
from zana.learning.models import CapacityLevel, Contact, Review, Task, Training
from zana.learning.models.tasks import OPEN
from zana.learning.rules.coaching import plan_due, plan_reviews
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.people.turns import take_turn


def plan_follow_up(training: Training, organisation: Organisation) -> None:
    """Reviews and the dates of what waits for the job, from the day of the individual day; a new date moves them.

    Part of setting that date, inside its transaction. What has been held stays.
    """
    begin_rounds([organisation])
    for weeks, due_on in plan_reviews(training.held_on).items():
        review, is_new = Review.objects.of(organisation).get_or_create(
            training=training, weeks=weeks, defaults={"organisation": organisation, "due_on": due_on}
        )
        if not is_new and review.contact_id is None and review.due_on != due_on:
            review.due_on, review.told_on = due_on, None
            review.save(update_fields=["due_on", "told_on"])
    for task in Task.objects.of(organisation).filter(state=OPEN):
        task.due_on = plan_due(training.held_on, task.place)
        task.save(update_fields=["due_on"])


@transaction.atomic
def log_contact(
    *,
    by: Person,
    organisation: Organisation,
    kind: str,
    held_on: date,
    minutes: int,
    about: str,
    next_step: str = "",
    next_on: date | None = None,
    review: Review | None = None,
) -> Contact:
    """`review` = with it that review was held. The same words sent twice are one contact."""
    require(by, "coaching.edit", organisation)
    if held_on > clock.today():
        raise Refusal(say("That day is still to come."))
    take_turn(organisation)
    contacts = Contact.objects.of(organisation).filter(logged_by=by, held_on=held_on, kind=kind, minutes=minutes)
    known = contacts.filter(about=about, next_step=next_step, next_on=next_on).first()
    contact = known or Contact.objects.of(organisation).create(
        kind=kind, held_on=held_on, minutes=minutes, about=about, next_step=next_step, next_on=next_on, logged_by=by
    )
    if review is not None and not Review.objects.of(organisation).filter(pk=review.pk, contact=contact).exists():
        held = Review.objects.of(organisation).filter(pk=review.pk, contact=None).update(contact=contact)
        if not held:
            raise Refusal(say("This review was held already."))
    if known is None:
        record(by, "contact.logged", organisation=organisation, thing=f"contact:{contact.ref}", kind=kind)
    return contact


@transaction.atomic
def agree_level(
    *, by: Person, organisation: Organisation, topic: str, level: int, target: int, note: str
) -> CapacityLevel:
    """Trainer and organisation agree where it stands and where it wants to be. Older words stay readable.

    Sent twice it is said once: a second row would hide that the level has changed.
    """
    require(by, "coaching.edit", organisation)
    note = " ".join(note.split())
    if topic not in ladders() or not 0 <= level <= HIGHEST or not 0 <= target <= HIGHEST:
        raise Refusal(say("Levels go from 0 to 4."))
    if not note:
        raise Refusal(say("Say what it rests on."))
    take_turn(organisation)
    note = note[:300]
    said = (level, target, note, by.pk)
    newest = CapacityLevel.objects.of(organisation).filter(topic=topic).last()
    if newest is not None and said == (newest.level, newest.target, newest.note, newest.set_by_id):
        return newest
    row = CapacityLevel.objects.of(organisation).create(topic=topic, level=level, target=target, note=note, set_by=by)
    record(by, "level.agreed", organisation=organisation, thing=f"topic:{topic}", level=level)
    return row
