"""Followers, yesterday's reach and views, and what happened with each post. Each metric alone: one dead name makes the
whole call fail, and what is missing comes as an empty list."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from zana.kernel import clock
from zana.networks import graph
from zana.networks.port import Client, Measurement

# Told as one total of the last day, without its date: that of the newest day of reach.
OF_DAYS = {"views": "views", "total_interactions": "interactions"}
OF_POSTS = {
    "views": "post_views",
    "reach": "post_reach",
    "likes": "post_reactions",
    "comments": "post_comments",
    "shares": "post_shares",
    "saved": "post_saves",
}
METRICS = ("followers", "reach", *OF_DAYS.values(), *OF_POSTS.values())


def measure(client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
    return [
        *_measure_account(client, remote_id),
        *(measurement for post in posts for measurement in _measure_post(client, post)),
    ]


def _measure_account(client: Client, account: str) -> Iterator[Measurement]:
    followers = client.read(f"/{account}", fields="followers_count").get("followers_count")
    if followers is not None:
        yield Measurement("followers", followers)
    day = (clock.now() - timedelta(days=1)).date()
    reached = client.glance(f"/{account}/insights", metric="reach", period="day") or {}
    for _, day, value in graph.read_days(reached):
        yield Measurement("reach", value, period_start=day, period_end=day)
    for name, metric in OF_DAYS.items():
        told = client.glance(f"/{account}/insights", metric=name, period="day", metric_type="total_value") or {}
        for one in told.get("data", ()):
            value = one.get("total_value", {}).get("value")
            if value is not None:
                yield Measurement(metric, int(value), period_start=day, period_end=day)


def _measure_post(client: Client, post: str) -> Iterator[Measurement]:
    insights = client.glance(f"/{post}/insights", metric=",".join(OF_POSTS))
    if insights is None:
        for name in OF_POSTS:
            yield from _read(post, client.glance(f"/{post}/insights", metric=name) or {})
        return
    yield from _read(post, insights)


def _read(post: str, insights: dict[str, object]) -> Iterator[Measurement]:
    for name, value in graph.read_lifetime(insights).items():
        if name in OF_POSTS:
            yield Measurement(OF_POSTS[name], value, post)
