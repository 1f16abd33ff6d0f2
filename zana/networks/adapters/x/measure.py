"""Public numbers only: the others are for posts younger than thirty days and cost the same read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zana.networks.port import Client, Measurement

OF_POSTS = {
    "post_views": ("impression_count",),
    "post_reactions": ("like_count",),
    "post_comments": ("reply_count",),
    "post_shares": ("retweet_count", "quote_count"),
}
METRICS = ("followers", *OF_POSTS)
AT_ONCE = 100


def measure(client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
    found = list(_measure_account(client))
    for some in _batches(posts):
        page = client.read("/2/tweets", ids=",".join(some), **{"tweet.fields": "public_metrics"})
        for post in page.get("data", ()):
            found.extend(_measure_post(post))
    return found


def _measure_account(client: Client) -> Iterator[Measurement]:
    person = client.read("/2/users/me", **{"user.fields": "public_metrics"})["data"]
    followers = person.get("public_metrics", {}).get("followers_count")
    if followers is not None:
        yield Measurement("followers", followers)


def _measure_post(post: Mapping[str, Any]) -> Iterator[Measurement]:
    counts = post.get("public_metrics", {})
    for metric, names in OF_POSTS.items():
        if all(name in counts for name in names):
            yield Measurement(metric, sum(counts[name] for name in names), post["id"])


def _batches(posts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(posts), AT_ONCE):
        yield posts[start : start + AT_ONCE]
