from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from zana.kernel import clock, once
from zana.kernel.models import OnceKey

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_key_is_spent_once():
    assert [once.spend("k"), once.spend("k"), once.spend("other")] == [True, False, True]


def test_key_is_unspent_when_the_action_fails():
    with transaction.atomic():
        once.spend("k")
        transaction.set_rollback(True)

    assert once.spend("k") is True


def test_old_keys_are_thrown_away():
    with clock.frozen(NOON):
        once.spend("old")

    with clock.frozen(NOON + timedelta(days=8)):
        once.spend("new")

    assert list(OnceKey.objects.values_list("key", flat=True)) == ["new"]
