"""Playing the faults of a world: before the call touches it, or after it has."""

import time
from collections.abc import Callable, Iterator
from typing import NoReturn

from django.http import HttpResponseBase, StreamingHttpResponse

from zana.practice.actions.faults import take_fault
from zana.practice.models import Fault, World
from zana.practice.rules.faults import KINDS

LONGEST_WAIT = 120.0


class AnswerLost(Exception):
    """Raised in the middle of an answer on purpose: the server closes the connection."""


def play(
    *,
    world: World,
    network: str,
    verb: str,
    raise_fault: Callable[[Fault], NoReturn],
    act: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """Run `act` with the next waiting fault of this world, if one meets the call.

    `raise_fault` raises the dialect's own error for it.
    """
    fault = take_fault(world=world, network=network, verb=verb)
    if fault is None:
        return act()
    if fault.kind == "slow":
        time.sleep(min(fault.seconds, LONGEST_WAIT))
        return act()
    if KINDS[fault.kind].when in ("before", "uploading"):
        raise_fault(fault)
    answer = act()
    if fault.kind == "answer_lost":
        return lose_answer()
    if answer.status_code < 400:
        raise_fault(fault)
    return answer


def lose_answer() -> StreamingHttpResponse:
    """An answer that breaks off before its first byte of content."""
    lost = StreamingHttpResponse(_break_off(), content_type="application/json")
    lost["Content-Length"] = "4096"
    return lost


def _break_off() -> Iterator[bytes]:
    yield b""
    raise AnswerLost("the rehearsal drops this answer on purpose")
