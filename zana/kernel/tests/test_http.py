import logging
import socket
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback import Stage, answer
from zana.kernel import http


@pytest.fixture
def stage(settings) -> Iterator[Stage]:
    stage = Stage()
    settings.ZANA_PRACTICE_URL = stage.url + "/practice"
    settings.ZANA_MEDIA_URL = ""
    yield stage
    stage.close()


def no_names(monkeypatch, **names: str | list[str]) -> list[str]:
    """Names lead where the test says; returns the list of names that were asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        if host[0].isdigit() or ":" in host:
            return real(host, port, *args, **kwargs)
        asked.append(host)
        found = names[host.split(".")[0]]
        entries = [found] if isinstance(found, str) else found
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (entry, port)) for entry in entries]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_call_returns_status_headers_and_json(stage):
    stage.answers = [answer(b'{"id":"1"}', b"201 Created", b"X-Left: 3")]

    got = http.call("POST", stage.url + "/v25.0/1/feed", json={"message": "mirë"}, params={"a": "b"})

    assert (got.status, got.headers["x-left"], got.json()) == (201, "3", {"id": "1"})
    assert stage.requests[0].startswith(b"POST /v25.0/1/feed?a=b HTTP/1.1\r\n")
    assert stage.requests[0].endswith(b'\r\n\r\n{"message":"mir\\u00eb"}')


def test_call_sends_form_and_files(stage):
    http.call("POST", stage.url, form={"message": "a b"})
    http.call("POST", stage.url, form={"published": "false"}, files={"source": ("a.jpg", b"JPEG", "image/jpeg")})

    assert stage.requests[0].endswith(b"\r\n\r\nmessage=a+b")
    assert b'name="published"\r\n\r\nfalse' in stage.requests[1]
    assert b'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\nJPEG' in stage.requests[1]


def test_call_never_repeats_a_request(stage):
    stage.answers = [b""]

    with pytest.raises(http.AnswerLost):
        http.call("POST", stage.url, form={"message": "once"})

    assert len(stage.requests) == 1


def test_half_an_answer_is_an_answer_lost(stage):
    stage.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"]

    with pytest.raises(http.AnswerLost):
        http.call("GET", stage.url)


def test_another_loopback_port_is_not_excepted(stage):
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, pytest.raises(http.ForbiddenAddress):
        http.call("GET", f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)


def test_silence_is_an_answer_lost(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.ZANA_PRACTICE_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(http.AnswerLost):
            http.call("GET", settings.ZANA_PRACTICE_URL, timeout=0.2)


def test_refused_connection_means_nothing_was_sent(settings):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        settings.ZANA_PRACTICE_URL = f"http://127.0.0.1:{gone.getsockname()[1]}"

    with pytest.raises(http.Unreachable):
        http.call("POST", settings.ZANA_PRACTICE_URL, form={"a": "b"})


def test_unknown_name_means_nothing_was_sent():
    with pytest.raises(http.Unreachable):
        http.call("GET", "https://nobody.invalid/")


def test_too_long_an_answer_is_cut(stage):
    stage.answers = [answer(b"x" * 2000)]

    with pytest.raises(http.AnswerTooLarge):
        http.call("GET", stage.url, max_bytes=1999)


def test_a_large_answer_goes_by_in_pieces(stage):
    stage.answers = [answer(b"film" * 50_000), answer(b"film" * 50_000), answer(b"gone", b"404 Not Found")]
    pieces: list[bytes] = []

    got = http.call("GET", stage.url, into=pieces.append)
    with pytest.raises(http.AnswerTooLarge):
        http.call("GET", stage.url, max_bytes=150_000, into=lambda piece: None)
    missing = http.call("GET", stage.url, into=pieces.append)

    assert (got.status, got.body, b"".join(pieces)) == (200, b"", b"film" * 50_000)
    assert (missing.status, missing.body) == (404, b"gone")


def test_coded_answer_is_not_unfolded(stage):
    stage.answers = [answer(b"\x1f\x8b", b"200 OK", b"Content-Encoding: gzip")]

    with pytest.raises(http.AnswerLost):
        http.call("GET", stage.url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.7/",
        "https://192.168.1.1/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "http://93.184.215.14/",
        "https://user:word@93.184.215.14/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "https:///nothing",
        "https://[bad]/",
    ],
)
def test_private_and_odd_addresses_are_refused(url, settings):
    settings.ZANA_PRACTICE_URL = settings.ZANA_MEDIA_URL = ""

    with pytest.raises(http.ForbiddenAddress):
        http.call("GET", url)
    with pytest.raises(http.ForbiddenAddress):
        http.check_address(url)


def test_one_private_address_behind_a_name_forbids_it(monkeypatch):
    no_names(monkeypatch, evil=["93.184.215.14", "10.0.0.1"])

    with pytest.raises(http.ForbiddenAddress):
        http.call("GET", "https://evil.example/")


def test_exception_is_for_the_exact_origin_only(stage, settings):
    other = Stage()
    with pytest.raises(http.ForbiddenAddress):
        http.call("GET", other.url)
    settings.ZANA_MEDIA_URL = other.url

    assert http.call("GET", other.url).body == b"ok"
    other.close()


def test_name_is_looked_up_once_so_it_cannot_change_its_mind(stage, settings, monkeypatch):
    asked = no_names(monkeypatch, stage="127.0.0.1")
    port = stage.url.rpartition(":")[2]
    settings.ZANA_PRACTICE_URL = f"http://stage.example:{port}"

    http.call("GET", f"http://stage.example:{port}/a")

    assert asked == ["stage.example"]
    assert f"Host: stage.example:{port}\r\n".encode() in stage.requests[0]


def test_redirect_is_not_followed_unless_asked(stage):
    onward = answer(b"", b"302 Found", b"Location: /there")
    stage.answers = [onward, onward, answer(b"arrived")]

    assert http.call("GET", stage.url + "/here").status == 302
    assert http.call("GET", stage.url + "/here", follow=1).body == b"arrived"
    assert [line.split()[1] for line in stage.requests] == [b"/here", b"/here", b"/there"]


def test_redirect_into_the_house_is_refused(stage):
    stage.answers = [answer(b"", b"302 Found", b"Location: http://169.254.169.254/")]

    with pytest.raises(http.ForbiddenAddress):
        http.call("GET", stage.url, follow=3)


def test_redirect_to_another_origin_loses_the_token(stage, settings):
    other = Stage()
    settings.ZANA_MEDIA_URL = other.url
    stage.answers = [answer(b"", b"302 Found", b"Location: " + other.url.encode())]

    http.call("GET", stage.url, headers={"Authorization": "Bearer t0psecret"}, follow=1)

    assert (b"t0psecret" in stage.requests[0], b"t0psecret" in other.requests[0]) == (True, False)
    other.close()


def test_a_post_follows_nothing(stage):
    stage.answers = [answer(b"", b"307 Temporary Redirect", b"Location: /there")]

    assert http.call("POST", stage.url, form={"a": "b"}, follow=3).status == 307
    assert len(stage.requests) == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "https://x.example/me?access_token=EAAB12&fields=id",
            "https://x.example/me?access_token=...&fields=id",
        ),
        ('{"access_token":"EAAB12","expires_in":3}', '{"access_token":"...","expires_in":3}'),
        ('{"refresh_token": "r-1"}', '{"refresh_token": "..."}'),
        ("Authorization: Bearer abcdef123456", "Authorization: Bearer ..."),
        ("Basic dXNlcjpwdw==", "Basic ..."),
        ("code=AQB123&state=keep", "code=...&state=keep"),
        ('{"error":{"code":190}}', '{"error":{"code":190}}'),
        ("client_secret=s3cret", "client_secret=..."),
        ("a status_code=200 stays", "a status_code=200 stays"),
    ],
)
def test_redact_covers_tokens_and_leaves_the_rest(written, shown):
    assert http.redact(written) == shown


@given(
    st.sampled_from(["access_token", "client_secret", "refresh_token", "code", "appsecret_proof"]),
    st.text(alphabet="abcdefghijkLMNOPQ0123456789_-.~|", min_size=8),
)
def test_no_secret_survives_in_an_address_or_in_json(name, secret):
    shown = http.redact(f"https://x.example/a?fields=id&{name}={secret}&after=1")
    told = http.redact(f'{{"refresh_token": "{secret}", "after": 1}}')

    assert shown == f"https://x.example/a?fields=id&{name}=...&after=1"
    assert told == '{"refresh_token": "...", "after": 1}'


def test_no_token_reaches_the_log_or_an_error(stage, settings, caplog):
    stage.answers = [answer(b"ok"), b""]
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="zana.kernel.http")  # the house itself keeps only its warnings
    params, headers = {"access_token": "t0psecret"}, {"Authorization": "Bearer t0psecret"}

    http.call("GET", stage.url, params=params, headers=headers)
    with pytest.raises(http.AnswerLost) as lost:
        http.call("POST", stage.url, params=params, headers=headers, form={"client_secret": "t0psecret"})

    assert "t0psecret" not in caplog.text
    assert [record.name for record in caplog.records] == ["zana.kernel.http", "zana.kernel.http"]
    assert "t0psecret" not in str(lost.value)
    assert (lost.value.__context__, lost.value.__cause__) == (None, None)


@pytest.mark.django_db
def test_call_refuses_inside_a_transaction(stage):
    with transaction.atomic(), pytest.raises(http.TransactionOpen):
        http.call("GET", stage.url)

    assert stage.requests == []
    assert http.call("GET", stage.url).status == 200  # the test case's own transaction does not count


@pytest.mark.django_db(transaction=True)
def test_call_is_free_again_after_the_transaction(stage):
    with transaction.atomic():
        connection.ensure_connection()

    assert http.call("GET", stage.url).status == 200
