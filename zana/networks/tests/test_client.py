"""From what happened on the wire to the five errors."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.loopback import Stage, answer
from zana.kernel import clock
from zana.networks.client import HttpClient
from zana.networks.errors import CannotDo, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.registry import NETWORKS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LOST = b""
ODD = answer(b"<html>", b"200 OK")
BROKEN = answer(b'{"error":{"code":2,"message":"x"}}', b"500 Internal Server Error")
UNAUTHORISED = answer(b"", b"401 Unauthorized")
NO = answer(b"", b"404 Not Found")
BUSY = answer(b"", b"429 Too Many Requests", b"Retry-After: 30")


@pytest.fixture
def stage(settings) -> Iterator[Stage]:
    stage = Stage()
    settings.ZANA_PRACTICE_URL = stage.url
    yield stage
    stage.close()


@pytest.fixture
def client(stage) -> Iterator[HttpClient]:
    with clock.frozen(NOW):
        yield HttpClient(NETWORKS["facebook"], stage.url, token="EAAt0p")


def test_the_three_verbs_carry_the_token_and_return_what_was_said(stage, client):
    stage.answers = [answer(b'{"id":"1"}')] * 3

    assert client.read("/me", fields="id") == {"id": "1"}
    assert client.prepare("/me/photos", form={"published": "false"}) == {"id": "1"}
    assert client.write("/me/feed", json={"message": "a"}) == {"id": "1"}
    assert [request.split(b"\r\n")[0] for request in stage.requests] == [
        b"GET /me?fields=id HTTP/1.1",
        b"POST /me/photos HTTP/1.1",
        b"POST /me/feed HTTP/1.1",
    ]
    assert all(b"\r\nAuthorization: Bearer EAAt0p\r\n" in request for request in stage.requests)


@pytest.mark.parametrize("unclear", [LOST, ODD, BROKEN])
def test_an_unclear_write_is_unknown_and_anything_else_may_be_tried_again(stage, client, unclear):
    stage.answers = [unclear] * 3

    with pytest.raises(OutcomeUnknown):
        client.write("/me/feed", form={"message": "a"})
    with pytest.raises(TryLater) as later:
        client.prepare("/me/photos", form={"published": "false"})
    with pytest.raises(TryLater):
        client.read("/me")

    assert later.value.at == NOW + timedelta(minutes=1)
    assert len(stage.requests) == 3


def test_nothing_was_sent_so_a_write_may_be_tried_again(stage, client):
    stage.close()

    with pytest.raises(TryLater):
        client.write("/me/feed", form={"message": "a"})


@pytest.mark.parametrize(("said", "error"), [(UNAUTHORISED, Reconnect), (NO, Refused)])
def test_a_plain_status_speaks_for_itself(stage, client, said, error):
    stage.answers = [said]

    with pytest.raises(error):
        client.write("/me/feed", form={"message": "a"})


def test_a_busy_network_says_when(stage, client):
    stage.answers = [BUSY]

    with pytest.raises(TryLater) as later:
        client.read("/me")

    assert later.value.at == NOW + timedelta(seconds=30)


def test_a_glance_at_something_gone_is_none(stage, client):
    stage.answers = [NO, BUSY]

    assert client.glance("/1001_1") is None
    with pytest.raises(TryLater):
        client.glance("/1001_1")


def test_a_private_address_is_not_called(client):
    inside = HttpClient(NETWORKS["facebook"], "https://10.0.0.1", token="EAAt0p")

    with pytest.raises(CannotDo):
        inside.write("/me/feed", form={"message": "a"})


def test_the_token_stays_out_of_sight(client):
    assert "EAAt0p" not in repr(client)
