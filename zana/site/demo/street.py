"""The practice network of the demonstration, and accounts that were connected to it over its own consent pages."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from zana.networks.actions import choose_place, finish_connect, start_connect
from zana.networks.actions.connecting import return_address
from zana.networks.models import Account
from zana.people.models import Membership, Organisation, Person
from zana.people.roles import COMMUNICATOR
from zana.practice import actions as stage
from zana.practice.actions.access import Consent, give_consent
from zana.practice.models import Actor, Application, World
from zana.site.demo import past

WORLD = "Zërat 2026"
CODE_SECONDS = 300
FOLLOWERS = {"facebook": 640, "x": 95}


def register_house() -> Application:
    """The house is known to the practice network like a program to any network."""
    return stage.register_application(
        name="Zana",
        client_id=settings.ZANA_PRACTICE_APP_ID,
        client_secret=settings.ZANA_PRACTICE_APP_SECRET,
        redirect_uris=[return_address()],
    )


def open_world() -> World:
    """One world for the programme. It begins in the past, which `past.tell_past` fills."""
    return World.objects.filter(name=WORLD).first() or stage.create_world(
        name=WORLD, seed=27, language="sq", speed=60, began_at=past.beginning()
    )


def settle(world: World, organisation: Organisation, *, size: int) -> tuple[Actor, Actor, Actor]:
    """A person, her page and her X account in the world. `size` scales the audience, in percent."""
    person = communicator_of(organisation)
    actor = stage.create_person(world=world, name=person.name)
    page = stage.create_page(
        owner=actor,
        name=organisation.name,
        about=f"{organisation.name}, {organisation.region}",
        followers=FOLLOWERS["facebook"] * size // 100,
    )
    handle = organisation.slug.replace("-", "_")[:15]
    x = stage.create_x_account(
        owner=actor, name=organisation.name, handle=handle, followers=FOLLOWERS["x"] * size // 100
    )
    return actor, page, x


def communicator_of(organisation: Organisation) -> Person:
    return Membership.live.select_related("person").filter(organisation=organisation, role=COMMUNICATOR)[0].person


def connect(organisation: Organisation, actor: Actor, places: dict[str, Actor]) -> list[Account]:
    """The whole trip: our consent row, their consent page, the code over HTTP, the tokens."""
    person = communicator_of(organisation)
    connected = []
    for network, place in places.items():
        address = urlsplit(start_connect(by=person, organisation=organisation, network=network, practice=True))
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        grant = give_consent(
            application=register_house(),
            dialect="graph" if network == "facebook" else "x",
            person=actor,
            consent=Consent(
                scopes=tuple(asked["scope"].replace(",", " ").split()),
                actors=(place,),
                redirect_uri=asked["redirect_uri"],
                challenge=asked.get("code_challenge", ""),
                challenge_method=asked.get("code_challenge_method", ""),
            ),
            code_seconds=CODE_SECONDS,
        )
        consent = finish_connect(by=person, state=asked["state"], code=grant.code)
        connected.append(consent.account or choose_place(by=person, consent=consent, remote_id=place.remote_id))
    return connected
