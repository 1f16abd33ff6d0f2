"""Every hour, by the house itself: what has been shown is closed, what is due is told, what is over is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.words import say
from zana.learning.models import JobRound, Review
from zana.learning.models.rounds import DUE
from zana.learning.queries.coaching import list_late
from zana.learning.queries.rounds import find_mentors, list_neighbours
from zana.learning.rules.coaching import CALL_AGAIN, REVIEW_AGAIN, is_daytime, is_review_near, is_time_again
from zana.people.models import Organisation
from zana.people.notices import people_with, tell
from zana.people.roles import COMMUNICATOR, DIRECTOR

EVERY = timedelta(hours=1)


def begin_rounds(organisations: Iterable[Organisation]) -> None:
    """From now on they are looked at. Part of whatever first gives them something to look at."""
    rows = [JobRound(organisation=one, state=DUE, next_attempt_at=clock.now() + EVERY) for one in organisations]
    JobRound.objects.bulk_create(rows, ignore_conflicts=True)


def spread_rounds(organisation: Organisation) -> None:
    """Who takes part in the same programme and has no round yet, because nothing was done for it here, gets one."""
    begin_rounds(list_neighbours(organisation))


@transaction.atomic
def tell_due(*, organisation: Organisation, call_told_on: date | None) -> date | None:
    """By day: a review that comes up, and that two dates went by. Returns when a call was last told; None: none is due.

    Neither notice nor mail says what it is about: that stands behind the sign-in.
    """
    if not is_daytime(clock.now().astimezone(clock.HOUSE_ZONE).hour):
        return call_told_on
    for review in Review.objects.of(organisation).filter(contact=None):
        _tell_review(organisation, review)
    if not list_late(organisation):
        return None
    if not is_time_again(call_told_on, clock.today(), CALL_AGAIN):
        return call_told_on
    tell(
        find_mentors(organisation),
        say("Two dates went by for an organisation of yours. A short talk helps more than a third date."),
        organisation=organisation,
        link=_page(organisation),
    )
    return clock.today()


def _tell_review(organisation: Organisation, review: Review) -> None:
    today = clock.today()
    if not is_review_near(review.due_on, today) or not is_time_again(review.told_on, today, REVIEW_AGAIN):
        return
    tell(
        find_mentors(organisation),
        say("A day to look back comes up with an organisation of yours. Agree on an hour with them."),
        organisation=organisation,
        link=_page(organisation),
    )
    if review.told_on is None:
        tell(
            people_with(organisation, DIRECTOR, COMMUNICATOR),
            say("These days your trainer calls, to look back with you at what has become of your day."),
            organisation=organisation,
            link=_page(organisation),
        )
    review.told_on = today
    review.save(update_fields=["told_on"])


def _page(organisation: Organisation) -> str:
    return reverse("learning:coaching", kwargs={"org": organisation.ref})
