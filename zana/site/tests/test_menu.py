from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from zana.site.menu import frame


def menu_of(rf, person, **seen):
    request = rf.get("/")
    request.user = person
    for name, value in seen.items():
        setattr(request, name, value)
    menu: Any = frame(request)["menu"]
    return [entry.icon for entry in menu]


@pytest.mark.django_db
def test_trainer_finds_her_way_back_to_the_cohort(cast, rf):
    seen = {"organisation": cast.org_a, "roles": frozenset({"trainer"})}

    assert menu_of(rf, cast.trainer, **seen)[:2] == ["users", "today"]


@pytest.mark.django_db
def test_member_has_no_way_to_the_cohort(cast, rf):
    seen = {"organisation": cast.org_a, "roles": frozenset({"communicator"})}

    assert menu_of(rf, cast.communicator_a, **seen)[0] == "today"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "icons"),
    [("", ["today"]), ("exercises/fake/", ["book"]), ("quiz/", ["book"]), ("day/", ["calendar"]), ("notices/", [])],
)
def test_what_belongs_to_a_page_of_the_menu_is_shown_there(cast, rf, page, icons):
    request = rf.get(f"/o/{cast.org_a.ref}/{page}")
    request.user, request.organisation, request.roles = cast.communicator_a, cast.org_a, frozenset({"communicator"})
    menu: Any = frame(request)["menu"]

    assert [entry.icon for entry in menu if entry.current] == icons


def test_pages_travel_compressed(client, db):
    answer = client.get(reverse("account_login"), HTTP_ACCEPT_ENCODING="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
