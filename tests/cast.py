"""The cast of every tenant test. Prove that there was something to leak, then that she saw nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from zana.people import roles
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme

PASSWORD = "kalaja e vogel mbi lume"


@dataclass
class Cast:
    """Programme with two enrolled organisations and everybody who may or may not see them."""

    programme: Programme
    org_a: Organisation
    org_b: Organisation
    lead: Person
    trainer: Person
    donor: Person
    director_a: Person
    communicator_a: Person
    volunteer_a: Person
    director_b: Person
    communicator_b: Person

    @property
    def persons(self) -> dict[str, Person]:
        return {f.name: p for f in fields(self) if isinstance(p := getattr(self, f.name), Person)}


def make_person(name: str, role: str, belongs: Organisation | Programme, language: str = "en") -> Person:
    person = Person.objects.create_person(
        name=name, email=f"{name.split()[0].lower()}@zana.example", language=language, password=PASSWORD
    )
    Membership.objects.create(person=person, role=role, **_side(belongs))
    return person


def _side(belongs: Organisation | Programme) -> dict[str, Any]:
    return {"organisation": belongs} if isinstance(belongs, Organisation) else {"programme": belongs}


@pytest.fixture
def cast(db) -> Cast:
    programme = Programme.objects.create(
        slug="voices",
        name="Voices 2026",
        implementer="Media Support Centre",
        partner_network="Network of Women's Organisations",
        funder="Fund for Equality",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )
    org_a = Organisation.objects.create(slug="drita", name="Drita e Re", kind="shelter", region="Pejë", language="sq")
    org_b = Organisation.objects.create(slug="staza", name="Nova Staza", region="Gračanica", language="sr")
    for organisation in (org_a, org_b):
        Enrolment.objects.create(programme=programme, organisation=organisation, joined_on=date(2026, 1, 10))
    belongs: dict[str, tuple[str, str, Organisation | Programme]] = {
        "lead": ("Mirjana Lead", roles.LEAD, programme),
        "trainer": ("Blerina Trainer", roles.TRAINER, programme),
        "donor": ("Dana Donor", roles.DONOR, programme),
        "director_a": ("Drita Director", roles.DIRECTOR, org_a),
        "communicator_a": ("Arta Communicator", roles.COMMUNICATOR, org_a),
        "volunteer_a": ("Vesa Volunteer", roles.VOLUNTEER, org_a),
        "director_b": ("Desa Director", roles.DIRECTOR, org_b),
        "communicator_b": ("Jelena Communicator", roles.COMMUNICATOR, org_b),
    }
    return Cast(programme=programme, org_a=org_a, org_b=org_b, **make_persons(belongs))


def make_persons(belongs: dict[str, tuple[str, str, Organisation | Programme]]) -> dict[str, Person]:
    """All of them in two questions to the database: most tests begin with them."""
    password = make_password(PASSWORD)
    persons = [
        Person(name=name, email=f"{name.split()[0].lower()}@zana.example", language="en", password=password)
        for name, _, _ in belongs.values()
    ]
    made = dict(zip(belongs, Person.objects.bulk_create(persons), strict=True))
    Membership.objects.bulk_create(
        Membership(person=made[key], role=role, **_side(place)) for key, (_, role, place) in belongs.items()
    )
    return made
