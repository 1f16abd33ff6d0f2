"""Names of records: we choose them ourselves, so that a second attempt at the same record bears the same name."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from hashlib import sha256

LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
LENGTH = 13
CLOCK_BITS = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make_key(now: datetime) -> str:
    """A TID: microseconds, and ten bits of chance for two that are made at once."""
    micros = round((now - EPOCH).total_seconds() * 1_000_000)
    return _write(micros << CLOCK_BITS | secrets.randbelow(1 << CLOCK_BITS))


def key_for(thing: str) -> str:
    """The same key for the same thing, where a second record would say nothing new."""
    return _write(int.from_bytes(sha256(thing.encode()).digest()[:8]) >> 1)


def split_uri(uri: str) -> tuple[str, str, str]:
    """(whose, collection, key) of `at://did:plc:.../app.bsky.feed.post/3k...`"""
    whose, collection, key = uri.removeprefix("at://").split("/")
    return whose, collection, key


def _write(number: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
