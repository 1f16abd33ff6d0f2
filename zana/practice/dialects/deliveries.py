"""Calling the programs that want to know: one composer for each kind of account, one signature, patience."""

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from zana.kernel import http
from zana.practice.actions.faults import take_fault
from zana.practice.actions.hooks import claim_rings, settle_rings
from zana.practice.dialects.graph_hook_bodies import compose_page
from zana.practice.dialects.graph_hook_instagram import compose_instagram
from zana.practice.dialects.x_hook_bodies import letter_of
from zana.practice.models import Application, Ring, World
from zana.practice.queries.attention import NETWORK_OF
from zana.practice.rules.hooks import write_body

log = logging.getLogger(__name__)

Composer = Callable[[list[Ring]], Any]
# What a program is sent about accounts of this kind; another network is one line here.
COMPOSERS: dict[str, Composer] = {"page": compose_page, "instagram": compose_instagram}
# Networks that tell one new thing a call, in an envelope of their own.
LETTERS: dict[str, Callable[[list[Ring]], tuple[bytes, dict[str, str]]]] = {"x": letter_of}
SECONDS_BETWEEN_LOOKS = 2.0
PATIENCE = 10.0


def deliver_rings(*, world: World | None = None) -> dict[str, int]:
    """Send everything that is due. Call it outside of a transaction."""
    counts = {"sent": 0, "failed": 0}
    for heap in claim_rings(world=world):
        taken = min([_send(call) for call in _calls(heap)], default=True)
        settle_rings(rings=heap, taken=taken)
        counts["sent" if taken else "failed"] += len(heap)
    return counts


def sign(application: Application, body: bytes) -> str:
    return "sha256=" + hmac.new(application.client_secret.encode(), body, hashlib.sha256).hexdigest()


def start_postman() -> threading.Event:
    """A thread that looks every other second. For the network's own process only; set the event to end it."""
    stop = threading.Event()
    threading.Thread(target=_walk_rounds, args=(stop,), name="postman", daemon=True).start()
    return stop


def _walk_rounds(stop: threading.Event) -> None:
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        try:
            deliver_rings()
        except Exception:  # whatever it was, the next round may go well and the rows are kept
            log.exception("a round of deliveries failed")
            connections.close_all()


def _calls(heap: list[Ring]) -> list[list[Ring]]:
    if heap[0].hook.subject not in LETTERS:
        return _disturb(heap)
    fresh = [ring for ring in heap if ring.verb == "add"]
    return [[ring] for call in (_disturb(fresh) if fresh else []) for ring in call]


def _disturb(heap: list[Ring]) -> list[list[Ring]]:
    """The calls to make for this heap: one, unless a drill wants it otherwise."""
    fault = take_fault(world=heap[0].world, network=NETWORK_OF[heap[0].account.kind], verb="webhook")
    if fault is None:
        return [heap]
    return [heap, heap] if fault.kind == "webhook_twice" else [[ring] for ring in reversed(heap)]


def _send(rings: list[Ring]) -> bool:
    hook = rings[0].hook
    body, headers = LETTERS.get(hook.subject, _meta_letter)(rings)
    try:
        return http.call("POST", hook.callback_url, body=[body], headers=headers, timeout=PATIENCE).status == 200
    except http.CallFailed as failed:
        log.info("not delivered: %s", failed)
        return False


def _meta_letter(rings: list[Ring]) -> tuple[bytes, dict[str, str]]:
    hook = rings[0].hook
    body = write_body(COMPOSERS[hook.subject](rings))
    return body, {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "User-Agent": "facebookplatform/1.0 (+http://developers.facebook.com)",
        "X-Hub-Signature-256": sign(hook.application, body),
    }
