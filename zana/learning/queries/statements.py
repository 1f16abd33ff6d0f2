"""What the people of a programme learnt, gathered for those who ask for xAPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.exercises import EXERCISES
from zana.learning.models import Attempt, Attendance, LessonRead, QuizRun
from zana.learning.models.trainings import JOINT
from zana.learning.rules.statements import (
    ASSESSMENT,
    ATTENDED,
    COMPLETED,
    EXPERIENCED,
    LESSON,
    MEETING,
    PASSED,
    SIMULATION,
    Deed,
    as_statement,
)
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.queries import programmes_of

_DAY = {"en": "Individual training day", "sq": "Dita individuale e trajnimit", "sr": "Individualni dan obuke"}


def list_statements(programme: Programme) -> list[dict[str, Any]]:
    """By day. Crosses organisations on purpose; only who learns in one of them, never who teaches."""
    places = list(Enrolment.objects.filter(programme=programme).values_list("organisation", flat=True))
    learners = set(Membership.objects.filter(organisation__in=places).values_list("person", "organisation"))
    deeds = [*_attended(programme, places), *_read(places), *_answered(places), *_practised(places)]
    told = [
        (deed, person)
        for deed, person, place in deeds
        if (person.pk, place) in learners and deed.day >= programme.starts_on
    ]
    return _state(programme, [_put_name(deed, person, programme.ref) for deed, person in told])


def list_own_statements(organisation: Organisation) -> list[dict[str, Any]]:
    """At which trainings its people were. What somebody read, answered or practised is hers: in a team of three no
    pseudonym hides her. The pseudonyms are others than the programme's.
    """
    told: list[dict[str, Any]] = []
    for programme in programmes_of(organisation):
        key = f"{programme.ref}.{organisation.ref}"
        found = _attended(programme, [organisation.pk])
        told += _state(programme, [_put_name(deed, person, key) for deed, person, _place in found])
    return told


def count_people(told: list[dict[str, Any]]) -> tuple[int, int]:
    """How many they tell of, and how many of these by name."""
    people = {one["actor"]["account"]["name"]: "name" in one["actor"] for one in told}
    return len(people), sum(people.values())


def _state(programme: Programme, deeds: list[Deed]) -> list[dict[str, Any]]:
    house = {"house": settings.ZANA_BASE_URL, "programme": programme.ref, "programme_title": programme.name}
    return [as_statement(deed, **house) for deed in sorted(deeds, key=lambda deed: (deed.day, deed.actor, deed.key))]


Found = Iterator[tuple[Deed, Person, int]]


def name_pseudonym(person: Person, key: str) -> str:
    """The same in every export of a programme, another in the next one, and with this house's key only."""
    return salted_hmac(f"zana.xapi.{key}", person.ref, algorithm="sha256").hexdigest()[:24]


def _put_name(deed: Deed, person: Person, key: str) -> Deed:
    name = person.name if person.may_be_named else ""
    return replace(deed, actor=name_pseudonym(person, key), name=name)


def _attended(programme: Programme, places: list[int]) -> Found:
    found = Attendance.objects.across_organisations().filter(
        training__programme=programme, organisation__in=places, minutes__gt=0
    )
    for one in found.select_related("training", "person"):
        joint = one.training.kind == JOINT
        path = f"trainings/{one.training.ref}" if joint else "individual-day"
        title = {"en": one.training.title} if joint else _DAY
        deed = Deed(
            f"attendance-{one.training.ref}", "", "", ATTENDED, MEETING, path, title, one.training.held_on,
            minutes=one.minutes, done=one.is_enough,
        )  # fmt: skip
        yield deed, one.person, one.organisation_id


def _read(places: list[int]) -> Found:
    units = curriculum.units()
    found = LessonRead.objects.across_organisations().filter(organisation__in=places, unit__in=units)
    for one in found.select_related("person"):
        title, path = units[one.unit].title, f"units/{one.unit}"
        deed = _deed(f"read-{one.unit}", EXPERIENCED, LESSON, path, title, one.read_at)
        yield deed, one.person, one.organisation_id


def _answered(places: list[int]) -> Found:
    """That she answered, never how."""
    topics = curriculum.topics()
    found = QuizRun.objects.across_organisations().filter(organisation__in=places, ended_at__isnull=False)
    for one in found.select_related("person"):
        if one.ended_at is not None and one.topic in topics:
            key, path = f"quiz-{one.topic}-{one.occasion}", f"quizzes/{one.topic}/{one.occasion}"
            deed = _deed(key, COMPLETED, ASSESSMENT, path, topics[one.topic].title, one.ended_at)
            yield deed, one.person, one.organisation_id


def _practised(places: list[int]) -> Found:
    """Each exercise once, when she first had everything."""
    seen: set[tuple[int, str]] = set()
    found = Attempt.objects.across_organisations().filter(organisation__in=places, passed=True, exercise__in=EXERCISES)
    for one in found.select_related("person"):
        if (one.person_id, one.exercise) not in seen:
            seen.add((one.person_id, one.exercise))
            title = {"en": EXERCISES[one.exercise].title.english()}
            key, path = f"exercise-{one.exercise}", f"exercises/{one.exercise}"
            yield _deed(key, PASSED, SIMULATION, path, title, one.looked_at), one.person, one.organisation_id


def _deed(key: str, verb: str, kind: str, path: str, title: Mapping[str, str], at: datetime) -> Deed:
    return Deed(key, "", "", verb, kind, path, title, clock.day_of(at))
