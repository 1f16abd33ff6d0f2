"""What Facebook and Instagram share: one error table, one way of paging, one shape of time and of insights."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from zana.kernel.words import Saying, say
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.port import Client, Reply, Video

VERSION = "v25.0"

SLACK = timedelta(minutes=1)  # between our clock and theirs
PART = 1_048_576

THROTTLED = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
TOKEN_GONE = frozenset({102, 190, 467})
PERHAPS_THERE = frozenset({1366051, 1772107})  # these pictures stand in a post: perhaps ours; created, then refused
QUOTA_USED = 2207042
NOT_READY: Mapping[int, Saying] = {
    2207003: say("Instagram could not fetch the picture in time. We try again by ourselves."),
    2207008: say("Instagram no longer knows what we prepared. We prepare it again by ourselves."),
    2207027: say("Instagram is still at work on the picture or video."),
    2207052: say("Instagram cannot fetch the picture at our address. Is this house open to the internet?"),
}
MAY_HAVE_HAPPENED = frozenset({20, 506})  # a format refused after the write; a duplicate: perhaps our own
DEFAULT_WAIT = timedelta(minutes=15)

TOKEN_WORDS: Mapping[int, Saying] = {
    458: say("The permission was taken back on the network. Connect the account again."),
    459: say("The network wants you to confirm who you are. Sign in there, then connect the account again."),
    460: say("The password was changed. Connect the account again."),
    463: say("The permission has run out. Connect the account again."),
    492: say("The person who connected this page no longer has a role on it. Somebody who has one must connect it."),
}

SUBCODE_WORDS: Mapping[int, Saying] = {
    1366046: say("The picture is too large or of a kind the network does not take."),
    1390008: say("The network says this page posts too fast. Wait a while."),
    1346003: say("The network marked this as abusive. Read it again or ask for a review there."),
    1404078: say("The network wants this page to confirm its identity before it publishes."),
    1404102: say("The network says this is against its community standards."),
    1609005: say("The network cannot read the link in this post. Check the address."),
    1609008: say("The network does not take links to itself in a post."),
    2061006: say("The link in this post is not a web address."),
    2018278: say("More than a day has passed since her last message. Until she writes again, answer on the network."),
    2207004: say("The picture is larger than the 8 MB Instagram takes."),
    2207005: say("Instagram takes only JPEG pictures."),
    2207009: say("The picture is too tall or too wide for Instagram."),
    2207010: say("The text is too long for Instagram, or it has more than 30 hashtags or 20 names in it."),
    2207023: say("Instagram does not know this kind of post."),
    2207026: say("Instagram cannot read this video. Save it as MP4 and try again."),
    2207028: say("Instagram takes from 2 to 10 pictures in a row."),
    2207050: say("Instagram has restricted this account. Read the message there."),
    2207051: say("Instagram took this for spam and holds it back. Wait, and read the message there."),
    2207073: say("This kind of post can be deleted only on the phone."),
}

CODE_WORDS: Mapping[int, Saying] = {
    3: say("Our app may not do this on the network."),
    10: say("The permission for this is missing. Connect the account again and say yes to everything."),
    368: say("The network has stopped this account for a while because of its rules. Read the message there."),
}


class MoreThanWanted(CannotDo):
    """A list goes on where we stopped."""


def judge(reply: Reply, now: datetime) -> NetworkError | None:
    """By `error.code` and not by the HTTP status, which Meta does not use steadily."""
    error = reply.body.get("error") if isinstance(reply.body, Mapping) else None
    if not isinstance(error, Mapping):
        return None
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    told = _judge_subcode(subcode, now)
    if told is not None:
        return told
    if code in THROTTLED:
        return TryLater(when_to_return(reply.headers, now))
    if code in TOKEN_GONE:
        return Reconnect(TOKEN_WORDS.get(subcode))
    if code in MAY_HAVE_HAPPENED:
        return OutcomeUnknown()
    if code in (-2, -1, 1, 2) or reply.status >= 500:
        return None
    if code == 9:
        return _judge_subcode(QUOTA_USED, now)
    return Refused(_words(code, error))


def _judge_subcode(subcode: int, now: datetime) -> NetworkError | None:
    """Where the subcode says more than the code."""
    if subcode in PERHAPS_THERE:
        return OutcomeUnknown()
    if subcode in NOT_READY:
        return TryLater(now + timedelta(minutes=1), NOT_READY[subcode])
    if subcode == QUOTA_USED:
        return TryLater(now + timedelta(hours=6), say("The network takes no more posts from this account today."))
    return Refused(SUBCODE_WORDS[subcode]) if subcode in SUBCODE_WORDS else None


def when_to_return(headers: Mapping[str, str], now: datetime) -> datetime:
    """From `X-Business-Use-Case-Usage`, which tells the minutes; at most a day."""
    minutes = 0
    try:
        usage = json.loads(headers.get("x-business-use-case-usage", "{}"))
        for uses in usage.values():
            minutes = max([minutes, *(int(use.get("estimated_time_to_regain_access", 0)) for use in uses)])
    except (ValueError, AttributeError, TypeError):
        minutes = 0
    return now + (timedelta(minutes=min(minutes, 1440)) if minutes > 0 else DEFAULT_WAIT)


def read_pages(client: Client, path: str, *, most: int, **params: str) -> Iterator[Mapping[str, Any]]:
    """The items of a list, newest first as the network gives them, at most `most` pages of it."""
    for _ in range(most):
        page = client.read(path, **params)
        yield from page.get("data", ())
        after = page.get("paging", {}).get("cursors", {}).get("after")
        if not after or not page["paging"].get("next"):
            return
        params = {**params, "after": after}
    raise MoreThanWanted(say("There is more than we read at once."))


def read_some(client: Client, path: str, *, most: int = 2, **params: str) -> Iterator[Mapping[str, Any]]:
    """Like `read_pages`, where what is older than the last page is not wanted."""
    try:
        yield from read_pages(client, path, most=most, **params)
    except MoreThanWanted:
        return


def read_parts(video: Video) -> Iterator[bytes]:
    """A video in pieces, from its beginning."""
    with video.open() as stream:
        while part := stream.read(PART):
            yield part


def read_webhooks(client: Client, remote_id: str) -> tuple[str, ...] | None:
    """What the network sends us about this account; None where we may not ask."""
    listed = client.glance(f"/{remote_id}/subscribed_apps")
    if listed is None:
        return None
    return tuple(sorted({name for one in listed.get("data", ()) for name in one.get("subscribed_fields", ())}))


def delete(client: Client, remote_id: str, thing: str) -> None:
    """What is gone already is no error."""
    try:
        client.change("DELETE", f"/{thing}")
    except Refused:
        if client.glance(f"/{thing}", fields="id") is not None:
            raise


def plain(text: str) -> str:
    """The network keeps the words and tidies the space between them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_seconds(written: Any) -> datetime:
    return datetime.fromtimestamp(int(written), UTC)


