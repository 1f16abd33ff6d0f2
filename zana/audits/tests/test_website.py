"""Visits to websites that are broken, or mean us harm; the loopback server is the one address we may call."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.loopback import Stage, answer
from zana.audits.probing import visiting
from zana.audits.probing.website import Website, has_number
from zana.kernel import http
from zana.networks.models import ProfileSnapshot
from zana.networks.tests.made import make_account
from zana.studio.tests.pictures import make_jpeg

CARD = "".join(f'<meta property="{name}" content="x">' for name in ("og:title", "og:description", "twitter:card"))


@pytest.fixture
def site(settings):
    stage = Stage()
    settings.ZANA_PRACTICE_URL = stage.url
    settings.ZANA_MEDIA_URL = ""
    yield stage
    stage.close()


def html(text, *headers):
    return answer(text.encode(), b"200 OK", b"Content-Type: text/html; charset=utf-8", *headers)


def onward(where):
    return answer(b"", b"302 Found", b"Location: " + where.encode())


def known(knock):
    assert knock is not None
    return knock


def knock_at(address):
    return known(visiting.visit(address, []).home)


def test_a_good_website_is_seen_with_its_pages_and_its_picture(site):
    links = "".join(f'<a href="/{n}">' for n in range(9))
    home = f'<title>Drita</title>{CARD}<meta property="og:image" content="/og.jpg">{links}'
    site.answers = [html(home), answer(make_jpeg(1200, 630), b"200 OK", b"Content-Type: image/jpeg")]
    site.answers += [html(f"<title>{n}</title>") for n in range(5)]

    seen = visiting.visit(site.url, [])

    assert (known(seen.home).status, seen.image) == (200, (1200, 630))
    assert [page.title for page in seen.pages] == ["Drita", "0", "1", "2", "3", "4"]
    assert len(site.requests) == 7
    assert (
        b"\r\nUser-Agent: ZanaLook/1.0 (+" in site.requests[0] or b"\r\nuser-agent: ZanaLook/1.0 (+" in site.requests[0]
    )


def test_never_more_than_ten_requests(site):
    """Every page sends us on once, so the measure is full before all of them are seen."""
    links = "".join(f'<a href="/{n}">' for n in range(9))
    site.answers = [html(links)]
    for n in range(9):
        site.answers += [onward(f"/to/{n}"), html(f"<title>{n}</title>")]

    seen = visiting.visit(site.url, [])

    assert len(site.requests) == 10
    assert len(seen.pages) == 5


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:1/", "https://10.0.0.7/", "https://[::1]/", "file:///etc/passwd", "ftp://a"]
)
def test_a_redirect_into_our_own_walls_is_not_followed(site, inside):
    site.answers = [onward(inside)]

    seen = visiting.visit(site.url, [])

    assert (known(seen.home).trouble, seen.pages, len(site.requests)) == ("walled", (), 1)


def test_a_stranger_does_not_send_us_into_our_own_house(site, monkeypatch):
    """The practice network may be called without https, but not because a website says so."""
    monkeypatch.setattr(visiting, "_ask", lambda address, most, seconds: f"{site.url}/stage/")

    assert knock_at("https://drita.example").trouble == "walled"
    assert site.requests == []


def test_a_hundred_redirects_are_walked_three_deep(site):
    site.answers = [onward(f"/{n}") for n in range(100)]

    seen = visiting.visit(site.url, [])

    assert (known(seen.home).trouble, len(site.requests)) == ("loops", 4)


def test_a_packed_bomb_is_not_unpacked(site):
    site.answers = [
        html("", b"Content-Encoding: gzip").replace(b"Content-Length: 0", b"X: 0") + gzip.compress(bytes(10**7))
    ]

    seen = visiting.visit(site.url, [])

    assert (known(seen.home).trouble, seen.pages) == ("unread", ())


def test_a_page_that_is_too_long_is_cut_and_read(site):
    site.answers = [html("<title>Long</title>" + "x" * 3_000_000)]

    seen = visiting.visit(site.url, [])

    assert [page.title for page in seen.pages] == ["Long"]


class Endless(Stage):
    """Goes on talking until nobody listens."""

    def _serve(self):
        try:
            visitor, _ = self.socket.accept()
            with visitor:
                self.requests.append(self._request(visitor))
                visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>And</title>")
                while True:
                    visitor.sendall(b"on ")
                    time.sleep(0.02)
        except OSError:
            return


def test_a_page_that_never_ends_is_left(settings, monkeypatch):
    stage = Endless()
    settings.ZANA_PRACTICE_URL = stage.url
    monkeypatch.setattr(visiting, "SECONDS", 0.3)
    started = time.monotonic()

    seen = visiting.visit(stage.url, [])
    stage.close()

    assert (known(seen.home).trouble, seen.pages) == ("unread", ())
    assert time.monotonic() - started < 60


def test_a_wrong_encoding_is_read_with_holes(site):
    site.answers = [
        answer("<title>Gratë</title>".encode("cp1250"), b"200 OK", b"Content-Type: text/html; charset=utf-8")
    ]

    assert [page.title for page in visiting.visit(site.url, []).pages] == ["Grat\ufffd"]


def certificate(path, until):
    """A certificate for 127.0.0.1 signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(until - timedelta(days=90)).not_valid_after(until)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = made.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def sealed_site(tmp_path, settings):
    """A website over TLS with a certificate that nobody we trust has signed."""
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    path = certificate(tmp_path / "site.pem", until)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    stage = Stage.__new__(Stage)
    stage.answers, stage.requests = [], []
    plain = socket.create_server(("127.0.0.1", 0))
    stage.socket = context.wrap_socket(plain, server_side=True)
    stage.url = f"https://127.0.0.1:{stage.socket.getsockname()[1]}"
    stage.thread = threading.Thread(target=stage._serve, daemon=True)
    stage.thread.start()
    settings.ZANA_PRACTICE_URL = stage.url
    yield stage, path, until
    stage.close()


