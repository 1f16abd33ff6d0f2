"""Public numbers. They are counted by the network's common view, not by the server that keeps the account: one that is
not joined to it says so, and then there are none."""

from collections.abc import Iterator, Sequence

from zana.networks.port import Client, Measurement

OF_POSTS = {
    "post_reactions": ("likeCount",),
    "post_comments": ("replyCount",),
    "post_shares": ("repostCount", "quoteCount"),
}
METRICS = ("followers", *OF_POSTS)


def measure(client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
    person = client.read("/xrpc/app.bsky.actor.getProfile", actor=remote_id)
    account = [Measurement("followers", person["followersCount"])] if "followersCount" in person else []
    return [*account, *(one for post in posts for one in _measure_post(client, post))]


def _measure_post(client: Client, post: str) -> Iterator[Measurement]:
    """Asked one by one: a list would be one name said several times, which our calls cannot say."""
    for there in client.read("/xrpc/app.bsky.feed.getPosts", uris=post)["posts"]:
        for metric, names in OF_POSTS.items():
            if all(name in there for name in names):
                yield Measurement(metric, sum(there[name] for name in names), post)
