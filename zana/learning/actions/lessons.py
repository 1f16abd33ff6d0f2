"""A lesson was read, or does not fit what she sees."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.models import LessonDoubt, LessonRead
from zana.people.log import record
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.notices import tell
from zana.people.roles import TRAINER, require
from zana.ui.words import language

LONGEST_NOTE = 300


@transaction.atomic
def note_read(*, by: Person, organisation: Organisation, unit: str) -> LessonRead:
    """ "I have read it", once; said again it stays as it was."""
    require(by, "lessons.see", organisation)
    _refuse_unknown(unit)
    row, is_new = LessonRead.objects.of(organisation).get_or_create(
        person=by, unit=unit, defaults={"organisation": organisation, "language": language()}
    )
    if is_new:
        record(by, "lesson.read", organisation=organisation, thing=f"unit:{unit}")
    return row


@transaction.atomic
def tell_doubt(*, by: Person, organisation: Organisation, unit: str, screen: int = 0, note: str = "") -> LessonDoubt:
    """It looks different for her. The trainers are told once; what she wrote stands on their page only."""
    require(by, "lessons.see", organisation)
    _refuse_unknown(unit)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    note = " ".join(note.split())[:LONGEST_NOTE]
    open_ones = LessonDoubt.objects.of(organisation).filter(person=by, settled_at=None)
    known = open_ones.filter(unit=unit, language=language(), screen=screen, note=note).first()
    if known is not None:
        return known  # the form was sent twice
    doubt = LessonDoubt.objects.of(organisation).create(
        person=by, unit=unit, language=language(), screen=screen, note=note
    )
    record(by, "lesson.doubted", organisation=organisation, thing=f"unit:{unit}")
    for enrolment in Enrolment.live.filter(organisation=organisation).select_related("programme"):
        live = Membership.live.filter(programme=enrolment.programme, role=TRAINER).select_related("person")
        link = reverse("learning:doubts", kwargs={"programme": enrolment.programme.ref})
        tell([one.person for one in live], say("A lesson looks different on somebody's phone."), link=link)
    return doubt


@transaction.atomic
def settle_doubt(*, by: Person, programme: Programme, doubt: LessonDoubt) -> LessonDoubt:
    """The trainer has looked: the lesson was put right, or it was right."""
    require(by, "lessons.lead", programme=programme)
    doubt = LessonDoubt.objects.of(doubt.organisation).select_for_update().get(pk=doubt.pk)
    if doubt.settled_at is None:
        doubt.settled_by, doubt.settled_at = by, clock.now()
        doubt.save()
        record(by, "lesson.doubt_settled", organisation=doubt.organisation, thing=f"unit:{doubt.unit}")
    return doubt


def _refuse_unknown(unit: str) -> None:
    if unit not in curriculum.units():
        raise Refusal(say("There is no unit {unit}.", unit=unit))
