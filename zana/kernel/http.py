"""The one way out: every call to another machine is made here.

No retries (a repeated POST is a second post), no redirects unless asked, no address inside our own walls,
no call while a database transaction is open (intent and result are two transactions).
"""

import ipaddress
import json as jsonlib
import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)

# Both write whole addresses, with the tokens in them, into the log.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

Files = Mapping[str, tuple[str, bytes, str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Origin = tuple[str, str, int]

_NAMES_OF_SECRETS = (
    "access_token|refresh_token|fb_exchange_token|input_token|appsecret_proof|client_secret|code_verifier|"
    "oauth_token|oauth_verifier|hub.verify_token|password|secret|token|signature|sig"
)
# `code` is a secret in a query or a form; in JSON it is the number of an error.
_SECRET_PAIR = re.compile(rf'(?i)((?<![\w.])(?:"?(?:{_NAMES_OF_SECRETS})"?\s*[=:]\s*"?|code=))[^&\s",}}]+')
_SECRET_HEADER = re.compile(r"(?i)\b((?:Bearer|Basic|OAuth)\s+)[A-Za-z0-9._~+/=|%-]{6,}")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class CallFailed(Exception):
    """Base of what can go wrong on the way; the words never hold a query, a body or a token."""


class Unreachable(CallFailed):
    """Nothing was sent: no name, no connection, no handshake. Safe to try again later."""


class Untrusted(Unreachable):
    """Somebody is there, and cannot show a certificate that we trust."""


class AnswerLost(CallFailed):
    """Something was sent and no full answer came back: the other side may have done it."""


class AnswerTooLarge(AnswerLost):
    """The answer was longer than the caller allows."""


class ForbiddenAddress(CallFailed):
    """An address we do not call: inside our walls, not https, or not an address at all."""


class TransactionOpen(RuntimeError):
    """A bug in the caller: the call would hold a database transaction open for as long as it takes."""


@dataclass(frozen=True)
class Answer:
    """`headers` have lower-case names. `trusted_until`: the end of the certificate, None without one."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    trusted_until: datetime | None = None

    def json(self) -> Any:
        return jsonlib.loads(self.body)


def call(
    method: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: object | None = None,
    files: Files | None = None,
    body: bytes | Iterable[bytes] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 20.0,
    max_bytes: int = 5_000_000,
    follow: int = 0,
    into: Callable[[bytes], object] | None = None,
) -> Answer:
    """Sends one request; `timeout` bounds each wait and the reading of the whole answer.

    `body` is sent raw; piece by piece, give its length in the headers.
    `follow` is the number of redirects to walk; only GET and HEAD may, each hop is checked like the first.
    `into` takes the body of a 2xx answer piece by piece; `Answer.body` is then empty.
    Raises Unreachable (Untrusted), AnswerLost, AnswerTooLarge, ForbiddenAddress, TransactionOpen.
    """
    _refuse_open_transaction()
    sent = dict(headers or {})
    content: dict[str, Any] = {"params": params, "data": form, "files": files}
    if json is not None:
        content["content"] = jsonlib.dumps(json, separators=(",", ":")).encode()
        sent.setdefault("Content-Type", "application/json")
    if body is not None:
        content["content"] = body
    answer = _call_once(method, url, content, sent, timeout, max_bytes, into)
    for _ in range(follow if method in ("GET", "HEAD") else 0):
        if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
            break
        onward = _onward(url, answer.headers["location"])
        if origin_of(onward) != origin_of(url):
            sent = {name: value for name, value in sent.items() if name.lower() != "authorization"}
        url = onward
        answer = _call_once(method, url, {}, sent, timeout, max_bytes, into)
    return answer


def check_address(url: str) -> None:
    """Says no (ForbiddenAddress) to an address a person typed, before it is stored; Unreachable if nobody is there."""
    _addresses(url)


def redact(text: str) -> str:
    """The text with every token, secret and code in it replaced by three dots."""
    return _SECRET_HEADER.sub(r"\1...", _SECRET_PAIR.sub(r"\1...", text))


def origin_of(url: str) -> Origin:
    """(scheme, host, port), or ForbiddenAddress when there is no such thing in it."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        raise ForbiddenAddress("not an address") from None
    if parts.scheme not in _PORTS or not parts.raw_host or parts.userinfo:
        raise ForbiddenAddress("not an http or https address without a name and password in it")
    return parts.scheme, parts.raw_host.decode("ascii"), parts.port or _PORTS[parts.scheme]


def _onward(url: str, location: str) -> str:
    try:
        return str(httpx.URL(url).join(location))
    except httpx.InvalidURL:
        raise ForbiddenAddress("a redirect to something that is not an address") from None


def _call_once(
    method: str,
    url: str,
    content: dict[str, Any],
    headers: Mapping[str, str],
    timeout: float,
    max_bytes: int,
    into: Callable[[bytes], object] | None,
) -> Answer:
    started = time.monotonic()
    addresses = _addresses(url)
    target = _bare(url)
    failure: CallFailed = Unreachable(f"{method} {target}: no address")
    for address in addresses:
        outcome = _send(method, url, address, content, headers, timeout, max_bytes, into)
        if isinstance(outcome, Answer):
            spent = round((time.monotonic() - started) * 1000)
            log.info("%s %s %s %s bytes %s ms", method, target, outcome.status, len(outcome.body), spent)
            return outcome
        failure = outcome
        if not isinstance(outcome, Unreachable):
            break
    log.warning("%s", failure)
    raise failure


def _send(
    method: str,
    url: str,
    address: Address,
    content: dict[str, Any],
    headers: Mapping[str, str],
    timeout: float,
    max_bytes: int,
    into: Callable[[bytes], object] | None,
) -> Answer | CallFailed:
    """Connects to the address that was checked, not to the name: a name can answer differently the second time.

    The failure is returned, not raised, so that no chain leads back to a request with its token.
    """
    parts = httpx.URL(url)
    where = f"{method} {_bare(url)}"
    sent = {
        "User-Agent": "Zana",
        "Accept-Encoding": "identity",
        **headers,
        "Host": parts.netloc.decode("ascii"),
    }
    try:
        with (
            _client(timeout) as client,
            client.stream(
                method,
                parts.copy_with(host=str(address), fragment=None),
                headers=sent,
                extensions={"sni_hostname": parts.raw_host.decode("ascii")},
                **content,
            ) as response,
        ):
            until = _trusted_until(response)  # the connection may be gone when all is read
            body = _read(response, where, timeout, max_bytes, into if response.is_success else None)
            return body if isinstance(body, CallFailed) else _answer(response, body, until)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        if _is_about_certificate(error):
            return Untrusted(f"{where}: no certificate that we trust, nothing was sent")
        return Unreachable(f"{where}: {type(error).__name__}, nothing was sent")
    except httpx.HTTPError as error:
        return AnswerLost(f"{where}: {type(error).__name__}, sent but not answered in full")


def _read(
    response: httpx.Response, where: str, timeout: float, max_bytes: int, into: Callable[[bytes], object] | None
) -> bytes | CallFailed:
    deadline = time.monotonic() + timeout
    body, count = bytearray(), 0
    if response.headers.get("content-encoding", "identity") != "identity":
        # A small coded answer may unfold into a large one.
        return AnswerLost(f"{where}: a coded answer nobody asked for")
    for chunk in response.iter_raw():
        count += len(chunk)
        if count > max_bytes:
            return AnswerTooLarge(f"{where}: more than {max_bytes} bytes")
        if time.monotonic() > deadline:
            return AnswerLost(f"{where}: still talking after {timeout} s")
        if into is None:
            body += chunk
        else:
            into(chunk)
    return bytes(body)


def _answer(response: httpx.Response, body: bytes, until: datetime | None) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, body, until)


def _trusted_until(response: httpx.Response) -> datetime | None:
    stream = response.extensions.get("network_stream")
    tunnel = stream.get_extra_info("ssl_object") if stream is not None else None
    ends = (tunnel.getpeercert() or {}).get("notAfter") if tunnel is not None else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None


def _is_about_certificate(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


@contextmanager
def _client(timeout: float) -> Iterator[httpx.Client]:
    """A connection of its own for each call: a kept one may be dead, and then nobody knows what was sent."""
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(verify=_trust(), timeout=timeout, trust_env=False, limits=limits) as client:
        yield client


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _addresses(url: str) -> list[Address]:
    """Where the name leads now. One forbidden address among them forbids all."""
    origin = origin_of(url)
    scheme, host, port = origin
    ours = origin in _allowed_origins()
    if scheme != "https" and not ours:
        raise ForbiddenAddress(f"{scheme}://{host}: only https outside")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host}: no such name") from None
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found))
    if not ours and any(_is_inside(address) for address in addresses):
        raise ForbiddenAddress(f"{host}: an address inside a private network")
    return addresses


def _is_inside(address: Address) -> bool:
    """Whether an address, or one wrapped in it, leads anywhere but to the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and _is_inside(inner) for inner in wrapped):
            return True
        if address.ipv4_mapped is not None:
            return False
    return not address.is_global or address.is_multicast or address.is_reserved


def _allowed_origins() -> set[Origin]:
    # Practice reaches this house at its media address: it fetches pictures there and tells there what happened.
    ours = (settings.ZANA_PRACTICE_URL, settings.ZANA_MEDIA_URL)
    return {origin_of(url) for url in ours if url}


def _bare(url: str) -> str:
    """The address without what may be secret in it: no query, no name and password, no fragment."""
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.netloc.decode('ascii')}{redact(parts.path)}"


def _refuse_open_transaction() -> None:
    for connection in connections.all(initialized_only=True):
        # The block a test case wraps around itself is not ours.
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise TransactionOpen(f"a call to another machine inside a transaction on {connection.alias!r}")
