"""The door at which networks knock: they prove that they are who they say, we note down what they tell, and say yes.

The bytes are checked as they came, before anybody reads them. A forged or unsigned call leaves no trace but a count.
"""

from __future__ import annotations

import json
import logging
import re

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zana.networks.actions.signals import Tally, hook_secret, record_signals, verify_token
from zana.networks.port import Hears, Network
from zana.networks.registry import ENTRIES
from zana.people.access import public

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
MOST_DEEP = 40
MOST_FORGED, WHILE = 30, 60  # so many in so many seconds from one address, then it is told to go away

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]|[\]}]")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def receive(request: HttpRequest, network: str) -> HttpResponse:
    return _receive(request, network, practice=False)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def receive_rehearsal(request: HttpRequest, network: str) -> HttpResponse:
    return _receive(request, network, practice=True)


def _receive(request: HttpRequest, key: str, *, practice: bool) -> HttpResponse:
    network = ENTRIES.get(key)
    if network is None or network.hears is None:
        raise Http404
    secret = hook_secret(network, practice=practice)
    if not secret:
        raise Http404
    if request.method == "GET":
        return _shake_hands(request, network, network.hears, secret, practice)
    return _take(request, network, network.hears, secret, practice)


def _shake_hands(request: HttpRequest, network: Network, hears: Hears, secret: str, practice: bool) -> HttpResponse:
    word = hears.answer_handshake(request.GET.dict(), secret, verify_token(network, practice=practice))
    if word is None:
        return _shut(request)
    kind = "application/json" if word.startswith("{") else "text/plain; charset=utf-8"
    return _answer(200, word, kind)


def _take(request: HttpRequest, network: Network, hears: Hears, secret: str, practice: bool) -> HttpResponse:
    if _length(request) > MOST_BYTES:
        return _answer(413)
    try:
        body = request.body
    except (UnreadablePostError, RawPostDataException):
        return _answer(400)
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not hears.is_genuine(headers, body, secret):
        return _shut(request)
    try:
        events = hears.read_events(_decode(body))
    except ValueError:
        log.warning("hook %s: signed, but nothing we can read", network.key)
        return _answer(400)
    tally = record_signals(network=network, practice=practice, events=events)
    _note(network, tally)
    return _answer(200, "ok")


def _length(request: HttpRequest) -> int:
    """Without a length we do not begin to read."""
    told = request.META.get("CONTENT_LENGTH") or ""
    return int(told) if told.isdigit() and len(told) < 12 else MOST_BYTES + 1


def _decode(body: bytes) -> object:
    """ValueError for what is no JSON or nests deeper than any network does."""
    depth = 0
    for bracket in _BRACKETS.finditer(_STRINGS.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MOST_DEEP:
            raise ValueError("too deep")
    return json.loads(body)


def _note(network: Network, tally: Tally) -> None:
    log.info(
        "hook %s: %s new, %s known, %s of accounts nobody connected",
        network.key,
        tally.stored,
        tally.known,
        tally.unknown,
    )


def _shut(request: HttpRequest) -> HttpResponse:
    """Counted by address. Only what is forged is ever counted, so nobody can shut out the network itself."""
    key = f"hooks:{_who_knocks(request)}"
    if cache.add(key, 1, WHILE):
        return _answer(403)
    if cache.get(key, 0) >= MOST_FORGED:
        return _answer(429)
    try:
        cache.incr(key)
    except ValueError:  # it ran out just now
        cache.add(key, 1, WHILE)
    return _answer(403)


def _who_knocks(request: HttpRequest) -> str:
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.ZANA_PROXIES
    return passed[-trusted] if 0 < trusted <= len(passed) else request.META.get("REMOTE_ADDR", "")


def _answer(status: int, words: str = "", kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type=kind)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
