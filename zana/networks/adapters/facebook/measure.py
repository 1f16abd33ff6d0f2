"""Followers, yesterday's reach, and what happened with each post. Only metrics that are alive in 2026:
one dead name makes the whole call fail."""

from collections.abc import Iterator, Sequence
from typing import Any

from zana.networks import graph
from zana.networks.port import Client, Measurement

OF_DAYS = {"page_total_media_view_unique": "reach", "page_media_view": "views"}
OF_POSTS = {
    "post_media_view": "post_views",
    "post_total_media_view_unique": "post_reach",
    "post_clicks": "post_clicks",
}
COUNTS = "shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)"
METRICS = (
    "followers",
    *OF_DAYS.values(),
    *OF_POSTS.values(),
    "post_reactions",
    "post_comments",
    "post_shares",
)


def measure(client: Client, remote_id: str, posts: Sequence[str]) -> Sequence[Measurement]:
    return [
        *_measure_page(client, remote_id),
        *(measurement for post in posts for measurement in _measure_post(client, post)),
    ]


def _measure_page(client: Client, page: str) -> Iterator[Measurement]:
    followers = client.read(f"/{page}", fields="followers_count").get("followers_count")
    if followers is not None:
        yield Measurement("followers", followers)
    for name, metric in OF_DAYS.items():
        days = client.glance(f"/{page}/insights", metric=name, period="day") or {}
        for _, day, value in graph.read_days(days):
            yield Measurement(metric, value, period_start=day, period_end=day)


def _measure_post(client: Client, post: str) -> Iterator[Measurement]:
    counts = client.glance(f"/{post}", fields=COUNTS)
    if counts is None:
        return
    if "reactions" in counts:
        yield Measurement("post_reactions", _total(counts["reactions"]), post)
    if "comments" in counts:
        yield Measurement("post_comments", _total(counts["comments"]), post)
    if "shares" in counts:
        yield Measurement("post_shares", int(counts["shares"]["count"]), post)
    insights = client.glance(f"/{post}/insights", metric=",".join(OF_POSTS)) or {}
    for name, value in graph.read_lifetime(insights).items():
        if name in OF_POSTS:
            yield Measurement(OF_POSTS[name], value, post)


def _total(edge: Any) -> int:
    return int(edge["summary"]["total_count"])
