"""Default deny, walked: every route and method of the resolver, for the whole cast, against the table of roles."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.furniture import furnish, furnish_programme
from tests.routes import Places, Route, all_routes, read_out
from zana.kernel import http
from zana.people.access import declared
from zana.people.models import Person
from zana.people.roles import PERMISSIONS, roles_in, roles_of_programme

pytestmark = pytest.mark.django_db(databases=["default", "practice"])  # an exercise takes a seat there

# `choose` belongs to the one person who set out for the consent page, a quiz to the one who answers it, an invitation
# and a certificate to the one they name, a question to her and her trainer; `connect` wants a network that exists.
MAY_BE_MISSING = {"networks:choose", "networks:connect", "learning:quiz", "learning:answer_question"}
MAY_BE_MISSING |= {"learning:training", "learning:my_certificate", "learning:show_name"}
MAY_BE_MISSING |= {f"learning:{name}" for name in ("question", "say_more", "say_beside", "settle_help")}
# Who was not there is not asked, and another trainer's day is not hers to read about.
MAY_BE_MISSING |= {f"learning:{name}" for name in ("give_feedback", "give_day_feedback", "give_follow_up", "day_told")}
# A drill belongs to the one person who rehearses.
MAY_BE_MISSING |= {f"learning:{name}" for name in ("drill", "came", "answer_drill", "did", "leave_drill", "debrief")}
METHODS = ("GET", "POST")
NOT_SIGNED_IN, NOT_YOURS, NOT_HERE, WRONG_METHOD = 401, 403, 404, 405
OURS = [route for route in all_routes() if not route.is_library]
ORGANISATION_ROUTES = [r for r in OURS if (mark := declared(r.view)) and mark.kind == "organisation"]
PROGRAMME_ROUTES = [r for r in OURS if (mark := declared(r.view)) and mark.kind == "programme"]
SIGNED_IN_ROUTES = [r for r in OURS if (mark := declared(r.view)) and mark.kind == "signed_in"]


@pytest.fixture
def furnished(cast: Cast) -> tuple[Places, Places]:
    """Both organisations have rows of every kind: there is something to leak."""
    places_a = furnish(cast, cast.org_a, cast.director_a, cast.communicator_a)
    places_b = furnish(cast, cast.org_b, cast.director_b, cast.communicator_b)
    return places_a, places_b


@pytest.fixture(autouse=True)
def _no_calls(monkeypatch):
    """A walk opens doors, it does not go out: what would call a network is told that nothing was sent."""

    def refuse(*_args, **_kwargs):
        raise http.Unreachable("the walk stays inside")

    monkeypatch.setattr(http, "call", refuse)


def roles_for(route: Route) -> frozenset[str]:
    """The roles that may open it."""
    mark = declared(route.view)
    assert mark is not None
    return PERMISSIONS[mark.permission]


def knock(client: Client, method: str, address: str) -> int:
    """The answer's status; whatever the request changed is undone."""
    with transaction.atomic(), transaction.atomic(using="practice"):
        answer = client.generic(method, address, content_type="application/x-www-form-urlencoded")
        status = answer.status_code
        if status == 302 and "/account/login/" in answer.headers["Location"]:
            status = NOT_SIGNED_IN
        read_out(answer)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="practice")
    return status


