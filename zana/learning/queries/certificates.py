"""How far people and organisations have come, which certificates stand, and what the public page may say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from zana.audits.controls import catalogue
from zana.audits.models import Finding
from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.models import Attendance, Certificate, Plan, QuizRun, SignOff, Training
from zana.learning.models.plans import CONFIRMED
from zana.learning.models.quiz import AFTER, AGAIN
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.queries.sessions import learners_of
from zana.learning.rules.certificates import COMPLETION, ORGANISATION, Way, miss_organisation
from zana.learning.rules.facts import CRITICAL
from zana.learning.rules.presence import rate
from zana.people.models import Organisation, Person, Programme
from zana.people.queries import enrolled


@dataclass(frozen=True, slots=True)
class Learner:
    person: Person
    organisation: Organisation
    way: Way
    certificate: Certificate | None  # of completion: her newest, a revoked one too


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation on its way to its certificate (`certificate`: its newest, a revoked one too).

    `missing` says what keeps it from it.
    """

    organisation: Organisation
    completed: int
    missing: tuple[Any, ...]
    certificate: Certificate | None


def earned_attendance(training: Training) -> list[Attendance]:
    """Who was there long enough, with or without a certificate."""
    return [row for row in _list_noted(training) if row.is_enough]


def list_issued(training: Training) -> list[tuple[Attendance, Certificate | None, bool]]:
    """Who earns the paper or has it, and whether the list still bears it out: a late change may have taken it away."""
    known = certificates_of(training)
    told = [(row, known.get(row.person_id), row.is_enough) for row in _list_noted(training)]
    return [one for one in told if one[1] or one[2]]


def _list_noted(training: Training) -> QuerySet[Attendance]:
    rows = Attendance.objects.across_organisations().filter(training=training)
    return rows.select_related("person", "organisation", "training").order_by("person__name", "pk")


def may_issue_now(training: Training) -> bool:
    """Not before its day, and not before its last half day has ended."""
    last = training.blocks.last()
    return training.held_on <= clock.today() and (last is None or last.ends_at <= clock.now())


def has_issued(training: Training) -> bool:
    return Certificate.objects.across_organisations().filter(training=training).exists()


def certificates_of(training: Training) -> dict[int, Certificate]:
    """Person -> her newest certificate of this training, revoked ones too."""
    rows = Certificate.objects.across_organisations().filter(training=training).select_related("person", "organisation")
    return {row.person_id: row for row in rows.order_by("issued_at", "pk") if row.person_id is not None}


def list_learners(programme: Programme) -> list[Learner]:
    """Everybody of the programme with her way; the same few questions to the database for any number."""
    learners = learners_of(programme)
    minutes, planned = _present(programme), _planned(programme)
    signatures = SignOff.objects.across_organisations().filter(programme=programme)
    scores, signed = _scores(programme), set(signatures.values_list("person", flat=True))
    plans = set(Plan.objects.across_organisations().filter(state=CONFIRMED).values_list("organisation", flat=True))
    known = _newest(programme, COMPLETION)
    found = []
    for line in learners:
        person, place = line.person.pk, line.organisation.pk
        way = Way(
            joint=rate([minutes[person, JOINT]], [planned[0]]),
            individual=rate([minutes[person, INDIVIDUAL]], [planned[1].get(place, 0)]),
            quiz=scores.get((person, place)),
            is_signed_off=person in signed,
            has_action_plan=place in plans,
        )
        found.append(Learner(line.person, line.organisation, way, known.get(person)))
    return found


def _present(programme: Programme) -> Mapping[tuple[int, str], int]:
    rows = Attendance.objects.across_organisations().filter(training__programme=programme, training__cancelled_at=None)
    sums: defaultdict[tuple[int, str], int] = defaultdict(int)
    for person, kind, minutes in rows.values_list("person", "training__kind", "minutes"):
        sums[person, JOINT if kind == JOINT else INDIVIDUAL] += minutes
    return sums


def _planned(programme: Programme) -> tuple[int, dict[int, int]]:
    """Minutes of all joint trainings, held or to come; and of each organisation's own days."""
    joint, own = 0, defaultdict[int, int](int)
    trainings = Training.objects.filter(programme=programme, cancelled_at=None)
    whose = Coalesce(
        "plan__organisation", "plan_of_half__organisation"
    )  # a day, or the half day that it needed besides
    for kind, minutes, organisation in trainings.values_list("kind", "minutes", whose):
        if kind == JOINT:
            joint += minutes
        elif organisation is not None:
            own[organisation] += minutes
    return joint, dict(own)


def _scores(programme: Programme) -> dict[tuple[int, int], int]:
    """(person, organisation) -> the mean of her best tries afterwards, once she has done those of all joint topics."""
    topics = {topic for topic, about in curriculum.topics().items() if about.setting == "joint"}
    runs = QuizRun.objects.across_organisations().filter(
        occasion__in=(AFTER, *AGAIN),
        topic__in=topics,
        score__isnull=False,
        organisation__in=programme.organisations.all(),
    )
    best: defaultdict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for person, organisation, topic, score in runs.values_list("person", "organisation", "topic", "score"):
        known = best[person, organisation]
        known[topic] = max(known.get(topic, 0), score or 0)
    return {key: sum(known.values()) // len(known) for key, known in best.items() if len(known) == len(topics)}


def _newest(programme: Programme, kind: str) -> dict[int, Certificate]:
    """Person or organisation -> the newest of this kind, revoked ones too."""
    rows = Certificate.objects.across_organisations().filter(programme=programme, kind=kind)
    return {
        row.person_id if row.person_id is not None else row.organisation_id: row
        for row in rows.order_by("issued_at", "pk")
    }


def list_places(programme: Programme) -> list[Place]:
    """Every organisation of the programme on its way."""
    places = list(enrolled(programme))
    rows = Certificate.objects.across_organisations().filter(programme=programme, kind=COMPLETION, revoked_at=None)
    completed = dict(rows.values_list("organisation").annotate(count=Count("pk")))
    days = Training.objects.filter(programme=programme, kind=INDIVIDUAL, held_on__lte=clock.today())
    held = dict(days.values_list("plan__organisation").annotate(last=Max("held_on")))
    security = [control.id for control in catalogue().values() if control.domain == "security"]
    open_ones = Finding.objects.across_organisations().filter(
        state=Finding.OPEN, severity=CRITICAL, control__in=security, organisation__in=places
    )
    counts = dict(open_ones.values_list("organisation").annotate(count=Count("pk")))
    known = _newest(programme, ORGANISATION)
    found = []
    for place in places:
        weeks = (clock.today() - held[place.pk]).days // 7 if place.pk in held else None
        missing = miss_organisation(completed.get(place.pk, 0), weeks, counts.get(place.pk, 0))
        found.append(Place(place, completed.get(place.pk, 0), missing, known.get(place.pk)))
    return found


def find_certificate(serial: str) -> Certificate | None:
    rows = Certificate.objects.across_organisations().filter(serial=serial)
    return rows.select_related("person", "organisation", "programme").first() if serial else None


def certificates_for(person: Person, organisation: Organisation, *, whole: bool) -> list[Certificate]:
    """Her own for this organisation; `whole` = with the organisation's own."""
    hers = Q(person=person) | (Q(kind=ORGANISATION) if whole else Q(pk=None))
    return list(Certificate.objects.of(organisation).filter(hers).order_by("-issued_at", "-pk"))
