"""The life of our keys, with the practice network giving and taking them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zana.kernel import clock
from zana.kernel.work import drain
from zana.networks.models import Account, ProfileSnapshot, Token, Upkeep
from zana.networks.tasks import KEYS_IN_PRACTICE

pytestmark = pytest.mark.slow


@pytest.fixture(params=["facebook", "x"])
def account(request, rehearsal, cast) -> Account:
    account: Account = rehearsal.connect(cast.org_a, cast.communicator_a, request.param)
    return account


def look(account: Account) -> Account:
    assert drain("keys", limit=1) == 1
    account.refresh_from_db()
    return account


def test_fresh_keys_are_whole_until_they_are_taken_back(account, rehearsal, cast):
    now = clock.now()
    with clock.frozen(now):
        look(account)
    row = Upkeep.objects.of(cast.org_a).get()

    assert (account.state, account.trouble, row.next_attempt_at) == ("connected", None, now + KEYS_IN_PRACTICE)
    rehearsal.server.stage("tokens/revoke", actor=account.remote_id)
    Upkeep.objects.of(cast.org_a).update(next_attempt_at=clock.now())
    look(account)
    assert (account.state, Token.objects.of(cast.org_a).count()) == ("reconnect", 1)
    again = rehearsal.connect(cast.org_a, cast.director_a, account.network)
    assert (again.pk, look(again).state, ProfileSnapshot.objects.of(cast.org_a).count()) == (account.pk, "connected", 1)


@pytest.mark.parametrize("kind", ["rate_limited", "broken_before", "answer_lost"])
def test_a_network_in_trouble_wipes_nothing(rehearsal, cast, kind):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, "facebook")
    rehearsal.fail(kind, "any", times=3)

    look(account)

    assert (account.state, account.trouble) == ("connected", None)
    assert Token.objects.of(cast.org_a).get().access != ""


def test_keys_that_end_are_renewed_whatever_the_hour(rehearsal, cast):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, "x")
    before = Token.objects.of(cast.org_a).get()
    rehearsal.wait(3 * 3600)

    with clock.frozen(clock.now() + timedelta(hours=3)):
        look(account)
        after = Token.objects.of(cast.org_a).get()

        assert (account.state, after.version) == ("connected", before.version + 1)
        assert {before.access, before.refresh} & {after.access, after.refresh} == set()
        Upkeep.objects.of(cast.org_a).update(next_attempt_at=clock.now())
        assert look(account).state == "connected"
