"""What a call of a program costs on X, in millionths of a dollar.

Prices as published for pay-per-use. Which price hiding, muting and removing a post fall under is not published: they
are counted here as the nearest entry of the list.
"""

DOLLAR = 1_000_000

PRICES: dict[str, int] = {
    "post": 15_000,
    "post_with_link": 200_000,
    "summoned_reply": 10_000,
    "message": 15_000,
    "interaction": 15_000,
    "interaction_delete": 10_000,
    "content_manage": 5_000,
    "privacy_update": 10_000,
    "media_metadata": 5_000,
    "posts_read": 5_000,
    "users_read": 10_000,
    "message_read": 10_000,
    "own_read": 1_000,
    "counts": 5_000,
}
# Reading the same thing again on the same UTC day is free; a deed is a new thing each time.
READS = frozenset({"posts_read", "users_read", "message_read", "own_read"})
MOST_POSTS_READ = 3_000_000


def post_kind(*, link: bool, reply: bool, own_thread: bool) -> str:
    """A link is dear wherever it stands; an answer to somebody who called is cheap."""
    if link:
        return "post_with_link"
    return "summoned_reply" if reply and not own_thread else "post"


def in_dollars(millionths: int) -> str:
    return f"{millionths / DOLLAR:.3f}"
