"""One person has left words in every table. She gets all of them and nothing else, and then she stands nowhere."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connections

from tests.architecture.test_keeping import words_of
from tests.cast import make_person
from tests.filled import Filler
from zana.audits.models import Evidence
from zana.learning.models import Certificate, DrillStep, Invitee, TrainerFacts
from zana.people import roles
from zana.people.erasure import erase_person
from zana.people.export import collect_data
from zana.people.hidden import Hidden
from zana.people.keeping import Keeping, keepings
from zana.people.models import (
    Enrolment,
    LogEntry,
    Membership,
    Notice,
    Organisation,
    Person,
    Programme,
)

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

NAME, EMAIL = "Artë Përkujtesa", "arte.p@zana.example"
CALLED = "Artën Përkujtesa, arte.p@zana.example"  # as others write of her
WAYS_TO_WRITE = ("Përkujtesa", json.dumps("Përkujtesa")[1:-1], EMAIL)
GONE = {  # of all her words; everything else is the organisation's and stays without her name
    "api.Key": "name",
    "audits.Evidence": "sealed",
    "audits.Exhibit": "content removed sealed_name",
    "audits.Keepsake": "sealed_name sealed_text",
    "audits.Worker": "name role",
    "impact.Import": "file_name",
    "learning.Attempt": "kept_missing",
    "learning.Certificate": "kept revoked_why",
    "learning.Correction": "reason",
    "learning.DayFeedback": "sealed_change sealed_first",
    "learning.DrillStep": "note",
    "learning.HelpMessage": "sealed_words",
    "learning.Invitee": "sealed_needs",
    "learning.LessonDoubt": "note",
    "learning.Scan": "sealed_name",
    "learning.Seat": "name",
    "learning.TrainerFacts": "away languages region specialities weekdays",
    "mfa.Authenticator": "data",
    "networks.Account": "trouble",
    "networks.Consent": "found verifier",
    "networks.Token": "access refresh scopes",
    "people.Invitation": "name",
    "people.Letter": "calendar kept_body kept_subject link",
    "people.Notice": "kept_saying link",
    "publishing.Approval": "note",
    "studio.Remark": "comment passage suggestion",
}
TOLD = {  # with verbs of their own
    Certificate: {"kept"},
    DrillStep: {"note"},
    Evidence: {"sealed"},
    Invitee: {"sealed_needs"},
    LogEntry: {"thing", "verb"},
    Notice: {"kept_saying"},
    TrainerFacts: {"away", "languages", "region", "specialities", "weekdays"},
}
ADDRESSES = {"email", "address"}
CAST = {Person, Membership, Organisation, Programme}


def read_everything() -> str:
    """Every column of every table as it lies there, and what is sealed also opened."""
    found: list[Any] = []
    for alias in ("default", "practice"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                found += cursor.fetchall()
    for model in apps.get_models():
        found += model._base_manager.values_list()
    return "\n".join(_shown(value) for row in found for value in row)


def _shown(value: Any) -> str:
    if isinstance(value, Hidden):
        return value.open()
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def read_rows(filler: Filler) -> dict[str, Any]:
    return {model.__name__: list(model._base_manager.filter(pk=row.pk).values()) for model, row in filler.rows.items()}


@pytest.fixture
def three(cast) -> dict[str, Filler]:
    """`hers`; `theirs`, of somebody else; `about`: of a third person who calls her by name wherever that may be."""
    person = cast.communicator_a
    person.name, person.email = NAME, EMAIL
    person.save()
    place = Organisation.objects.create(slug="third", name="Third")
    third = make_person("Teuta Third", roles.COMMUNICATOR, place)
    houses = {"hers": (person, cast.org_a, NAME), "theirs": (cast.communicator_b, cast.org_b, "")}
    houses["about"] = (third, place, CALLED)
    filled = {}
    for mark, (who, organisation, mentions) in houses.items():
        programme = Programme.objects.create(
            slug=mark, name=mark, implementer="M", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
        )
        Enrolment.objects.create(programme=programme, organisation=organisation)
        filled[mark] = Filler(mark, who, organisation, programme, second=cast.director_a, mentions=mentions)
        filled[mark].fill()
    return filled


def decided() -> list[tuple[Keeping, str]]:
    """Each column of words with what was decided about its table; the rows of the cast and addresses apart."""
    tables = [one for one in keepings.values() if one.model not in CAST]
    return [(one, column) for one in tables for column in sorted(words_of(one.model) - ADDRESSES)]


def is_told(keeping: Keeping, column: str) -> bool:
    return any(column in told for told in keeping.told.values()) or column in TOLD.get(keeping.model, ())


def test_she_gets_every_word_of_hers_and_none_of_anybody_else(three):
    hers = three["hers"]
    told = json.dumps(collect_data(hers.person), ensure_ascii=False)

    words = {hers.words(keeping.model, column) for keeping, column in decided()}
    assert {one for one in words if one in told} == {
        hers.words(keeping.model, column) for keeping, column in decided() if is_told(keeping, column)
    }
    assert [mark for mark in ("theirs-", "about-") if mark in told] == []
    assert "hers-phone;" not in told  # of a duty, which is the organisation's


def test_who_is_forgotten_stands_nowhere_and_nobody_else_loses_a_word(three, client):
    hers, theirs, about = three.values()
    client.force_login(hers.person)
    others, before = read_rows(theirs), read_everything()
    assert [way for way in WAYS_TO_WRITE if way not in before] == []
    assert [one for keeping, one in decided() if hers.words(keeping.model, one) not in before] == []

    erase_person(person=hers.person)

    after = read_everything()
    assert [way for way in WAYS_TO_WRITE if way.lower() in after.lower()] == []
    gone = [(one.model._meta.label, column) for one, column in decided() if hers.words(one.model, column) not in after]
    assert sorted(gone) == sorted((label, column) for label, columns in GONE.items() for column in columns.split())
    assert "hers-phone;" not in after
    assert read_rows(theirs) == others
    # who called her by name keeps what she wrote, but for the name
    kept = [about.words(keeping.model, column) for keeping, column in decided()]
    assert [word for word in kept if word not in after] == []
    assert Session.objects.count() == 0
