"""What a "no" of a Bluesky server means, by the name of its error; the status is only a hint."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from zana.kernel.words import Saying, say
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.port import Reply

DEFAULT_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
DOOR_SHUT = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "BadJwt", "AuthenticationRequired"})
NOT_OFFERED = frozenset({"MethodNotImplemented", "XRPCNotSupported", "NotImplemented"})
NOBODY_ASKED = "No service configured"  # it would hand the call on, and nobody is there
TOO_LARGE = frozenset({"BlobTooLarge", "PayloadTooLarge", "InvalidMimeType", "UnsupportedMediaType"})

NOT_JOINED = say(
    "This server only keeps the posts. Numbers and answers need one that is joined to {network}.", network="Bluesky"
)
SHUT_WORDS: Mapping[str, Saying] = {
    "ExpiredToken": say("The app password was taken back or has run out. Make a new one and connect again."),
    "AuthenticationRequired": say("The name or the app password is not right."),
}
STOPPED_WORDS: Mapping[str, Saying] = {
    "AccountTakedown": say("{network} has suspended this account. Read the message there.", network="Bluesky"),
    "AccountDeactivated": say("The account is switched off on {network}. Switch it on there.", network="Bluesky"),
    "AuthFactorTokenRequired": say("That was the main password. Make an app password and use that one here."),
}


def judge(reply: Reply, now: datetime) -> NetworkError | None:
    body = reply.body if isinstance(reply.body, Mapping) else {}
    name = str(body.get("error", ""))
    if reply.status == 429 or name == "RateLimitExceeded":
        return TryLater(when_to_return(reply.headers, now))
    if name in NOT_OFFERED or reply.status == 501 or str(body.get("message", "")).startswith(NOBODY_ASKED):
        return CannotDo(NOT_JOINED)
    if reply.status >= 500:
        return None
    if name in STOPPED_WORDS:
        return Refused(STOPPED_WORDS[name])
    if name in DOOR_SHUT or reply.status == 401:
        return Reconnect(SHUT_WORDS.get(name))
    if name == "InvalidSwap":
        return OutcomeUnknown(say("A post of ours already stands there. We look before anything else."))
    if 400 <= reply.status < 500:
        return Refused(_words(reply.status, name, str(body.get("message") or name)))
    return None


def when_to_return(headers: Mapping[str, str], now: datetime) -> datetime:
    """From `ratelimit-reset` (unix seconds) or `retry-after`: between five seconds and a day from now."""
    reset, wait = headers.get("ratelimit-reset", ""), headers.get("retry-after", "")
    at = now + DEFAULT_WAIT
    if reset.isdigit():
        at = datetime.fromtimestamp(min(int(reset), 2**33), UTC)
    elif wait.isdigit():
        at = now + timedelta(seconds=min(int(wait), 10**6))
    return min(max(at, now + timedelta(seconds=5)), now + LONGEST_WAIT)


def _words(status: int, name: str, told: str) -> Saying:
    if status == 413 or name in TOO_LARGE:
        return say("The picture is too large or of a kind the network does not take.")
    return say("The network said no: {words}", words=told[:300])