def test_a_certificate_nobody_signed_is_told_apart_from_silence(sealed_site):
    stage, _, _ = sealed_site

    assert knock_at(stage.url).trouble == "untrusted"
    assert knock_at("https://127.0.0.1:1").trouble == "walled"


def test_the_end_of_a_good_certificate_is_read(sealed_site, monkeypatch):
    stage, path, until = sealed_site
    monkeypatch.setattr(http, "_trust", lambda: ssl.create_default_context(cafile=str(path)))

    assert knock_at(stage.url).until == until


def test_nobody_there_is_silence(site):
    site.close()

    assert knock_at(site.url).trouble == "silent"


# --- as evidence


def look_of(account, **told):
    facts: Any = {"name": account.name, "handle": "drita", "bio": "Na thirr: +383 38 100 200", **told}
    return ProfileSnapshot.objects.of(account.organisation).create(account=account, **facts)


def test_profiles_and_website_are_judged_together(site, cast):
    cast.org_a.website = site.url
    cast.org_a.save()
    account = make_account(cast.org_a, cast.communicator_a, url="https://www.facebook.com/drita")
    look_of(account, link=site.url + "/")
    home = f'<title>Drita</title>{CARD}<meta property="og:image" content="/og.jpg"><a href="https://www.facebook.com/drita">'
    site.answers = [html(home), answer(make_jpeg(1200, 630))]

    told = {(one.control, one.network): one.result for one in Website().look(cast.org_a)}

    assert told == {
        ("VIS-12", "facebook"): "pass",
        ("VIS-32", ""): "pass",
        ("VIS-33", ""): "pass",
        ("SEC-47", ""): "pass",
    }


def test_what_a_profile_does_not_say_is_no_answer(site, cast):
    account = make_account(cast.org_a, cast.communicator_a)
    look_of(account, link=None, bio=None)

    assert list(Website().look(cast.org_a)) == []
    assert site.requests == []


def test_a_rehearsed_profile_is_not_looked_at(site, cast):
    account = make_account(cast.org_a, cast.communicator_a, api_base="practice:/graph")
    look_of(account, link="")

    assert list(Website().look(cast.org_a)) == []


@pytest.mark.parametrize(
    ("text", "found"), [("Tel. 038/123-456", True), ("Policia: 192", True), ("që nga 2019, 27 gra", False), ("", False)]
)
def test_a_number_to_call_is_recognised(text, found):
    assert has_number(text) is found
