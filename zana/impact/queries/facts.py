"""The rows of a programme, read from every room that has some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from zana.audits.models import Finding as FindingRow
from zana.impact.rules.facts import (
    AccountFact,
    Day,
    Enrolled,
    Facts,
    Finding,
    Followers,
    Later,
    Opinion,
    PostFact,
    Presence,
    Row,
)
from zana.kernel import clock
from zana.learning.models import Attendance, Training
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.queries.feedback import read_follow_ups, read_usefulness
from zana.learning.rules.feedback import FOLLOW_UP_AFTER
from zana.networks.models import Account, Reading, RemotePost
from zana.people.models import Enrolment, Programme

FOLLOWERS = "followers"
SERIOUS = 4  # of five: high and critical


def gather_facts(programme: Programme) -> Facts:
    """Crosses organisations on purpose: what leaves is released in `rules`."""
    enrolments = list(Enrolment.objects.filter(programme=programme).select_related("organisation"))
    refs = {enrolment.organisation_id: enrolment.organisation.ref for enrolment in enrolments}
    accounts = list(Account.objects.across_organisations().filter(organisation__in=refs))
    practice = {account.pk: account.is_practice for account in accounts}
    until = min(clock.today(), programme.ends_on)
    attendances = _attendances(programme, refs, until)
    return Facts(
        starts_on=programme.starts_on,
        until=until,
        presences=tuple(
            Presence(
                Row("attendance", one.pk, refs[one.organisation_id]),
                one.person_id,
                one.training_id,
                one.minutes,
                one.person.gender,
            )
            for one in attendances
        ),
        days=_days(programme, refs, attendances),
        enrolled=tuple(
            Enrolled(Row("enrolment", one.pk, one.organisation.ref), one.organisation.region) for one in enrolments
        ),
        findings=_findings(programme, refs),
        accounts=tuple(
            AccountFact(Row("account", one.pk, refs[one.organisation_id]), practice[one.pk]) for one in accounts
        ),
        posts=_posts(programme, refs, practice),
        followers=_followers(programme, refs, practice),
        useful=_useful(programme, attendances, refs),
        later=_later(programme, attendances, refs, until),
    )


def _useful(programme: Programme, attendances: Iterable[Attendance], refs: Mapping[int, str]) -> Opinion | None:
    counted = read_usefulness(programme)
    there = [one for one in attendances if one.training.kind == JOINT and one.minutes]
    rows = tuple(Row("attendance", one.pk, refs[one.organisation_id]) for one in there)
    return Opinion(*counted, rows) if counted and rows else None


def _later(
    programme: Programme, attendances: Iterable[Attendance], refs: Mapping[int, str], until: date
) -> Later | None:
    """`rows` are those who have been asked by now: who was at a training twelve weeks ago or earlier."""
    named, whole = read_follow_ups(programme)
    asked = [one for one in attendances if one.minutes and one.training.held_on + FOLLOW_UP_AFTER <= until]
    rows = tuple(Row("attendance", one.pk, refs[one.organisation_id]) for one in asked)
    return Later(named, whole, rows) if whole and rows else None


def _attendances(programme: Programme, refs: Mapping[int, str], until: date) -> list[Attendance]:
    found = Attendance.objects.across_organisations().filter(
        training__programme=programme, training__held_on__lte=until, organisation__in=refs
    )
    return list(found.select_related("training", "person"))


def _days(programme: Programme, refs: Mapping[int, str], attendances: Iterable[Attendance]) -> tuple[Day, ...]:
    """A day counts as held for an organisation when somebody of it was there; planned ones are known by their plan."""
    planned = Training.objects.filter(programme=programme, kind=INDIVIDUAL, plan__organisation__in=refs)
    days: defaultdict[tuple[int, int], bool] = defaultdict(bool)
    days |= dict.fromkeys(planned.values_list("pk", "plan__organisation"), False)
    for one in attendances:
        if one.training.kind == INDIVIDUAL:
            days[one.training_id, one.organisation_id] |= one.minutes > 0
    return tuple(
        Day(Row("training", training, refs[organisation]), held) for (training, organisation), held in days.items()
    )


def _findings(programme: Programme, refs: Mapping[int, str]) -> tuple[Finding, ...]:
    found = FindingRow.objects.across_organisations().filter(
        organisation__in=refs,
        severity__gte=SERIOUS,
        opened_at__date__range=(programme.starts_on, programme.ends_on),
    )
    return tuple(
        Finding(Row("finding", pk, refs[organisation]), closed=state == FindingRow.CLOSED)
        for pk, organisation, state in found.values_list("pk", "organisation", "state")
    )


def _posts(programme: Programme, refs: Mapping[int, str], practice: Mapping[int, bool]) -> tuple[PostFact, ...]:
    found = RemotePost.objects.across_organisations().filter(
        account__in=practice, published_at__date__range=(programme.starts_on, programme.ends_on)
    )
    return tuple(
        PostFact(
            Row("post", post.pk, refs[post.organisation_id]),
            clock.day_of(post.published_at),
            practice[post.account_id],
        )
        for post in found.only("pk", "organisation_id", "account_id", "published_at")
    )


def _followers(programme: Programme, refs: Mapping[int, str], practice: Mapping[int, bool]) -> tuple[Followers, ...]:
    found = Reading.objects.across_organisations().filter(
        account__in=practice,
        metric=FOLLOWERS,
        remote_post=None,
        taken_at__date__range=(programme.starts_on, programme.ends_on),
    )
    return tuple(
        Followers(
            Row("reading", reading.pk, refs[reading.organisation_id]),
            reading.account_id,
            clock.day_of(reading.taken_at),
            reading.value,
            practice[reading.account_id],
        )
        for reading in found
    )
