from datetime import timedelta

import pytest

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.networks import actions
from zana.networks.errors import CannotDo, Reconnect, TryLater
from zana.networks.models import Account, Consent, ProfileSnapshot, Token, Watch
from zana.networks.tests.made import make_account, make_token
from zana.people.models import LogEntry, Notice


def by_hand(person, organisation, **facts) -> Account:
    values = {"network": "instagram", "name": "Drita", "url": "https://www.instagram.com/drita", **facts}
    return actions.connect_by_hand(by=person, organisation=organisation, **values)


def test_an_account_by_hand_stands_with_its_first_snapshot(cast):
    account = by_hand(cast.communicator_a, cast.org_a)

    snapshot = ProfileSnapshot.objects.of(cast.org_a).get()
    assert (account.by_hand, account.state, account.is_open) == (True, "connected", False)
    assert (snapshot.account, snapshot.by_hand, snapshot.name) == (account, True, "Drita")
    assert LogEntry.objects.get().verb == "account.added_by_hand"


def test_an_account_by_hand_is_on_its_own_network(cast):
    with pytest.raises(Refusal):
        by_hand(cast.communicator_a, cast.org_a, url="https://instagram.com.evil.example/drita")

    assert list(Account.objects.of(cast.org_a)) == []


@pytest.mark.parametrize("who", ["lead", "trainer", "volunteer_a", "communicator_b", "donor"])
def test_only_communicator_and_director_connect(cast, who):
    account = make_account(cast.org_a, cast.communicator_a)
    person = cast.persons[who]

    with pytest.raises(Forbidden):
        by_hand(person, cast.org_a)
    with pytest.raises(Forbidden):
        actions.start_connect(by=person, organisation=cast.org_a, network="x", practice=True)
    with pytest.raises(Forbidden):
        actions.sign_in(
            by=person, organisation=cast.org_a, network="bluesky", server="bsky.social", name="drita", password="x"
        )
    with pytest.raises(Forbidden):
        actions.disconnect(by=person, account=account)


def test_without_keys_a_network_is_not_connected(cast, settings):
    settings.ZANA_PRACTICE_URL = settings.ZANA_X_CLIENT_ID = ""

    for practice in (True, False):
        with pytest.raises(Refusal):
            actions.start_connect(by=cast.director_a, organisation=cast.org_a, network="x", practice=practice)


def test_disconnecting_throws_the_keys_away_and_keeps_the_rest(cast):
    account = make_account(cast.org_a, cast.communicator_a)
    make_token(account)
    Watch.objects.of(cast.org_a).create(account=account, next_attempt_at=account.connected_at)

    actions.disconnect(by=cast.director_a, account=account)

    assert list(Token.objects.of(cast.org_a)) == []
    assert Account.objects.of(cast.org_a).get().state == "left"
    assert Watch.objects.of(cast.org_a).get().next_attempt_at is None


def test_keys_nobody_chose_are_forgotten_after_their_time(cast, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    start = {"by": cast.director_a, "organisation": cast.org_a, "network": "x", "practice": True}
    with clock.frozen(clock.now()):
        actions.start_connect(**start)
        Consent.objects.of(cast.org_a).update(found='[{"tokens": "t"}]')
        clock.travel(timedelta(minutes=9))
        actions.start_connect(**start)
        kept = [bool(consent.found) for consent in Consent.objects.of(cast.org_a).order_by("pk")]
        clock.travel(timedelta(minutes=1))
        actions.start_connect(**start)
        left = [bool(consent.found) for consent in Consent.objects.of(cast.org_a).order_by("pk")]

    assert (kept, left) == ([True, False], [False, False, False])


def test_a_shut_door_is_told_once_to_those_who_can_open_it(cast):
    account = make_account(cast.org_a, cast.communicator_a)
    words = Reconnect().saying

    actions.mark_reconnect(account, words)
    actions.mark_reconnect(account, words)

    told = Notice.objects.order_by("person__pk")
    assert {notice.person for notice in told} == {cast.director_a, cast.communicator_a}
    assert len(told) == 2
    assert Account.objects.of(cast.org_a).get().trouble_words == words


def test_only_one_process_renews_a_token(cast, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    account = make_account(cast.org_a, cast.communicator_a, network="x", api_base="practice:/x")
    with clock.frozen(clock.now()):
        soon = clock.now() + timedelta(minutes=1)
        make_token(account, refresh="r-1", expires_at=soon, renewing_until=soon)

        with pytest.raises(TryLater) as later:
            actions.open_client(account)

        assert later.value.at == clock.now() + timedelta(seconds=5)


def test_an_account_by_hand_or_a_shut_one_gets_no_client(cast):
    by_hand = make_account(cast.org_a, cast.communicator_a, by_hand=True)
    shut = make_account(cast.org_a, cast.communicator_a, remote_id="1002", state="reconnect")
    make_token(shut)

    with pytest.raises(CannotDo):
        actions.open_client(by_hand)
    with pytest.raises(Reconnect):
        actions.open_client(shut)
