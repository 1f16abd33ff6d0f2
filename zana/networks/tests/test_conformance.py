"""Every network that publishes, against the real practice process, well and under every fault."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks import actions
from zana.networks.errors import Reconnect, TryLater
from zana.networks.models import Account, Forgetting, ProfileSnapshot, Reading, Token, Watch
from zana.networks.port import CannotTell, Found, NotFound, Post
from zana.networks.registry import NETWORKS
from zana.networks.tests.sending import make_post, plain_kind

pytestmark = pytest.mark.slow

# Those with a practice network; the others face the same questions on a server of their own.
REHEARSED = [network for network in NETWORKS.values() if network.practice_path]
PUBLISHING = [network.key for network in REHEARSED if network.publishes]
MEASURING = [network.key for network in REHEARSED if network.measures]
TEXT = "Telefoni i ndihmës është falas, ditë e natë. Pa gjykim & pa pagesë."


@pytest.fixture(params=PUBLISHING)
def account(request, rehearsal, cast) -> Account:
    account: Account = rehearsal.connect(cast.org_a, cast.communicator_a, request.param)
    return account


@pytest.fixture
def write(rehearsal):
    """A plain post with these words, as the network takes it."""

    def make(account: Account, text: str = TEXT) -> Post:
        return make_post(rehearsal, account.description, plain_kind(account.description), text)

    return make


def test_connecting_keeps_tokens_profile_and_the_order_to_read(account, cast):
    token = Token.objects.of(cast.org_a).get()

    assert (account.state, account.is_practice, account.is_open) == ("connected", True, True)
    assert token.access != ""
    assert ProfileSnapshot.objects.of(cast.org_a).get().name == account.name
    assert Watch.objects.of(cast.org_a).get().next_attempt_at is not None
    assert Forgetting.objects.get().next_attempt_at is not None


def test_connecting_again_keeps_the_same_account(account, rehearsal, cast):
    actions.mark_reconnect(account, Reconnect().saying)

    again = rehearsal.connect(cast.org_a, cast.director_a, account.network)

    assert (again.pk, again.state, again.trouble) == (account.pk, "connected", None)


def test_text_and_pictures_stand_there_as_sent(account, rehearsal):
    post = make_post(rehearsal, account.description, "photos", TEXT)
    published = actions.send_post(account=account, post=post)

    there = rehearsal.posts(TEXT)
    assert [post["wall"] for post in there] == [account.remote_id]
    assert published.remote_id.endswith(there[0]["id"])
    assert there[0]["alt_texts"] == [picture.alt for picture in post.pictures]
    assert there[0]["pictures"] == [hashlib.sha256(picture.content).hexdigest() for picture in post.pictures]


def test_the_addresses_given_to_people_open_in_a_browser(account, rehearsal, write):
    published = actions.send_post(account=account, post=write(account))

    address = actions.find_address(account=account, remote_id=published.remote_id)

    assert escape(TEXT) in rehearsal.see(address)
    if account.network == "instagram":  # its API tells no address of a profile: it is made of the name
        assert account.url.endswith(f"/{account.handle}/")
    else:
        assert account.name in rehearsal.see(account.url)


def test_what_was_sent_is_found_and_what_was_not_is_not(account, write):
    since = clock.now()
    published = actions.send_post(account=account, post=write(account))

    found = actions.look_for_post(account=account, post=write(account), since=since)
    other = actions.look_for_post(account=account, post=write(account, TEXT + "!"), since=since)

    assert isinstance(found, Found)
    assert found.published.remote_id == published.remote_id
    assert other == NotFound()


def test_the_same_words_sent_twice_are_told_apart(account, write):
    first = actions.send_post(account=account, post=write(account))
    actions.record_remote_post(account=account, remote_id=first.remote_id, text=TEXT)

    assert actions.look_for_post(account=account, post=write(account), since=clock.now()) == NotFound()


def test_an_older_post_of_unknown_origin_is_left_to_a_person(account, write):
    actions.send_post(account=account, post=write(account))

    sighting = actions.look_for_post(account=account, post=write(account), since=clock.now() + timedelta(hours=1))

    assert isinstance(sighting, CannotTell)


@pytest.mark.parametrize("kind", ["rate_limited", "broken_before", "answer_lost"])
def test_a_fault_while_looking_leaves_the_question_open(account, rehearsal, kind, write):
    rehearsal.fail(kind, "read")

    with pytest.raises(TryLater):
        actions.look_for_post(account=account, post=write(account), since=clock.now())


@pytest.mark.parametrize("network", MEASURING)
def test_a_round_stores_numbers_with_their_source(rehearsal, cast, network, write):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, network)
    published = actions.send_post(account=account, post=write(account))
    post = actions.record_remote_post(account=account, remote_id=published.remote_id, text=TEXT)
    rehearsal.wait(2 * 86_400)

    actions.take_readings(account=account)

    readings = Reading.objects.of(cast.org_a)
    assert set(readings.values_list("metric", flat=True)) == set(account.description.metrics)
    assert readings.get(metric="followers").value > 0
    assert readings.get(metric="post_views", remote_post=post).value > 0
    assert {reading.source.kind for reading in readings} == {"api"}


@pytest.mark.parametrize("kind", ["rate_limited", "broken_before", "broken_after", "answer_lost"])
def test_a_broken_round_stores_nothing(account, rehearsal, cast, kind):
    rehearsal.fail(kind, "read")

    with pytest.raises(TryLater):
        actions.take_readings(account=account)

    assert list(Reading.objects.of(cast.org_a)) == []


def test_a_revoked_permission_shuts_the_account(account, rehearsal, cast):
    # Instagram is opened with the keys of the page it belongs to.
    keeper = rehearsal.page if account.network == "instagram" else account.remote_id
    rehearsal.server.stage("tokens/revoke", actor=keeper)

    with pytest.raises(Reconnect):
        actions.take_readings(account=account)

    assert Account.objects.of(cast.org_a).get().state == "reconnect"


def test_a_token_about_to_run_out_is_renewed_before_use_and_only_then(account, cast, write):
    before = Token.objects.of(cast.org_a).get()
    Token.objects.of(cast.org_a).update(expires_at=clock.now() + timedelta(minutes=1))

    actions.send_post(account=account, post=write(account))

    after = Token.objects.of(cast.org_a).get()
    renews = bool(before.refresh)
    assert (after.access != before.access) == renews
    assert (after.refresh != before.refresh) == renews
    assert after.renewing_until is None


def test_a_token_refused_before_its_time_is_renewed_once_where_that_can_be(account, rehearsal, cast, write):
    renews = bool(Token.objects.of(cast.org_a).get().refresh)
    rehearsal.fail("token_expired", "publish")

    if renews:
        actions.send_post(account=account, post=write(account))
    else:
        with pytest.raises(Reconnect):
            actions.send_post(account=account, post=write(account))

    assert len(rehearsal.posts(TEXT)) == renews


def test_a_code_is_good_once(rehearsal, cast):
    network = PUBLISHING[0]
    address = actions.start_connect(by=cast.communicator_a, organisation=cast.org_a, network=network, practice=True)
    state, code = _back(rehearsal.give_consent(address))
    actions.finish_connect(by=cast.communicator_a, state=state, code=code)

    with pytest.raises(Refusal):
        actions.finish_connect(by=cast.communicator_a, state=state, code=code)


@pytest.mark.parametrize("network", PUBLISHING)
def test_a_used_code_connects_nothing(rehearsal, cast, network):
    states = []
    for _ in range(2):
        address = actions.start_connect(by=cast.communicator_a, organisation=cast.org_a, network=network, practice=True)
        states.append((address, *_back(rehearsal.give_consent(address))))
    (_, first, code), (_, second, _) = states
    actions.finish_connect(by=cast.communicator_a, state=first, code=code)
    Account.objects.of(cast.org_a).update(name="as it was")

    with pytest.raises(Refusal):
        actions.finish_connect(by=cast.communicator_a, state=second, code=code)

    assert Account.objects.of(cast.org_a).get().name == "as it was"


@pytest.mark.parametrize("network", PUBLISHING)
def test_disconnecting_works_while_the_network_is_down(rehearsal, cast, network):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, network)
    rehearsal.fail("broken_before", "any", times=5)

    actions.disconnect(by=cast.director_a, account=account)

    assert Account.objects.of(cast.org_a).get().state == "left"


def _back(address: str) -> tuple[str, str]:
    """(state, code) out of the way back."""
    query = parse_qs(urlsplit(address).query)
    return query["state"][0], query["code"][0]
