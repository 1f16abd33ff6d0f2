"""Numbers everybody sees, and of posts younger than thirty days those only their author does: one read shows both."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from zana.kernel import clock
from zana.networks.adapters.x.texts import read_number
from zana.networks.port import Client, Measurement

OF_POSTS = {
    "post_views": ("impression_count",),
    "post_reactions": ("like_count",),
    "post_comments": ("reply_count",),
    "post_shares": ("retweet_count", "quote_count"),
}
OF_OWN_POSTS = {"post_link_clicks": ("url_link_clicks",)}
METRICS = ("followers", *OF_POSTS, *OF_OWN_POSTS)
AT_ONCE = 100
TOLD_FOR = timedelta(days=30)


def measure(client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
    found = list(_measure_account(client))
    young = [post for post in posts if _is_young(post)]
    old = [post for post in posts if post not in young]
    for some, fields in (*_batches(young, "public_metrics,non_public_metrics"), *_batches(old, "public_metrics")):
        page = client.read("/2/tweets", ids=",".join(some), **{"tweet.fields": fields})
        for post in page.get("data", ()):
            found.extend(_measure_post(post))
    return found


def _measure_account(client: Client) -> Iterator[Measurement]:
    person = client.read("/2/users/me", **{"user.fields": "public_metrics"})["data"]
    followers = person.get("public_metrics", {}).get("followers_count")
    if followers is not None:
        yield Measurement("followers", followers)


def _measure_post(post: Mapping[str, Any]) -> Iterator[Measurement]:
    """What the keys may not see comes as an error beside the rest, and is left out."""
    for told, wanted in (("public_metrics", OF_POSTS), ("non_public_metrics", OF_OWN_POSTS)):
        counts = post.get(told, {})
        for metric, names in wanted.items():
            if all(name in counts for name in names):
                yield Measurement(metric, sum(counts[name] for name in names), post["id"])


def _is_young(post: str) -> bool:
    """A day less than X tells them, so that a post does not grow too old on the way."""
    return post.isdecimal() and read_number(post) > clock.now() - TOLD_FOR + timedelta(days=1)


def _batches(posts: Sequence[str], fields: str) -> Iterator[tuple[Sequence[str], str]]:
    for start in range(0, len(posts), AT_ONCE):
        yield posts[start : start + AT_ONCE], fields
