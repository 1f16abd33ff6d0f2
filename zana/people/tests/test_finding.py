"""The command line finds one person: by her address, or by her name where she has none."""

from __future__ import annotations

import pytest

from tests.cast import make_person
from zana.kernel.errors import Refusal
from zana.people import roles
from zana.people.models import Membership, Person
from zana.people.queries import find_person


def test_who_has_no_address_is_found_by_name_and_two_by_their_refs(cast):
    vesa, other = (Person.objects.create_person(name=name) for name in ("Vesa Gashi", "Vesa Gashi"))
    Membership.objects.create(person=vesa, role=roles.VOLUNTEER, organisation=cast.org_a)
    lule = Person.objects.create_person(name="Lule Berisha")
    make_person("Lule Berisha", roles.VOLUNTEER, cast.org_b)  # has an address, so she goes by it

    assert find_person(" ARTA@zana.example") == cast.communicator_a
    assert find_person("lule berisha") == lule
    assert find_person(other.ref) == other
    with pytest.raises(Refusal, match=rf"Say which: {vesa.ref} \(Drita e Re\), {other.ref} \(\)"):
        find_person("Vesa Gashi")
    with pytest.raises(Refusal, match="Nobody here"):
        find_person(cast.communicator_a.name)
