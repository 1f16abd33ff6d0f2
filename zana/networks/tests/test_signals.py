"""What networks tell us: only they, only once, and nothing of it in a log."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.work import drain
from zana.networks.actions.signals import forget_signals, hook_of, verify_token
from zana.networks.models import Account, AppendOnly, Forgetting, Signal
from zana.networks.registry import NETWORKS
from zana.networks.tests.made import make_account
from zana.networks.webhooks import MOST_BYTES, MOST_FORGED

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECRET, REHEARSAL = "meta-app-secret", "everybody-knows"
WORDS = "Më ndihmoni, kam frikë"


@pytest.fixture(autouse=True)
def house(settings, db):
    cache.clear()
    settings.ZANA_FACEBOOK_APP_SECRET = SECRET
    settings.ZANA_X_CONSUMER_SECRET = "x-consumer-secret"
    settings.ZANA_PRACTICE_APP_SECRET = REHEARSAL
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:8701/practice"
    with clock.frozen(NOON):
        yield


@pytest.fixture
def account(cast) -> Account:
    return make_account(cast.org_a, cast.communicator_a)


def comment(page: str = "1001", number: int = 1, *, at: datetime = NOON) -> dict[str, Any]:
    """One entry as `platforms` 1.10 shows it."""
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": f"{page}_1_{number}",
        "post_id": f"{page}_1",
        "from": {"id": "7", "name": "Maria"},
        "message": WORDS,
        "created_time": int(at.timestamp()),
    }
    return {"id": page, "time": int(at.timestamp()), "changes": [{"field": "feed", "value": value}]}


def message(page: str = "1001", mid: str = "m_1") -> dict[str, Any]:
    said = {"sender": {"id": "9"}, "recipient": {"id": page}, "timestamp": int(NOON.timestamp() * 1000)}
    return {"id": page, "time": int(NOON.timestamp()), "messaging": [{**said, "message": {"mid": mid, "text": WORDS}}]}


def write(*entries: dict[str, Any], kind: str = "page") -> bytes:
    r"""As Meta writes it: ASCII, with \u escapes and escaped slashes."""
    return json.dumps({"object": kind, "entry": list(entries)}).replace("/", "\\/").encode()


def sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def knock(body: bytes, signature: str | None = None, network: str = "facebook", door: str = "hook") -> int:
    headers = {"X-Hub-Signature-256": sign(body) if signature is None else signature}
    address = reverse(f"networks:{door}", args=[network])
    return Client().post(address, body, content_type="application/json", headers=headers).status_code


def stored(organisation) -> list[tuple[str, str]]:
    return [(signal.account.remote_id, signal.kind) for signal in Signal.objects.of(organisation)]


def test_a_signed_comment_is_kept_sealed_with_its_time(account, cast):
    assert knock(write(comment(at=NOON - timedelta(minutes=5)))) == 200

    signal = Signal.objects.of(cast.org_a).get()
    assert (signal.account, signal.kind, signal.late) == (account, "feed.comment", False)
    assert (signal.occurred_at, signal.received_at) == (NOON - timedelta(minutes=5), NOON)
    assert json.loads(signal.raw)["change"]["value"]["message"] == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM networks_signal")
        assert "feed" not in cursor.fetchone()[0]


@pytest.mark.parametrize("signature", ["", "sha256=", sign(b"another body"), "sha1=abc", "sha256=ë"])
def test_forged_or_unsigned_is_shut_out_and_leaves_nothing(account, cast, signature):
    assert knock(write(comment()), signature) == 403
    assert stored(cast.org_a) == []


def test_the_secret_of_the_rehearsal_opens_nothing_real(account, cast):
    body = write(comment())
    played = make_account(cast.org_a, cast.communicator_a, remote_id="2002", api_base="practice:/graph/v25.0")

    assert knock(body, sign(body, REHEARSAL)) == 403
    assert knock(body, sign(body, REHEARSAL), door="rehearsal_hook") == 200
    assert stored(cast.org_a) == []
    body = write(comment("2002"))
    assert knock(body, sign(body, REHEARSAL), door="rehearsal_hook") == 200
    assert stored(cast.org_a) == [(played.remote_id, "feed.comment")]


def test_the_same_again_is_one_row_and_order_does_not_matter(account, cast):
    later, earlier = comment(number=2), comment(number=1, at=NOON - timedelta(hours=1))
    for entries in [(later,), (earlier,), (later, earlier), (later,), (message(), message())]:
        assert knock(write(*entries)) == 200

    assert [kind for _, kind in stored(cast.org_a)] == ["feed.comment", "feed.comment", "message"]
    assert list(Signal.objects.of(cast.org_a).values_list("occurred_at", flat=True)) == [
        NOON - timedelta(hours=1), NOON, NOON,
    ]  # fmt: skip


def test_what_is_too_old_is_kept_once_as_late(account, cast):
    old = write(comment(at=NOON - timedelta(days=3)))

    assert [knock(old), knock(old)] == [200, 200]
    assert [signal.late for signal in Signal.objects.of(cast.org_a)] == [True]


def test_one_call_is_split_by_account_and_organisation(account, cast, caplog):
    make_account(cast.org_b, cast.communicator_b, remote_id="3003")
    make_account(cast.org_b, cast.communicator_b, remote_id="4004", state="left")
    make_account(cast.org_b, cast.communicator_b, remote_id="1001")  # both run that page
    caplog.set_level(logging.INFO, "zana.networks")

    assert knock(write(comment(), comment("3003"), comment("4004"), comment("5005"))) == 200

    assert stored(cast.org_a) == [("1001", "feed.comment")]
    assert sorted(stored(cast.org_b)) == [("1001", "feed.comment"), ("3003", "feed.comment")]
    assert caplog.messages == ["hook facebook: 3 new, 0 known, 2 of accounts nobody connected"]


def test_nothing_of_it_stands_in_a_log(account, caplog):
    caplog.set_level(logging.DEBUG)
    body = write(comment())
    knock(body)
    knock(body, "sha256=forged")
    knock(b'{"object":"page","entry":' + WORDS.encode(), None)

    assert "kam frik" not in caplog.text
    assert "1001" not in caplog.text


def test_a_thousand_updates_cost_as_many_queries_as_two(account, django_assert_max_num_queries):
    counts = []
    for start, many in ((0, 2), (10, 1000)):
        body = write(*(comment(number=start + n) for n in range(many)))
        with django_assert_max_num_queries(15) as seen:
            knock(body)
        counts.append(len(seen))

    assert Signal.objects.of(account.organisation).count() == 1002
    assert counts[1] - counts[0] <= 10  # rows go in by batches on SQLite


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b'{"object":"page","entry":' + b"[" * 5000 + b"]" * 5000 + b"}", 400),
        (b'{"object":"page","entry":' + b'{"a":' * 50 + b"1" + b"}" * 51, 400),
        (b"[]", 200),
        (b'{"object":"page","entry":7}', 200),
        (b'{"object":"page","entry":[{"id":"1001","changes":[{"field":7}],"messaging":"x"}]}', 200),
        (b'{"object":"page","entry":[3,null,{"changes":null}]}', 200),
        (b"\xff\xfe", 400),
        (b" " * (MOST_BYTES + 1), 413),
    ],
    ids=["no json", "bomb", "deep", "list", "number", "odd", "odder", "bytes", "too long"],
)
def test_odd_bodies_never_break_the_door(account, body, status):
    assert knock(body) == status


def test_what_belongs_to_another_network_is_not_taken(account, cast):
    body = write(comment(), kind="instagram")

    assert (knock(body), knock(body, network="myspace"), stored(cast.org_a)) == (200, 404, [])


def test_a_house_without_a_secret_believes_nobody(account, settings):
    settings.ZANA_FACEBOOK_APP_SECRET = ""

    assert knock(write(comment()), sign(write(comment()), "")) == 404


def test_the_handshake_of_meta(settings):
    settings.ZANA_BASE_URL = "https://zana.example"
    network = NETWORKS["facebook"]
    hook = hook_of(network, practice=False)
    address = reverse("networks:hook", args=["facebook"])
    ask = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": hook.verify_token}

    right = Client().get(address, ask)

    assert hook.address == f"https://zana.example{address}"
    assert (right.status_code, right.content, right["Content-Type"]) == (
        200, b"1158201444", "text/plain; charset=utf-8",
    )  # fmt: skip
    wrong = {**ask, "hub.verify_token": verify_token(network, practice=True)}
    assert [Client().get(address, given).status_code for given in (wrong, {}, {**ask, "hub.mode": "x"})] == [403] * 3


def test_x_asks_by_challenge_and_signs_in_base64(cast):
    account = make_account(cast.org_a, cast.communicator_a, network="x", api_base="https://api.x.com", remote_id="42")
    address = reverse("networks:hook", args=["x"])

    def signed(content: bytes) -> str:
        digest = hmac.new(b"x-consumer-secret", content, hashlib.sha256).digest()
        return "sha256=" + base64.b64encode(digest).decode()

    event = {"event_uuid": "e1", "filter": {"user_id": "42"}, "event_type": "post.mention.create", "payload": {}}
    body = json.dumps({"data": event}).encode()

    def tell(signature: str) -> int:
        headers = {"x-twitter-webhooks-signature": signature}
        return Client().post(address, body, content_type="application/json", headers=headers).status_code

    assert Client().get(address, {"crc_token": "abc"}).json() == {"response_token": signed(b"abc")}
    assert Client().get(address).status_code == 403
    assert [tell(signed(body)), tell(signed(body)), tell(signed(b"x")), tell("")] == [200, 200, 403, 403]
    assert stored(account.organisation) == [("42", "post.mention.create")]


def test_whoever_forges_often_is_sent_away_and_the_network_is_not(account, cast):
    forged = [knock(write(comment()), "sha256=no") for _ in range(MOST_FORGED + 2)]

    assert (forged.count(403), forged[-1]) == (MOST_FORGED, 429)
    assert knock(write(comment())) == 200
    assert stored(cast.org_a) == [("1001", "feed.comment")]


def test_a_signal_is_written_once(account, cast):
    knock(write(comment()))
    signal = Signal.objects.of(cast.org_a).get()

    for change in (signal.save, signal.delete, Signal.objects.of(cast.org_a).delete):
        with pytest.raises(AppendOnly):
            change()


def test_what_was_told_long_ago_is_forgotten_and_nothing_else(account, cast, settings):
    settings.ZANA_SIGNAL_DAYS = 30
    knock(write(comment()))
    with clock.frozen(NOON + timedelta(days=29)):
        kept = forget_signals()
        knock(write(message()))

    Forgetting.objects.create(next_attempt_at=NOON)
    with clock.frozen(NOON + timedelta(days=31)):
        looked = drain("forgetting")

    assert (kept, looked, stored(cast.org_a)) == (0, 1, [("1001", "message")])
    assert Forgetting.objects.get().next_attempt_at == NOON + timedelta(days=32)
    with pytest.raises(AppendOnly):
        Signal.objects.of(cast.org_a).delete()
