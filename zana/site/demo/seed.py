"""Build the demonstration with the same actions everybody uses. Run twice, it changes nothing."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from itertools import count
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from zana.kernel import clock
from zana.people import actions
from zana.people.models import Organisation, Person, Programme
from zana.site.demo import cast

WORDS = (
    "lumi guri dielli kodra ura rrota shega bleta druri deti kopsht reka most jabuka zvono staza "
    "vrata oblak breg jezero pluhur fusha"
)


def sign_ins_file() -> Path:
    return Path(settings.ZANA_HOME) / "demo_sign_ins.json"


def seed() -> list[dict[str, str]]:
    """The programme, 27 organisations and 43 people. Returns the sign-ins: who, role, address, password."""
    if Programme.objects.filter(name=cast.PROGRAMME).exists():
        found: list[dict[str, str]] = json.loads(sign_ins_file().read_text())
        return found
    with transaction.atomic():
        signed = _seed_people()
        path = sign_ins_file()
        path.touch(mode=0o600)
        path.write_text(json.dumps(signed, ensure_ascii=False, indent=1))
    return signed


def _seed_people() -> list[dict[str, str]]:
    today = clock.today()
    programme = actions.create_programme(
        name=cast.PROGRAMME,
        implementer=cast.IMPLEMENTER,
        partner_network=cast.PARTNER_NETWORK,
        funder=cast.FUNDER,
        starts_on=today - timedelta(weeks=36),
        ends_on=today + timedelta(weeks=32),
    )
    sign_ins: list[dict[str, str]] = []
    for (name, email, language), role in [
        (cast.LEAD, "lead"),
        *((t, "trainer") for t in cast.TRAINERS),
        (cast.DONOR, "donor"),
    ]:
        person = _person(name, email, language, sign_ins, role, cast.PROGRAMME)
        actions.give_role(by=None, person=person, role=role, programme=programme)
    asked = count()
    for ngo in cast.NGOS:
        organisation = actions.add_organisation(
            by=None, programme=programme, name=ngo.name, kind=ngo.kind, region=ngo.region, language=ngo.language
        )
        for name, roles in ngo.people:
            email = f"{name.split()[0].lower()}@{organisation.slug}.example"
            person = _person(name, email, ngo.language, sign_ins, roles[-1], ngo.name)
            if next(asked) % 6:  # some have not answered, as anywhere
                actions.tell_about_me(by=person, name=name, gender="woman", may_be_named=False)
            for role in roles:
                actions.give_role(by=None, person=person, role=role, organisation=organisation)
    return sign_ins


def _person(name: str, email: str, language: str, sign_ins: list[dict[str, str]], role: str, place: str) -> Person:
    known = name in cast.SIGN_INS
    password = (
        "-".join(secrets.choice(WORDS.split()) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
        if known
        else None
    )
    person = Person.objects.create_person(name=name, email=email, language=language, password=password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if password:
        sign_ins.append({"name": name, "role": role, "place": place, "email": email, "password": password})
    return person


def demo_organisation() -> Organisation:
    """The one the walk is made with."""
    return Organisation.objects.get(name=cast.NGOS[0].name, enrolments__programme__name=cast.PROGRAMME)
