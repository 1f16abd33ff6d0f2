import re

import pytest
from django.urls import reverse

from zana.people import actions, invitations
from zana.people.hidden import COVER
from zana.people.models import LogEntry, Membership, Person, SafePlace


@pytest.fixture
def english(client):
    client.cookies["zana_language"] = "en"
    return client


def test_a_director_invites_and_the_newcomer_walks_in(cast, english):
    english.force_login(cast.director_a)
    page = english.post(
        reverse("people:invite", kwargs={"org": cast.org_a.ref}),
        {"name": "Hana", "email": "hana@zana.example", "role": "communicator", "language": "sq"},
    )
    path = page.context["link"].removeprefix("http://testserver")
    english.logout()

    english.post(path, {"name": "Hana", "password": "kali i bardhë në kodër"})

    assert Membership.live.filter(person__email="hana@zana.example", organisation=cast.org_a).count() == 1
    assert english.get("/").headers["Location"] == f"/o/{cast.org_a.ref}/"


def test_a_weak_password_is_told_beside_its_field_and_spends_nothing(cast, english):
    _, path = invitations.invite(
        by=cast.director_a, name="Hana", email="hana@zana.example", role="volunteer", organisation=cast.org_a
    )

    page = english.post(path, {"name": "Hana", "password": "hana"})

    assert page.status_code == 200
    assert len(page.context["form"].errors["password"]) == 2
    assert english.get(path).status_code == 200


def test_a_used_link_says_so(cast, english):
    _, path = invitations.invite(
        by=cast.director_a, name="Hana", email="hana@zana.example", role="volunteer", organisation=cast.org_a
    )
    english.post(path, {"name": "Hana", "password": "kali i bardhë në kodër"})
    english.logout()
    english.cookies["zana_language"] = "en"

    page = english.get(path)

    assert page.status_code == 422
    assert "This link was used already." in page.content.decode()


def test_the_list_of_places_shows_only_covers(cast, english):
    actions.hide_place(by=cast.director_a, organisation=cast.org_a, names="Shtëpia e Bardhë")
    english.force_login(cast.director_a)

    page = english.get(reverse("people:places", kwargs={"org": cast.org_a.ref})).content.decode()

    assert COVER in page
    assert "Bardhë" not in page


def test_a_place_of_another_organisation_does_not_exist(cast, english):
    place = actions.hide_place(by=cast.director_a, organisation=cast.org_a, names="Shtëpia e Bardhë")
    english.force_login(cast.director_b)

    page = english.get(reverse("people:edit_place", kwargs={"org": cast.org_b.ref, "ref": place.ref}))

    assert page.status_code == 404
    assert SafePlace.objects.of(cast.org_a).count() == 1


def test_home_leads_each_person_to_her_place(cast, english):
    leads = {}
    for name in ("lead", "trainer", "communicator_a", "volunteer_a"):
        english.force_login(cast.persons[name])
        leads[name] = english.get("/").headers["Location"]

    cohort, today = f"/p/{cast.programme.ref}/", f"/o/{cast.org_a.ref}/"
    assert leads == {"lead": cohort, "trainer": cohort, "communicator_a": today, "volunteer_a": today}


def test_the_cohort_counts_organisations_and_people(cast, english):
    english.force_login(cast.lead)

    page = english.get(f"/p/{cast.programme.ref}/").content.decode()

    assert "2 organisations, 5 people" in page


def test_a_machine_is_told_what_is_missing(db, client):
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": True, "worker": False})


def test_what_she_says_of_herself_is_kept_and_can_be_taken_back(cast, english):
    english.force_login(cast.volunteer_a)
    page = reverse("people:me")

    english.post(page, {"name": " Vesa  Vullnetare ", "gender": "woman", "may_be_named": "on"})
    first = Person.objects.values_list("name", "gender", "may_be_named").get(pk=cast.volunteer_a.pk)
    english.post(page, {"name": "Vesa Vullnetare"})
    then = Person.objects.values_list("gender", "may_be_named").get(pk=cast.volunteer_a.pk)

    assert (first, then) == (("Vesa Vullnetare", "woman", True), ("", False))
    assert {entry.verb: entry.facts for entry in LogEntry.objects.all()} == {"person.told": {}}


def test_nobody_else_reads_how_she_is_counted(cast, english):
    """No page of people tells it: the word stands on her own page alone."""
    for person in cast.persons.values():
        actions.tell_about_me(by=person, name=person.name, gender="other", may_be_named=False)
    english.force_login(cast.volunteer_a)
    assert 'value="other" checked' in _squeeze(english.get(reverse("people:me")).content.decode())
    english.force_login(cast.director_a)
    people = english.get(reverse("people:people", kwargs={"org": cast.org_a.ref}))
    english.force_login(cast.lead)
    support = english.get(reverse("people:support", kwargs={"programme": cast.programme.ref}))
    assert [page.content.decode().count("otherwise") for page in (people, support)] == [0, 0]


def _squeeze(page):
    return re.sub(r' (id|aria-\w+)="[^"]*"', "", page)
