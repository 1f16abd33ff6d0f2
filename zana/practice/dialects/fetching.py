"""Media at a public address, fetched as the real network would: with limits, never from inside our walls."""

from zana.kernel import http
from zana.practice.actions.clips import Intake

PICTURE_PATIENCE, FILM_PATIENCE = 10.0, 60.0
MOST_REDIRECTS = 3


class NotFetched(Exception):
    """The message says `unreachable` or `size`."""


def fetch_picture(url: str, most_bytes: int) -> bytes:
    """One byte more than allowed at most, so that the caller says "too large" in its own words."""
    try:
        answer = http.call("GET", url, timeout=PICTURE_PATIENCE, max_bytes=most_bytes, follow=MOST_REDIRECTS)
    except http.AnswerTooLarge:
        raise NotFetched("size") from None
    except http.CallFailed:
        raise NotFetched("unreachable") from None
    if answer.status != 200:
        raise NotFetched("unreachable")
    return answer.body


def fetch_film(url: str, most_bytes: int) -> Intake:
    """Read as it comes: of a large one nothing is held but what its header says."""
    intake = Intake()
    try:
        answer = http.call(
            "GET", url, timeout=FILM_PATIENCE, max_bytes=most_bytes, follow=MOST_REDIRECTS, into=intake.take
        )
    except http.AnswerTooLarge:
        raise NotFetched("size") from None
    except http.CallFailed:
        raise NotFetched("unreachable") from None
    if answer.status != 200:
        raise NotFetched("unreachable")
    return intake
