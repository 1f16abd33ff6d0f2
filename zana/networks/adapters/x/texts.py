"""Posts of X as they were written, and when."""

import html
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST_MOMENT = 1_288_834_974_657  # of the numbers X gives, in milliseconds
SLACK = timedelta(minutes=1)  # between our clock and theirs


def as_written(there: Mapping[str, Any]) -> str:
    """X shortens links, adds one for each picture and writes & as &amp;."""
    text = str(there.get("text", ""))
    for link in there.get("entities", {}).get("urls", ()):
        text = text.replace(link["url"], "" if link.get("media_key") else link.get("expanded_url", link["url"]))
    return html.unescape(text)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_time(written: str) -> datetime:
    """`2026-07-24T21:05:48.000Z`"""
    return datetime.fromisoformat(written).astimezone(UTC)


def read_number(identity: str) -> datetime:
    """When a post was written, as its number says."""
    return datetime.fromtimestamp(((int(identity) >> 22) + FIRST_MOMENT) / 1000, UTC)


def write_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def without_names(text: str) -> str:
    """An answer begins with the names of those it answers, which we did not write."""
    words = text.split()
    while words and words[0].startswith("@"):
        words.pop(0)
    return " ".join(words)