def signed_in(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def test_every_route_declares_who_may_open_it():
    assert [route.name for route in OURS if declared(route.view) is None] == []


def test_what_is_public_is_a_named_list():
    public = {route.name for route in OURS if (mark := declared(route.view)) and mark.kind == "public"}

    assert {name for name in public if not name.startswith("practice:")} == {
        "api:api-root",
        "api:openapi-json",
        "learning:calendar",
        "learning:certificate",
        "learning:verify",
        "networks:hook",
        "networks:rehearsal_hook",
        "people:accept",
        "site:alive",
        "site:danger",
        "site:home",
        "site:ready",
        "studio:public_media",
        "ui:language",
        "ui:look",
    }


@pytest.mark.slow
def test_every_permission_is_used_and_every_route_has_furniture(cast, furnished):
    places_a, _ = furnished
    wanted = {r.name for r in ORGANISATION_ROUTES if set(r.places) - {"org"}}

    assert wanted - set(places_a) == set()
    assert set(places_a) - wanted == set(), "furniture for routes that do not exist"


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    """Everybody's browser, signed in once: what a knock changes is undone, the sign-in stays."""
    return {name: signed_in(person) for name, person in [("nobody", None), *cast.persons.items()]}


def walk(
    route: Route, places: dict[str, Any], cast: Cast, held_by: dict[str, frozenset[str]], clients: dict[str, Client]
) -> list[str]:
    """What is wrong with this door: everybody knocks, with every method."""
    allowed = roles_for(route)
    address, faults, opened = reverse(route.name, kwargs=places), [], []
    for name, person in [("nobody", None), *cast.persons.items()]:
        client, held = clients[name], held_by.get(name, frozenset())
        for method in METHODS:
            status = knock(client, method, address)
            if status == WRONG_METHOD:
                continue
            if held & allowed:
                opened.append(status)
                shut = (
                    {NOT_SIGNED_IN, NOT_YOURS} if route.name in MAY_BE_MISSING else {NOT_SIGNED_IN, NOT_YOURS, NOT_HERE}
                )
                right = status < 500 and status not in shut
            else:
                right = status == (NOT_SIGNED_IN if person is None else NOT_YOURS if held else NOT_HERE)
            if not right:
                faults.append(f"{method} {route.name} as {name}: {status}")
    # 422 is an action's "no": the door was open.
    if not any(status in {200, 302, 422} for status in opened):
        faults.append(f"{route.name} opens to nobody: {opened}")
    return faults


@pytest.mark.slow
def test_organisation_routes_open_to_the_table_and_to_nobody_else(cast, furnished, clients):
    held = {name: roles_in(person, cast.org_a) for name, person in cast.persons.items()}

    faults = [
        fault
        for route in ORGANISATION_ROUTES
        for fault in walk(route, {"org": cast.org_a.ref, **furnished[0].get(route.name, {})}, cast, held, clients)
    ]

    assert faults == []


@pytest.mark.slow
def test_programme_routes_open_to_the_table_and_to_nobody_else(cast, furnished, clients):
    held = {name: roles_of_programme(person, cast.programme) for name, person in cast.persons.items()}
    places = furnish_programme(cast)

    faults = [
        fault
        for route in PROGRAMME_ROUTES
        for fault in walk(route, {"programme": cast.programme.ref, **places.get(route.name, {})}, cast, held, clients)
    ]

    assert faults == []


@pytest.mark.slow
def test_rows_of_another_organisation_do_not_exist(cast, furnished, clients):
    """B's rows under A's address: the ref is right, the organisation is not."""
    faults, walked = [], 0
    for route in ORGANISATION_ROUTES:
        places_a, places_b = furnished[0].get(route.name, {}), furnished[1].get(route.name, {})
        allowed = roles_for(route)
        if places_a != places_b:
            walked += 1
            address = reverse(route.name, kwargs={"org": cast.org_a.ref, **places_b})
            faults += [
                f"{method} {route.name} as {name}: {status}"
                for name, person in cast.persons.items()
                if roles_in(person, cast.org_a) & allowed
                for method in METHODS
                if (status := knock(clients[name], method, address)) not in {NOT_HERE, WRONG_METHOD}
            ]

    assert faults == []
    assert walked > len(ORGANISATION_ROUTES) / 3


@pytest.mark.parametrize("route", SIGNED_IN_ROUTES, ids=lambda route: route.name)
def test_a_signed_in_route_is_shut_to_strangers(cast, route):
    address = reverse(route.name, kwargs=dict.fromkeys(route.places, "nothing"))

    assert {knock(signed_in(None), method, address) for method in METHODS} <= {NOT_SIGNED_IN, WRONG_METHOD}
    assert knock(signed_in(cast.volunteer_a), "GET", address) < 500


def test_an_organisation_that_demands_a_second_step_sends_to_it(cast):
    cast.org_a.requires_second_factor = True
    cast.org_a.save()

    answer = signed_in(cast.director_a).get(reverse("site:today", kwargs={"org": cast.org_a.ref}))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))
