"""People are invited to a joint training, told of changes, and say whether they come and what they need for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.learning.actions.rounds import begin_rounds
from zana.learning.actions.trainings import open_joint
from zana.learning.models import Attendance, Invitee, Meeting, Training
from zana.learning.models.joint import NO, YES
from zana.learning.queries.feeds import appoint
from zana.learning.queries.joint import list_over
from zana.learning.queries.sessions import list_sheet
from zana.learning.rules.events import CANCEL, REQUEST, Method, write_calendar
from zana.learning.rules.needs import NEEDS
from zana.people import letters, notices
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require

SUBJECTS: dict[str, Saying] = {
    "new": say("An invitation to a training"),
    "changed": say("A training you are invited to has changed"),
    "cancelled": say("A training you were invited to is cancelled"),
}
BODIES: dict[str, Saying] = {
    "new": say("You are invited: {title}, {day}. Say whether you come, and what you need to take part: {link}"),
    "changed": say("Something has changed: {title}, {day}. The new times are here: {link}"),
    "cancelled": say("{title}, {day}, does not take place. You can read more here: {link}"),
}
NOTICES: dict[str, Saying] = {
    "new": say("You are invited to a training: {title}, {day}."),
    "changed": say("The training {title} has changed: it is on {day}."),
    "cancelled": say("The training {title} on {day} does not take place."),
}
LONGEST_WORDS = 500


@transaction.atomic
def invite_everybody(*, by: Person, training: Training) -> list[Invitee]:
    """Whoever may come and is not invited yet. Done twice, nobody is asked twice."""
    training = _open(by, training)
    known = set(Invitee.objects.across_organisations().filter(training=training).values_list("person_id", flat=True))
    lines = [one for one in list_sheet(training) if one.person.pk not in known]
    made = [
        Invitee.objects.of(line.organisation).create(training=training, person=line.person, invited_by=by)
        for line in lines
    ]
    meeting, _ = Meeting.objects.get_or_create(training=training)
    begin_rounds({line.organisation.pk: line.organisation for line in lines}.values())
    if not known:
        meeting.told = print_of(training)
        meeting.save(update_fields=["told"])
    _tell(made, training, "new", REQUEST)
    record(by, "training.invited", programme=training.programme, thing=f"training:{training.ref}", people=len(made))
    return made


@transaction.atomic
def tell_changes(*, by: Person, training: Training) -> int:
    """New letters to whoever has not said no; the appointment in their calendars moves. Returns how many."""
    training = _open(by, training)
    meeting, _ = Meeting.objects.get_or_create(training=training)
    if meeting.told == print_of(training):
        raise Refusal(say("Everybody has been told already: nothing has changed since."))
    meeting.sequence, meeting.told = meeting.sequence + 1, print_of(training)
    meeting.save(update_fields=["sequence", "told"])
    training.meeting = meeting
    coming = list(_invited(training).exclude(answer=NO))
    _tell(coming, training, "changed", REQUEST)
    record(by, "training.changes_told", programme=training.programme, thing=f"training:{training.ref}")
    return len(coming)


@transaction.atomic
def cancel_training(*, by: Person, training: Training) -> Training:
    """It does not take place: everybody invited is told, also who had said no. What was held cannot be cancelled."""
    training = _open(by, training)
    if Attendance.objects.across_organisations().filter(training=training).exists():
        raise Refusal(say("Attendance is noted: this training was held and cannot be cancelled."))
    training.cancelled_at = clock.now()
    training.save(update_fields=["cancelled_at"])
    meeting, _ = Meeting.objects.get_or_create(training=training)
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])
    training.meeting = meeting
    _tell(_invited(training), training, "cancelled", CANCEL)
    _forget_needs(training)
    record(by, "training.cancelled", programme=training.programme, thing=f"training:{training.ref}")
    return training


@transaction.atomic
def answer_invitation(
    *,
    by: Person,
    organisation: Organisation,
    training: Training,
    answer: str,
    needs: Collection[str] = (),
    words: str = "",
) -> Invitee:
    """Her own yes or no, to the end of its first day. What she needs is sealed, and gone when she does not come."""
    require(by, "trainings.join", organisation)
    invitee = Invitee.objects.of(organisation).select_for_update().filter(training=training, person=by).first()
    if invitee is None:
        raise Refusal(say("You are not invited to this training."))
    if training.cancelled_at:
        raise Refusal(say("This training was cancelled."))
    if training.held_on < clock.today():
        raise Refusal(say("This training is over."))
    if answer not in (YES, NO) or set(needs) - set(NEEDS):
        raise Refusal(say("Say yes or no."))
    invitee.answer, invitee.answered_at = answer, clock.now()
    told = {"kinds": sorted(set(needs)), "words": words.strip()[:LONGEST_WORDS]}
    invitee.sealed_needs = json.dumps(told) if answer == YES and (needs or words.strip()) else ""
    invitee.save()
    record(by, "training.answered", organisation=organisation, thing=f"training:{training.ref}")
    return invitee


def read_needs(*, by: Person, training: Training) -> list[Invitee]:
    """Who needs what: for the organiser alone, while the training lasts; looking is written down."""
    require(by, "needs.see", programme=training.programme)
    record(by, "needs.opened", programme=training.programme, thing=f"training:{training.ref}")
    found = _invited(training).exclude(sealed_needs="").exclude(training__in=list_over([training.pk]))
    return list(found.order_by("person__name", "pk"))


def print_of(training: Training) -> str:
    """What the letters say, in one line: when it differs, people have not been told yet."""
    meeting = Meeting.objects.filter(training=training).first()
    blocks = [(one.starts_at.isoformat(), one.ends_at.isoformat()) for one in training.blocks.all()]
    place = meeting.place if meeting and meeting.is_place_open else ""
    facts = [training.title, training.held_on.isoformat(), blocks, place]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _open(by: Person, training: Training) -> Training:
    training = open_joint(by, training, say("To its own day an organisation comes by its plan."))
    if training.held_on < clock.today():
        raise Refusal(say("This training is over."))
    return training


def _invited(training: Training) -> QuerySet[Invitee]:
    return Invitee.objects.across_organisations().filter(training=training).select_related("person", "organisation")


def _tell(invitees: Iterable[Invitee], training: Training, what: str, method: Method) -> None:
    """A letter with the appointment; who has no address finds a notice when she signs in."""
    appointment = appoint(training)
    facts = {"title": training.title, "day": training.held_on.strftime("%d.%m.%Y")}
    organiser = parseaddr(settings.ZANA_EMAIL_FROM)[1]
    for one in invitees:
        link = reverse("learning:training", kwargs={"org": one.organisation.ref, "ref": training.ref})
        email = one.person.email if one.person.is_active else None
        if email:
            text = write_calendar([appointment], zone=clock.HOUSE_ZONE, method=method, organiser=organiser, guest=email)
            body = say_with(BODIES[what], facts)
            letters.write(one.person, SUBJECTS[what], body, link=link, calendar=text)
        else:
            notices.tell(one.person, say_with(NOTICES[what], facts), organisation=one.organisation, link=link)


def say_with(saying: Saying, facts: dict[str, str]) -> Saying:
    return Saying(saying.code, tuple(sorted(facts.items())))


def _forget_needs(training: Training) -> None:
    Invitee.objects.across_organisations().filter(training=training).update(sealed_needs="")