def read_time(written: str) -> datetime:
    """`2026-08-07T12:34:56+0000`"""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)


def read_lifetime(insights: Mapping[str, Any]) -> dict[str, int]:
    """{metric: value}; an object by type (reactions) is summed. A metric without a value is left out."""
    found: dict[str, int] = {}
    for metric in insights.get("data", ()):
        values = [entry["value"] for entry in metric.get("values", ()) if entry.get("value") is not None]
        if values:
            last = values[-1]
            found[metric["name"]] = sum(last.values()) if isinstance(last, Mapping) else int(last)
    return found


def read_days(insights: Mapping[str, Any]) -> Iterator[tuple[str, date, int]]:
    """(metric, day, value). `end_time` is the morning after the day it counts."""
    for metric in insights.get("data", ()):
        for entry in metric.get("values", ()):
            if isinstance(entry.get("value"), int) and entry.get("end_time"):
                yield (
                    metric["name"],
                    (read_time(entry["end_time"]) - timedelta(days=1)).date(),
                    entry["value"],
                )


def _words(code: int, error: Mapping[str, Any]) -> Saying:
    if 200 <= code <= 299:
        code = 10
    known = CODE_WORDS.get(code)
    told = str(error.get("error_user_msg") or error.get("message") or "")[:300]
    return known or say("The network said no: {words}", words=told)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else int(value) if str(value).isdigit() else 0
