"""Bluesky against the reference server from npm, well and under every fault: the questions of `test_conformance`.

What is not asked here needs the network's common view, which a lone server has not: it must say so in words.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import count

import httpx
import pytest
from PIL import Image

from tests.servers.bluesky import BlueskyServer, Person
from tests.stage import TRUST
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks import actions
from zana.networks.actions.tokens import client_of
from zana.networks.adapters.bluesky import connect, moderate, talk
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.models import Account, ProfileSnapshot, Reading, Token, Watch
from zana.networks.port import Answer, Answered, App, CannotTell, Found, NotFound, Picture, Post, Promise

pytestmark = pytest.mark.servers

TEXT = "Telefoni i ndihmës është falas, ditë e natë. Pa gjykim & pa pagesë."
POST, UPLOAD, LIST, RENEW = "repo.putRecord", "repo.uploadBlob", "repo.listRecords", "server.refreshSession"

NUMBERS = count(1)
NO_APP = App("", "", "", "")

# fault, the call it meets, the error, how many posts stand there afterwards
FAULTS = [
    ("rate_limited", POST, TryLater, 0),
    ("refused", POST, Refused, 0),
    ("broken_before", POST, OutcomeUnknown, 0),
    ("broken_after", POST, OutcomeUnknown, 1),
    ("answer_lost", POST, OutcomeUnknown, 1),
    ("rate_limited", UPLOAD, TryLater, 0),
    ("broken_after", UPLOAD, TryLater, 0),
    ("answer_lost", UPLOAD, TryLater, 0),
    ("refused", UPLOAD, Refused, 0),
]


@pytest.fixture
def bluesky(bluesky_server, settings) -> BlueskyServer:
    settings.ZANA_PRACTICE_URL = ""
    settings.ZANA_MEDIA_URL = bluesky_server.proxy.url  # the one address on loopback that we may call
    bluesky_server.proxy.mend()
    server: BlueskyServer = bluesky_server
    return server


@pytest.fixture(scope="module")
def person(bluesky_server) -> Person:
    """One for all: signing up takes a second."""
    person: Person = bluesky_server.sign_up()
    return person


@pytest.fixture
def text() -> str:
    """Words nobody else posts, so that each test counts its own."""
    return f"{TEXT} {next(NUMBERS)}"


@pytest.fixture
def account(bluesky, person, cast) -> Account:
    return sign_in(bluesky, person, cast)


@pytest.fixture
def picture() -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), "#5b2a6f").save(drawn, "JPEG")
    return Picture("dita.jpg", drawn.getvalue(), "image/jpeg", "Dy gra flasin pranë dritares", 640, 480)


def sign_in(bluesky, person, cast, **other) -> Account:
    given = {"server": bluesky.proxy.url, "name": f"@{person.handle}", "password": person.app_password, **other}
    return actions.sign_in(by=cast.communicator_a, organisation=cast.org_a, network="bluesky", **given)


def tokens_of(account: Account) -> Token:
    return Token.objects.of(account.organisation).get(account=account)


def almost_over(account: Account) -> None:
    soon = clock.now() + timedelta(minutes=1)
    Token.objects.of(account.organisation).filter(account=account).update(expires_at=soon)


def test_signing_in_keeps_keys_profile_and_the_order_to_read_but_no_password(account, person, cast):
    token = tokens_of(account)

    assert (account.remote_id, account.handle, account.state) == (person.did, person.handle, "connected")
    assert (account.is_practice, account.is_open) == (False, True)
    assert person.app_password not in (token.access, token.refresh)
    assert token.expires_at is not None
    assert timedelta(hours=1) < token.expires_at - clock.now() < timedelta(hours=3)
    assert ProfileSnapshot.objects.of(cast.org_a).get().name == account.name == person.handle
    assert Watch.objects.of(cast.org_a).get().next_attempt_at is not None


def test_signing_in_again_keeps_the_same_account_on_whatever_server(account, bluesky, person, cast):
    actions.mark_reconnect(account, Reconnect().saying)
    Account.objects.of(cast.org_a).update(api_base="https://old.example")

    again = sign_in(bluesky, person, cast)

    assert (again.pk, again.state, again.trouble) == (account.pk, "connected", None)
    assert again.api_base == bluesky.proxy.url


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "aaaa-bbbb-cccc-dddd"},
        {"password": "nje fjalekalim vetem per prova"},
        {"server": "https://10.0.0.1"},
        {"server": "http://zana.example"},
        {"server": "//"},
    ],
)
def test_a_wrong_password_and_an_address_within_are_refused_and_leave_nothing(bluesky, person, cast, wrong):
    with pytest.raises(Refusal):
        sign_in(bluesky, person, cast, **wrong)

    assert list(Account.objects.of(cast.org_a)) == []


def test_the_main_password_is_never_sent(bluesky, person, cast):
    with pytest.raises(Refusal):
        sign_in(bluesky, person, cast, password="nje fjalekalim vetem per prova")

    assert bluesky.proxy.calls == []


def test_text_pictures_and_alternative_texts_stand_there_as_sent(account, bluesky, person, picture, text):
    published = actions.send_post(account=account, post=Post(text, (picture, picture)))

    (there,) = bluesky.posts(person, text)
    images = there["embed"]["images"]
    assert published.remote_id == bluesky.read_records(person, "app.bsky.feed.post")[0]["uri"]
    assert [(image["alt"], image["aspectRatio"]) for image in images] == [
        (picture.alt, {"width": 640, "height": 480})
    ] * 2
    kept = {"did": person.did, "cid": images[0]["image"]["ref"]["$link"]}
    blob = httpx.get(f"{bluesky.url}/xrpc/com.atproto.sync.getBlob", params=kept, verify=TRUST, timeout=20)
    assert hashlib.sha256(blob.content).digest() == hashlib.sha256(picture.content).digest()


def test_links_mentions_and_hashtags_stand_beside_the_text(account, bluesky, person):
    text = f"Për ndihmë: https://drita.example/sq, shkruani @{person.handle} ose @askush.test. #Ndihmë"

    actions.send_post(account=account, post=Post(text))

    (there,) = bluesky.posts(person, text)
    marked = [
        (
            text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            facet["features"][0].get("uri") or facet["features"][0].get("did") or facet["features"][0].get("tag"),
        )
        for facet in there["facets"]
    ]
    assert marked == [
        ("https://drita.example/sq", "https://drita.example/sq"),
        (f"@{person.handle}", person.did),
        ("#Ndihmë", "Ndihmë"),
    ]


def test_the_address_for_people_names_account_and_post(account, person, text):
    published = actions.send_post(account=account, post=Post(text))

    key = published.remote_id.rpartition("/")[2]
    assert actions.find_address(account=account, remote_id=published.remote_id) == published.url
    assert published.url == f"https://bsky.app/profile/{person.did}/post/{key}"


def test_what_was_sent_is_found_and_what_was_not_is_not(account, text):
    since = clock.now()
    published = actions.send_post(account=account, post=Post(text))

    found = actions.look_for_post(account=account, post=Post(text), since=since)
    other = actions.look_for_post(account=account, post=Post(text + "!"), since=since)

    assert isinstance(found, Found)
    assert found.published.remote_id == published.remote_id
    assert other == NotFound()


def test_the_same_words_sent_twice_are_told_apart(account, text):
    first = actions.send_post(account=account, post=Post(text))
    actions.record_remote_post(account=account, remote_id=first.remote_id, text=text)

    assert actions.look_for_post(account=account, post=Post(text), since=clock.now()) == NotFound()


def test_an_older_post_of_unknown_origin_is_left_to_a_person(account, text):
    actions.send_post(account=account, post=Post(text))

    sighting = actions.look_for_post(account=account, post=Post(text), since=clock.now() + timedelta(hours=1))

    assert isinstance(sighting, CannotTell)


@pytest.mark.parametrize(("kind", "verb", "error", "standing"), FAULTS)
def test_a_fault_is_the_right_error_and_never_two_posts(
    account, bluesky, person, picture, kind, verb, error, standing, text
):
    since, promise = clock.now(), Promise()
    post = Post(text, (picture,))
    bluesky.proxy.fail(kind, verb)

    with pytest.raises(NetworkError) as raised:
        actions.send_post(account=account, post=post, promise=promise)

    assert type(raised.value) is error
    assert len(bluesky.posts(person, text)) == standing
    if error is OutcomeUnknown:
        for told in (promise.value, ""):  # by its key, and by its words where the key was lost
            sighting = actions.look_for_post(account=account, post=post, since=since, promise=told)
            assert isinstance(sighting, Found if standing else NotFound)
    if error is TryLater or (error is OutcomeUnknown and not standing):
        actions.send_post(account=account, post=post, promise=promise)
    account.refresh_from_db()
    assert account.state == "connected"
    assert len(bluesky.posts(person, text)) == (0 if error is Refused else 1)


def test_even_a_blind_second_attempt_makes_no_second_post(account, bluesky, person, text):
    promise = Promise()
    bluesky.proxy.fail("answer_lost", POST)
    with pytest.raises(OutcomeUnknown):
        actions.send_post(account=account, post=Post(text), promise=promise)

    with pytest.raises(OutcomeUnknown):
        actions.send_post(account=account, post=Post(text), promise=promise)

    assert len(bluesky.posts(person, text)) == 1


def test_a_busy_network_says_when_and_a_slow_one_is_waited_for(account, bluesky, person, text):
    bluesky.proxy.fail("rate_limited", POST)
    with pytest.raises(TryLater) as later:
        actions.send_post(account=account, post=Post(text))
    bluesky.proxy.fail("slow", POST)

    actions.send_post(account=account, post=Post(text))

    assert timedelta(seconds=5) <= later.value.at - clock.now() <= timedelta(seconds=31)
    assert len(bluesky.posts(person, text)) == 1


@pytest.mark.parametrize("kind", ["rate_limited", "broken_before", "answer_lost"])
def test_a_fault_while_looking_leaves_the_question_open(account, bluesky, kind, text):
    bluesky.proxy.fail(kind, LIST)

    with pytest.raises(TryLater):
        actions.look_for_post(account=account, post=Post(text), since=clock.now())


def test_keys_about_to_run_out_are_renewed_before_use_and_the_used_one_is_refused(account, bluesky, person, text):
    before = tokens_of(account)
    almost_over(account)

    actions.send_post(account=account, post=Post(text))

    after = tokens_of(account)
    assert after.refresh != before.refresh
    assert (after.version, after.renewing_until) == (before.version + 1, None)
    bluesky.end_grace()
    with pytest.raises(Reconnect):
        connect.renew(client_of(account), NO_APP, before.values)


def test_a_lost_answer_to_a_renewal_costs_nothing(account, bluesky, person, text):
    almost_over(account)
    bluesky.proxy.fail("answer_lost", RENEW)
    with pytest.raises(TryLater):
        actions.send_post(account=account, post=Post(text))

    with clock.frozen(clock.now()):
        clock.travel(timedelta(minutes=3))
        actions.send_post(account=account, post=Post(text))

    assert len(bluesky.posts(person, text)) == 1


def test_a_key_refused_before_its_time_is_renewed_once(account, bluesky, person, text):
    time.sleep(1)  # keys made within one second are the same
    bluesky.proxy.fail("token_expired", POST)

    actions.send_post(account=account, post=Post(text))

    assert len(bluesky.posts(person, text)) == 1


def test_an_app_password_taken_back_shuts_the_account_in_words(bluesky, cast, text):
    person = bluesky.sign_up()
    account = sign_in(bluesky, person, cast)
    bluesky.call("com.atproto.server.revokeAppPassword", by=person, name="zana")
    almost_over(account)

    with pytest.raises(Reconnect) as shut:
        actions.send_post(account=account, post=Post(text))

    account.refresh_from_db()
    assert (account.state, account.trouble_words) == ("reconnect", shut.value.saying)
    assert "app password" in shut.value.saying.english()
    assert bluesky.posts(person, text) == []


def test_disconnecting_gives_the_session_back_even_if_the_server_is_down(account, bluesky, person, cast):
    kept = tokens_of(account).values
    actions.disconnect(by=cast.director_a, account=account)
    with pytest.raises(Reconnect):
        connect.renew(client_of(account), NO_APP, kept)

    again = sign_in(bluesky, person, cast)
    bluesky.proxy.fail("broken_before", "", times=5)
    actions.disconnect(by=cast.director_a, account=again)

    assert Account.objects.of(cast.org_a).get().state == "left"


def test_an_answer_stands_under_what_it_answers_and_is_found_again(account, bluesky, person, text):
    post = actions.send_post(account=account, post=Post(text)).remote_id
    client, since = actions.open_client(account), clock.now()
    first = talk.reply(client, person.did, Answer("public", "Po, sot.", post=post))
    second = Answer("public", "Edhe nesër.", post=post, comment=first)

    made = talk.reply(client, person.did, second)

    found = talk.look_for_reply(client, person.did, Answered(second, since))
    other = talk.look_for_reply(client, person.did, Answered(replace(second, comment=""), since))
    (there,) = bluesky.posts(person, "Edhe nesër.")
    assert (there["reply"]["root"]["uri"], there["reply"]["parent"]["uri"]) == (post, first)
    assert isinstance(found, Found)
    assert (found.published.remote_id, other) == (made, NotFound())


def test_hiding_blocking_and_deleting_may_be_done_twice_and_undone(account, bluesky, person, text):
    client, other = actions.open_client(account), bluesky.sign_up()
    post = actions.send_post(account=account, post=Post(text)).remote_id
    root = {"uri": post, "cid": bluesky.read_records(person, "app.bsky.feed.post")[0]["cid"]}
    words = {"$type": "app.bsky.feed.post", "text": "ua", "createdAt": "2026-11-25T12:00:00Z"}
    said = {**words, "reply": {"root": root, "parent": root}}
    hostile = bluesky.call(
        "com.atproto.repo.createRecord", by=other, repo=other.did, collection="app.bsky.feed.post", record=said
    )["uri"]

    def twice(act, about):
        act(client, person.did, about)
        act(client, person.did, about)

    def stands() -> tuple[list[str], list[str]]:
        gates = bluesky.read_records(person, "app.bsky.feed.threadgate")
        blocks = bluesky.read_records(person, "app.bsky.graph.block")
        hidden = [uri for gate in gates for uri in gate["value"]["hiddenReplies"]]
        return hidden, [block["value"]["subject"] for block in blocks]

    twice(moderate.hide, hostile)
    twice(moderate.block, other.did)
    done = stands()
    twice(moderate.unhide, hostile)
    twice(moderate.unblock, other.did)
    twice(moderate.delete, post)

    assert done == ([hostile], [other.did])
    assert stands() == ([], [])
    assert bluesky.posts(person, text) == []
    with pytest.raises(CannotDo):
        moderate.delete(client, person.did, hostile)


def test_what_a_lone_server_does_not_know_it_says_in_words_and_stores_nothing(account, cast, person):
    client = actions.open_client(account)

    with pytest.raises(CannotDo) as numbers:
        actions.take_readings(account=account)
    with pytest.raises(CannotDo) as answers:
        talk.list_comments(client, person.did, clock.now(), [])

    assert numbers.value.saying == answers.value.saying
    assert list(Reading.objects.of(cast.org_a)) == []


def test_the_form_connects_and_says_why_not(bluesky, person, cast, client):
    client.force_login(cast.communicator_a)
    where = f"/o/{cast.org_a.ref}/accounts/sign-in/bluesky/"
    given = {"server": bluesky.proxy.url, "name": person.handle}

    wrong = client.post(where, {**given, "password": "aaaa-bbbb-cccc-dddd"})
    right = client.post(where, {**given, "password": person.app_password})

    made = Account.objects.of(cast.org_a).get()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "aaaa-bbbb" not in wrong.content.decode()
    assert right["Location"].endswith(f"/accounts/{made.ref}/")
