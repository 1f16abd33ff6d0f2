"""Every network that publishes, against the real practice process, well and under every fault."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from html import escape
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks import actions
from zana.networks.errors import NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.models import Account, ProfileSnapshot, Reading, Token, Watch
from zana.networks.port import CannotTell, Found, NotFound, Picture, Post
from zana.networks.registry import NETWORKS

pytestmark = pytest.mark.slow

# Those with a practice network; the others face the same questions on a server of their own.
REHEARSED = [network for network in NETWORKS.values() if network.practice_path]
PUBLISHING = [network.key for network in REHEARSED if network.publishes]
MEASURING = [network.key for network in REHEARSED if network.measures]
TEXT = "Telefoni i ndihmës është falas, ditë e natë. Pa gjykim & pa pagesë."

# fault, the call it meets, the error, how many posts stand there afterwards
FAULTS = [
    ("rate_limited", "publish", TryLater, 0),
    ("token_expired", "publish", Reconnect, 0),
    ("token_revoked", "publish", Reconnect, 0),
    ("permission_missing", "publish", Refused, 0),
    ("refused", "publish", Refused, 0),
    ("broken_before", "publish", OutcomeUnknown, 0),
    ("broken_after", "publish", OutcomeUnknown, 1),
    ("answer_lost", "publish", OutcomeUnknown, 1),
    ("duplicate", "publish", OutcomeUnknown, 0),
    ("rate_limited", "upload", TryLater, 0),
    ("broken_before", "upload", TryLater, 0),
    ("broken_after", "upload", TryLater, 0),
    ("answer_lost", "upload", TryLater, 0),
    ("refused", "upload", Refused, 0),
    ("token_revoked", "upload", Reconnect, 0),
]


@pytest.fixture(params=PUBLISHING)
def account(request, rehearsal, cast) -> Account:
    account: Account = rehearsal.connect(cast.org_a, cast.communicator_a, request.param)
    return account


@pytest.fixture
def picture() -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "#5b2a6f").save(drawn, "JPEG")
    return Picture("dita.jpg", drawn.getvalue(), "image/jpeg", "Dy gra flasin pranë dritares", 640, 480)


def test_connecting_keeps_tokens_profile_and_the_order_to_read(account, cast):
    token = Token.objects.of(cast.org_a).get()

    assert (account.state, account.is_practice, account.is_open) == ("connected", True, True)
    assert token.access != ""
    assert ProfileSnapshot.objects.of(cast.org_a).get().name == account.name
    assert Watch.objects.of(cast.org_a).get().next_attempt_at is not None


def test_connecting_again_keeps_the_same_account(account, rehearsal, cast):
    actions.mark_reconnect(account, Reconnect().saying)

    again = rehearsal.connect(cast.org_a, cast.director_a, account.network)

    assert (again.pk, again.state, again.trouble) == (account.pk, "connected", None)


def test_text_and_pictures_stand_there_as_sent(account, rehearsal, picture):
    published = actions.send_post(account=account, post=Post(TEXT, (picture, picture)))

    there = rehearsal.posts(TEXT)
    assert [post["wall"] for post in there] == [account.remote_id]
    assert published.remote_id.endswith(there[0]["id"])
    assert there[0]["alt_texts"] == [picture.alt, picture.alt]
    assert there[0]["pictures"] == [hashlib.sha256(picture.content).hexdigest()] * 2


def test_the_addresses_given_to_people_open_in_a_browser(account, rehearsal):
    published = actions.send_post(account=account, post=Post(TEXT))

    address = actions.find_address(account=account, remote_id=published.remote_id)

    assert escape(TEXT) in rehearsal.see(address)
    assert account.name in rehearsal.see(account.url)


def test_what_was_sent_is_found_and_what_was_not_is_not(account):
    since = clock.now()
    published = actions.send_post(account=account, post=Post(TEXT))

    found = actions.look_for_post(account=account, post=Post(TEXT), since=since)
    other = actions.look_for_post(account=account, post=Post(TEXT + "!"), since=since)

    assert isinstance(found, Found)
    assert found.published.remote_id == published.remote_id
    assert other == NotFound()


def test_the_same_words_sent_twice_are_told_apart(account):
    first = actions.send_post(account=account, post=Post(TEXT))
    actions.record_remote_post(account=account, remote_id=first.remote_id, text=TEXT)

    assert actions.look_for_post(account=account, post=Post(TEXT), since=clock.now()) == NotFound()


def test_an_older_post_of_unknown_origin_is_left_to_a_person(account):
    actions.send_post(account=account, post=Post(TEXT))

    sighting = actions.look_for_post(account=account, post=Post(TEXT), since=clock.now() + timedelta(hours=1))

    assert isinstance(sighting, CannotTell)


@pytest.mark.parametrize(("kind", "verb", "error", "standing"), FAULTS)
def test_a_fault_is_the_right_error_and_never_two_posts(account, rehearsal, picture, kind, verb, error, standing):
    since = clock.now()
    post = Post(TEXT, (picture,))
    rehearsal.fail(kind, verb, times=9 if error is Reconnect else 1)

    with pytest.raises(NetworkError) as raised:
        actions.send_post(account=account, post=post)

    assert type(raised.value) is error
    assert len(rehearsal.posts(TEXT)) == standing
    rehearsal.mend()
    if error is OutcomeUnknown:
        sighting = actions.look_for_post(account=account, post=post, since=since)
        assert isinstance(sighting, Found if standing else NotFound)
        if isinstance(sighting, NotFound):
            actions.send_post(account=account, post=post)
    if error is TryLater:
        actions.send_post(account=account, post=post)
    account.refresh_from_db()
    assert (account.state == "reconnect") == (error is Reconnect)
    assert len(rehearsal.posts(TEXT)) == (0 if error in (Refused, Reconnect) else 1)


@pytest.mark.parametrize("kind", ["rate_limited", "broken_before", "answer_lost"])
def test_a_fault_while_looking_leaves_the_question_open(account, rehearsal, kind):
    rehearsal.fail(kind, "read")

    with pytest.raises(TryLater):
        actions.look_for_post(account=account, post=Post(TEXT), since=clock.now())


@pytest.mark.parametrize("network", MEASURING)
def test_a_round_stores_numbers_with_their_source(rehearsal, cast, network):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, network)
    published = actions.send_post(account=account, post=Post(TEXT))
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
    rehearsal.server.stage("tokens/revoke", actor=account.remote_id)

    with pytest.raises(Reconnect):
        actions.take_readings(account=account)

    assert Account.objects.of(cast.org_a).get().state == "reconnect"


def test_a_token_about_to_run_out_is_renewed_before_use_and_only_then(account, cast):
    before = Token.objects.of(cast.org_a).get()
    Token.objects.of(cast.org_a).update(expires_at=clock.now() + timedelta(minutes=1))

    actions.send_post(account=account, post=Post(TEXT))

    after = Token.objects.of(cast.org_a).get()
    renews = bool(before.refresh)
    assert (after.access != before.access) == renews
    assert (after.refresh != before.refresh) == renews
    assert after.renewing_until is None


def test_a_token_refused_before_its_time_is_renewed_once_where_that_can_be(account, rehearsal, cast):
    renews = bool(Token.objects.of(cast.org_a).get().refresh)
    rehearsal.fail("token_expired", "publish")

    if renews:
        actions.send_post(account=account, post=Post(TEXT))
    else:
        with pytest.raises(Reconnect):
            actions.send_post(account=account, post=Post(TEXT))

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
