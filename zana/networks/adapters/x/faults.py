"""What a "no" of X means. Its bodies come in three shapes (problem, errors list, OAuth), so read tolerantly."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from zana.kernel.words import Saying, say
from zana.networks.errors import NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.port import Reply

WINDOW = timedelta(minutes=15)

WORDS: tuple[tuple[str, Saying], ...] = (
    ("maximum of one cashtag", say("X takes only one cashtag in a post.")),
    ("invalid url", say("The link in this post is not a web address.")),
    ("user-suspended", say("X has suspended this account. Read the message there.")),
    ("not permitted to access this feature", say("This account may not use this on X.")),
    (
        "not permitted to perform this action",
        say("X does not let this account do this: too long, or not allowed."),
    ),
)


def judge(reply: Reply, now: datetime) -> NetworkError | None:
    told = _told(reply.body)
    if reply.status == 429:
        return _wait(reply, told, now)
    if reply.status == 401 or (isinstance(reply.body, Mapping) and isinstance(reply.body.get("error"), str)):
        return Reconnect()
    if reply.status == 402:
        return Refused(say("The money for X is used up. Add credit there, or publish by hand."))
    if reply.status == 403 and ("duplicate" in told.lower()):
        return OutcomeUnknown(say("X says this post already stands there. We look before anything else."))
    if 400 <= reply.status < 500:
        return Refused(_words(told))
    return None


def _wait(reply: Reply, told: str, now: datetime) -> TryLater:
    if "usage-capped" in told or "UsageCapExceeded" in told:
        return TryLater(now + timedelta(days=1), say("The monthly allowance for X is used up."))
    return TryLater(when_to_return(reply.headers, now))


def when_to_return(headers: Mapping[str, str], now: datetime) -> datetime:
    """From `x-rate-limit-reset` (unix seconds): between five seconds and a day from now."""
    reset = headers.get("x-rate-limit-reset", "")
    at = datetime.fromtimestamp(min(int(reset), 2**33), UTC) if reset.isdigit() else now + WINDOW
    return min(max(at, now + timedelta(seconds=5)), now + timedelta(days=1))


def _words(told: str) -> Saying:
    for sign, words in WORDS:
        if sign in told.lower():
            return words
    return say("The network said no: {words}", words=told[:300])


def _told(body: Any) -> str:
    """All the words of the answer in one line."""
    if not isinstance(body, Mapping):
        return ""
    errors = [error for error in body.get("errors", ()) if isinstance(error, Mapping)]
    parts = [error.get("message") or error.get("detail") or "" for error in errors]
    return " ".join(str(part) for part in [*parts, body.get("detail", ""), body.get("title", ""), body.get("type", "")])
