"""A form sent twice makes one row: shown on the first model that has a ref."""

import pytest

from zana.kernel import clock, once
from zana.kernel.models import OnceKey
from zana.kernel.refs import is_ref, new_ref
from zana.people.models import Programme

pytestmark = pytest.mark.django_db


def test_the_first_request_gives_its_key_to_its_row_and_the_second_finds_it():
    programmes, key, today = Programme.objects.all(), new_ref(), clock.today()

    first, none = once.claim(programmes, "programme", key)
    made = Programme.objects.create(ref=first, slug="voices", name="Voices", starts_on=today, ends_on=today)

    assert (first, none) == (key, None)
    assert once.claim(programmes, "programme", key)[1] == made
    assert once.claim(programmes, "something else", key) == (key, None)


@pytest.mark.parametrize("key", ["", "k", "x" * 23, "ë" * 22])
def test_a_key_no_page_gave_out_is_nobodys(key):
    ref, none = once.claim(Programme.objects.all(), "programme", key)

    assert (is_ref(ref), ref == key, none, OnceKey.objects.count()) == (True, False, None, 0)
