"""How stubbornly a network repeats a call that was not taken, and how it writes the body."""

import json
from datetime import timedelta
from typing import Any

# Seconds after the first, second ... failure: falling frequency, 36 hours altogether.
WAITS = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 36_000, 36_000)
MOST_AT_ONCE = 1_000


def wait_after(failures: int) -> timedelta | None:
    """None = it is given up."""
    return timedelta(seconds=WAITS[failures - 1]) if failures <= len(WAITS) else None


def write_body(body: Any) -> bytes:
    r"""As Meta writes it: ASCII only, lower-case \u escapes, every slash escaped. The signature is over these bytes."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()


# Which field a program subscribes to, by the network's word for the account and by what happened.
TOPICS: dict[str, dict[str, str]] = {
    "page": {
        "comment": "feed", "post": "feed", "reaction": "feed", "mention": "mention", "message": "messages",
    },
    "instagram": {"comment": "comments", "mention": "mentions", "message": "messages"},
    "x": {
        "post": "post.create", "mention": "post.mention.create", "comment": "post.reply.create",
        "message": "dm.received", "follow": "follow.follow",
    },
}  # fmt: skip
