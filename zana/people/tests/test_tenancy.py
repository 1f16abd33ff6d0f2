import copy
import json
import pickle

import pytest
from django.template import Context, Template

from zana.kernel.errors import Forbidden
from zana.people.hidden import COVER, Hidden, Printed
from zana.people.log import record
from zana.people.models import Enrolment, LogEntry, SafePlace
from zana.people.models.traces import AppendOnly
from zana.people.roles import PERMISSIONS, may, require
from zana.people.tenancy import Unscoped


@pytest.fixture
def place(cast):
    return SafePlace.objects.create(organisation=cast.org_a, names=Hidden("Shtëpia e Bardhë\nRruga e Lumit 4"))


def test_owned_rows_refuse_to_be_asked_about_everybody(place):
    for ask in (
        lambda: SafePlace.objects.all(),
        lambda: SafePlace.objects.count(),
        lambda: SafePlace.objects.filter(pk=place.pk),
        lambda: SafePlace.objects.get(pk=place.pk),
        lambda: SafePlace.objects.get_or_create(pk=place.pk),
    ):
        with pytest.raises(Unscoped):
            ask()


def test_owned_rows_are_seen_by_their_organisation_only(cast, place):
    assert list(SafePlace.objects.of(cast.org_a)) == [place]
    assert list(SafePlace.objects.of(cast.org_b)) == []
    assert list(SafePlace.objects.across_organisations()) == [place]


def test_rows_made_in_a_scope_belong_to_it(cast):
    made = SafePlace.objects.of(cast.org_b).exclude(pk=0).create(names=Hidden("x"))

    assert made.organisation == cast.org_b


def test_hidden_words_open_only_by_asking(place):
    place.refresh_from_db()

    assert place.names.open() == "Shtëpia e Bardhë\nRruga e Lumit 4"


def test_hidden_words_print_as_their_cover(place):
    place.refresh_from_db()
    page = Template("{{ p.names }} {{ p }}").render(Context({"p": place}))

    assert page == f"{COVER} confidential place"
    assert [str(place.names), repr(place.names), f"{place.names}", f"{place.names:>3}"] == [COVER] * 4


def test_hidden_words_do_not_leave(place):
    for way_out in (lambda: json.dumps(place.names), lambda: "".join(place.names)):
        with pytest.raises(TypeError):
            way_out()
    for leave in (pickle.dumps, copy.copy):
        with pytest.raises(Printed):
            leave(place.names)


def test_the_log_is_written_once(cast):
    entry = record(cast.lead, "programme.seen", programme=cast.programme)

    entry.verb = "changed"
    for change in (
        entry.save,
        entry.delete,
        lambda: LogEntry.objects.filter(pk=entry.pk).update(verb="changed"),
        lambda: LogEntry.objects.all().delete(),
    ):
        with pytest.raises(AppendOnly):
            change()


def test_the_support_side_reaches_only_enrolled_organisations(cast):
    assert may(cast.trainer, "audits.answer", cast.org_a)

    Enrolment.objects.filter(organisation=cast.org_a).update(left_on=cast.programme.ends_on)

    assert not may(cast.trainer, "audits.answer", cast.org_a)
    assert may(cast.trainer, "audits.answer", cast.org_b)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_the_table_decides_for_the_whole_cast(cast, permission):
    roles_on_a = {
        "lead": "lead",
        "trainer": "trainer",
        "donor": "donor",
        "director_a": "director",
        "communicator_a": "communicator",
        "volunteer_a": "volunteer",
    }
    allowed = {name for name, role in roles_on_a.items() if role in PERMISSIONS[permission]}

    assert {name for name, p in cast.persons.items() if may(p, permission, cast.org_a)} == allowed


def test_an_inactive_person_may_nothing(cast):
    cast.director_a.is_active = False

    with pytest.raises(Forbidden):
        require(cast.director_a, "pieces.approve", cast.org_a)


def test_a_permission_that_is_not_in_the_table_is_a_bug(cast):
    with pytest.raises(KeyError):
        may(cast.lead, "pieces.burn", cast.org_a)
