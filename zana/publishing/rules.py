"""What may follow what, how long to wait, and what an unclear answer means. Plain values, no Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.kernel.states import Graph
from zana.kernel.words import Saying, say

DUE, SENDING, SENT = "due", "sending", "sent"
UNCONFIRMED, PLEASE_CHECK = "unconfirmed", "please_check"
WAITING, FAILED, BY_HAND, CANCELLED = "waiting", "failed", "by_hand", "cancelled"

DELIVERY = Graph(
    "delivery",
    DUE,
    {
        # straight to sent: the answer of a worker that was thought dead comes in late
        DUE: [SENDING, SENT, BY_HAND, CANCELLED],
        # a worker holds it; if the worker dies, nobody knows whether the request went out
        SENDING: [SENT, UNCONFIRMED, WAITING, FAILED, DUE],
        # looked for on the network before anything else happens to it
        UNCONFIRMED: [SENT, DUE, PLEASE_CHECK],
        PLEASE_CHECK: [SENT, DUE, CANCELLED],
        WAITING: [SENDING, BY_HAND, CANCELLED],
        FAILED: [DUE, BY_HAND, CANCELLED],
        BY_HAND: [SENT, CANCELLED],
        SENT: [],
        CANCELLED: [],
    },
    final={SENT, CANCELLED},
)

# Still going to happen, or perhaps happened: a variant has at most one delivery that is none of these.
OVER = (CANCELLED,)
OPEN = frozenset(DELIVERY.states) - DELIVERY.final
# Nothing is out and no worker holds it: a person may stop it or take it into her own hands.
STOPPABLE = DELIVERY.sources(CANCELLED) - {PLEASE_CHECK}

# state -> (kind of the chip, words)
STATE_WORDS: Mapping[str, tuple[str, Saying]] = {
    DUE: ("wait", say("waits for its time")),
    SENDING: ("info", say("is going out now")),
    SENT: ("ok", say("is out")),
    UNCONFIRMED: ("unk", say("we are looking whether it went out")),
    PLEASE_CHECK: ("ask", say("please check")),
    WAITING: ("warn", say("we try again by ourselves")),
    FAILED: ("stop", say("did not go out")),
    BY_HAND: ("ask", say("to be posted by hand")),
    CANCELLED: ("draft", say("stopped by you")),
}

# outcome of one request -> words
SENDING_WORDS: Mapping[str, Saying] = {
    "": say("Sent to the network; no clear answer yet."),
    "sent": say("Sent, and it is there."),
    "later": say("The network asked us to wait. Nothing went out."),
    "refused": say("The network said no. Nothing went out."),
    "absent": say("No clear answer. We looked: it was not there."),
}

ASKED, APPROVED, RETURNED, REPLACED = "asked", "approved", "returned", "replaced"

APPROVAL = Graph(
    "approval",
    ASKED,
    {ASKED: [APPROVED, RETURNED, REPLACED], APPROVED: [], RETURNED: [], REPLACED: []},
    final={APPROVED, RETURNED, REPLACED},
)

MAX_TRIES = 8  # with the back-off below: given up after about an hour and a half
MAX_SENDS = 3  # requests that may have gone out; after that a person looks
MAX_LOOKS = 12
RECONNECT_AFTER = timedelta(minutes=10)  # how often we look whether the account is connected again
TOO_LATE = timedelta(days=1)  # nobody wants yesterday's invitation published without being asked


def next_try(now: datetime, tries: int, not_before: datetime | None = None) -> datetime:
    """1, 2, 4, 8, 16, 30, 30 minutes; never before the time the network named."""
    minutes = min(2 ** max(tries - 1, 0), 30)
    own = now + timedelta(minutes=minutes)
    return max(own, not_before) if not_before else own


def is_given_up(tries: int) -> bool:
    return tries >= MAX_TRIES


def fingerprint(text: str, account: str, pictures: Iterable[tuple[str, str]]) -> str:
    """Exactly what would go out: the text, the account, each picture's content hash and alt text, in order."""
    exact = json.dumps([text, account, [list(pair) for pair in pictures]], ensure_ascii=False)
    return hashlib.sha256(exact.encode()).hexdigest()


@dataclass(frozen=True)
class Looked:
    """What a look at the network showed, and what is known about the sending."""

    sight: str  # "found", "absent", "unclear" or "later": we could not look just now
    sends: int
    looks: int
    unclear_since: datetime
    settle_seconds: int


@dataclass(frozen=True)
class Next:
    state: str
    at: datetime | None = None


def after_look(looked: Looked, now: datetime) -> Next:
    """Absent counts only after the network had its time to show the post; what cannot be told, a person tells."""
    if looked.sight == "found":
        return Next(SENT)
    if looked.sight == "later" and looked.looks < MAX_LOOKS:
        return Next(UNCONFIRMED, next_look(now, looked.looks))
    if looked.sight == "absent":
        settled_at = looked.unclear_since + timedelta(seconds=looked.settle_seconds)
        if now < settled_at:
            return Next(UNCONFIRMED, min(settled_at, now + timedelta(seconds=5)))
        if looked.sends < MAX_SENDS:
            return Next(DUE, now)
    return Next(PLEASE_CHECK)


def next_look(now: datetime, looks: int) -> datetime:
    """5, 10, 20 ... seconds, at most ten minutes."""
    return now + timedelta(seconds=min(5 * 2 ** max(looks - 1, 0), 600))


def needs_other_person(verdict: str, author: int | None, decider: int) -> bool:
    """The gate asked for a second person, and this is still the first."""
    return verdict == "second_person" and author == decider
