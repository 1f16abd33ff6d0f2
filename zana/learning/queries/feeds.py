"""Trainings as appointments: for a letter, and for a person's own calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from zana.kernel import clock
from zana.learning.models import Booking, CalendarFeed, Invitee, Meeting, Training
from zana.learning.models.bookings import AGREED
from zana.learning.models.joint import NO
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.rules.events import Appointment, write_calendar
from zana.people.models import Enrolment, Membership, Person
from zana.ui.words import speaking


def appoint(training: Training, title: str = "") -> Appointment:
    """From the first half day's beginning to the last one's end; without half days the day as a whole."""
    blocks = list(training.blocks.all())
    meeting: Meeting | None = getattr(training, "meeting", None)
    return Appointment(
        uid=f"training-{training.ref}@{urlsplit(settings.ZANA_BASE_URL).hostname}",
        sequence=meeting.sequence if meeting else 0,
        title=title or training.title,
        starts=blocks[0].starts_at if blocks else training.held_on,
        ends=blocks[-1].ends_at if blocks else training.held_on,
        changed_at=clock.now(),
        place=meeting.place if meeting and meeting.is_place_open else "",
        is_cancelled=training.cancelled_at is not None,
    )


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_feed(secret: str) -> CalendarFeed | None:
    feeds = CalendarFeed.objects.filter(secret_hash=hash_of(secret), revoked_at=None, person__is_active=True)
    return feeds.select_related("person").first()


def live_feed(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def write_feed(feed: CalendarFeed) -> str:
    """Titles and times only: whoever runs her calendar reads it too. No place, no people, no organisation."""
    person = feed.person
    with speaking(person.language):
        appointments = [appoint_openly(one) for one in trainings_of(person)]
        return write_calendar(appointments, zone=zone_of(person), name=_("Trainings"))


def appoint_openly(training: Training) -> Appointment:
    """An individual day is called after its organisation here; out there it only says what it is."""
    title = training.title if training.kind == JOINT else _("Individual day")
    return appoint(training, title)


def trainings_of(person: Person) -> Iterable[Training]:
    """Those she is invited to and has not refused, her organisations' own days, and those she leads."""
    refused = Invitee.objects.across_organisations().filter(person=person, answer=NO)
    asked = Invitee.objects.across_organisations().filter(person=person).exclude(answer=NO)
    places = Membership.live.filter(person=person, programme=None).values("organisation")
    supports = Membership.live.filter(person=person, organisation=None).values("programme")
    leads = (Q(trainer=person) | Q(blocks__trainer=person)) & Q(programme__in=supports)
    live = Enrolment.live.filter(organisation__in=places).values("programme")
    hers = Q(kind=JOINT, pk__in=asked.values("training"), programme__in=live)
    own = Q(plan__organisation__in=places) | Q(plan_of_half__organisation__in=places)
    beside = Booking.objects.across_organisations().filter(second=person, state=AGREED, programme__in=supports)
    leads |= Q(kind=INDIVIDUAL, programme__in=supports, plan__organisation__in=beside.values("organisation"))
    found = Training.objects.filter(leads | hers | own).exclude(pk__in=refused.values("training")).distinct()
    return found.select_related("meeting").prefetch_related("blocks").order_by("held_on", "pk")


def zone_of(person: Person) -> ZoneInfo:
    """Of her organisation; the support side lives on the house's clock."""
    member = Membership.live.filter(person=person, programme=None).select_related("organisation").order_by("pk").first()
    return ZoneInfo(member.organisation.zone) if member and member.organisation else clock.HOUSE_ZONE
