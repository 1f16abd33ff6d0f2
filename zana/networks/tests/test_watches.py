"""The lane of readings, with practice answering."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from zana.kernel import clock
from zana.kernel.work import drain
from zana.networks import actions
from zana.networks.models import Account, Reading, Watch
from zana.networks.tasks import EVERY_IN_PRACTICE

pytestmark = pytest.mark.slow


@pytest.fixture
def account(rehearsal, cast) -> Account:
    account: Account = rehearsal.connect(cast.org_a, cast.communicator_a, "facebook")
    return account


def watch_of(account: Account) -> Any:
    return Watch.objects.of(account.organisation).get(account=account)


def test_a_new_account_is_read_at_once_and_then_again(account, cast):
    now = clock.now()
    with clock.frozen(now):
        assert drain("readings") == 1
        assert drain("readings") == 0

    assert Reading.objects.of(cast.org_a).filter(metric="followers").count() == 1
    assert watch_of(account).next_attempt_at == now + EVERY_IN_PRACTICE


def test_a_busy_network_is_asked_again_when_it_said(account, rehearsal):
    rehearsal.fail("rate_limited", "read")

    drain("readings", limit=1)

    watch = watch_of(account)
    assert watch.next_attempt_at > clock.now() + timedelta(seconds=4)
    assert watch.failures == 1


def test_a_shut_account_is_left_alone_until_it_is_connected_again(account, rehearsal, cast):
    rehearsal.server.stage("tokens/revoke", actor=account.remote_id)
    drain("readings", limit=1)
    stopped = watch_of(account).next_attempt_at

    rehearsal.connect(cast.org_a, cast.director_a, account.network)

    assert stopped is None
    assert watch_of(account).next_attempt_at is not None


def test_a_person_may_ask_for_the_numbers_now(account, cast):
    drain("readings", limit=1)

    actions.read_soon(by=cast.communicator_a, account=account)

    assert watch_of(account).next_attempt_at <= clock.now()
