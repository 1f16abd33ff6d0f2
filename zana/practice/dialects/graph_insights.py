"""Insights of pages and posts: living metrics only, one bad name fails the whole call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_errors import GraphError, bad_parameter
from zana.practice.dialects.graph_lists import read_moment
from zana.practice.dialects.graph_nodes import comment_total, full_id
from zana.practice.models import Actor, Item, Token
from zana.practice.queries.attention import attention_between, attention_of, day_ends, follower_curve
from zana.practice.queries.items import posts_on
from zana.practice.rules.audience import Attention
from zana.practice.rules.metrics import LONGEST_DAYS, PAGE_METRICS, PERIODS, POST_METRICS, Metric

Curve = Callable[[datetime], int]
FEWEST_LIKES = 100
SPANS = {"day": 1, "week": 7, "days_28": 28, "month": 30}
REACTION_NAMES = {
    "LIKE": "like", "LOVE": "love", "CARE": "care", "WOW": "wow", "HAHA": "haha", "SAD": "sorry", "ANGRY": "anger",
}  # fmt: skip


def read_insights(asking: Asking, row: Any, names: list[str]) -> dict[str, Any]:
    """`row` is a page or a post."""
    asking.need("read_insights", "pages_read_engagement")
    if asking.token.kind != Token.PAGE:
        raise GraphError(190, "(#190) This method must be called with a Page Access Token")
    page = isinstance(row, Actor)
    metrics = _living(names, PAGE_METRICS if page else POST_METRICS)
    if isinstance(row, Item):
        return {"data": [_post_value(asking, row, metric) for metric in metrics], "paging": _no_paging(asking)}
    return _page_series(asking, row, metrics)


def _living(names: list[str], table: dict[str, Metric]) -> list[Metric]:
    if not names:
        raise GraphError(
            3001, "(#3001) invalid metrics. No metric was specified to be fetched. Please specify one or more metrics "
            "to be fetched and try again.", subcode=1504028,
        )  # fmt: skip
    if any(name not in table for name in names):
        raise bad_parameter("The value must be a valid insights metric")
    return [table[name] for name in names]


def _post_value(asking: Asking, post: Item, metric: Metric) -> dict[str, Any]:
    value = _count(attention_of(post, asking.now), metric.source, 0)
    return _shape(full_id(post), metric, "lifetime", [{"value": value}])


def _page_series(asking: Asking, page: Actor, metrics: list[Metric]) -> dict[str, Any]:
    period = asking.call.text("period", "day")
    if period not in PERIODS:
        raise bad_parameter("period must be one of {" + ", ".join(PERIODS) + "}")
    since, until = _range(asking)
    posts = list(posts_on(page).filter(network=Item.FACEBOOK))
    followers = follower_curve(page)
    if followers(asking.now) < FEWEST_LIKES:
        return {"data": [], "paging": _no_paging(asking)}
    series = [_shape(page.remote_id, metric, period, _values(followers, posts, metric, period, since, until))
              for metric in metrics]  # fmt: skip
    return {"data": series, "paging": _range_links(asking, since, until)}


def _values(
    followers: Curve, posts: list[Item], metric: Metric, period: str, since: datetime, until: datetime
) -> list[dict[str, Any]]:
    if period in ("total_over_range", "lifetime"):
        return [{"value": _page_count(followers, posts, metric, since, until)}]
    span = timedelta(days=SPANS[period])
    return [
        {"value": _page_count(followers, posts, metric, end - span, end), "end_time": stamp(end)}
        for end in day_ends(since, until)
    ]


def _page_count(followers: Curve, posts: list[Item], metric: Metric, since: datetime, until: datetime) -> Any:
    if metric.source in ("followers", "gained", "lost"):
        now, before = followers(until), followers(since)
        change = {"gained": max(now - before, 0), "lost": max(before - now, 0)}
        return now if metric.source == "followers" else change[metric.source]
    touched = [post for post in posts if post.created_at < until]
    counts = [_count(attention_between(post, since, until), metric.source, comment_total(post) if _is_new(post, since)
                     else 0) for post in touched]  # fmt: skip
    return sum(counts) if counts else 0


def _is_new(post: Item, since: datetime) -> bool:
    return post.created_at >= since


def _count(seen: Attention, source: str, comments: int) -> Any:
    """What one metric means in the audience's counts."""
    kind, _, detail = source.partition(":")
    if kind == "reaction":
        return dict(seen.reactions).get(detail, 0)
    simple: dict[str, Any] = {
        "views": seen.views,
        "reach": seen.reach,
        "clicks": seen.clicks,
        "visits": seen.clicks // 2,
        "engagements": seen.reaction_total + seen.shares + seen.clicks + comments,
        "none": 0,
        "clicks_by_type": {"other clicks": seen.clicks},
        "reactions_by_type": {REACTION_NAMES[name]: count for name, count in seen.reactions},
    }
    return simple[kind]


def _shape(owner: str, metric: Metric, period: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": metric.name,
        "period": period,
        "values": values,
        "title": metric.title,
        "description": metric.title,
        "id": f"{owner}/insights/{metric.name}/{period}",
    }


def _range(asking: Asking) -> tuple[datetime, datetime]:
    """`since` and `until` at the hour the network closes its days; two days by default."""
    today = asking.now.replace(hour=7, minute=0, second=0, microsecond=0)
    until_text, since_text = asking.call.text("until"), asking.call.text("since")
    until = _day(read_moment(until_text)) if until_text else today
    since = _day(read_moment(since_text)) if since_text else until - timedelta(days=2)
    if since > until:
        raise bad_parameter("since param must be before until")
    if (until - since).days > LONGEST_DAYS:
        raise bad_parameter(f"There cannot be more than {LONGEST_DAYS} days ({LONGEST_DAYS * 86400} s) between since "
                            "and until")  # fmt: skip
    return since, until


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=7, minute=0, second=0, microsecond=0)


def _range_links(asking: Asking, since: datetime, until: datetime) -> dict[str, str]:
    length = until - since
    request = asking.call.request
    base = request.build_absolute_uri(request.path)
    kept = "&".join(
        f"{name}={asking.call.text(name)}" for name in ("metric", "period", "access_token")
        if name in asking.call.params and (name != "access_token" or asking.call.token_in_query)
    )  # fmt: skip

    def link(start: datetime, end: datetime) -> str:
        return f"{base}?{kept}&since={int(start.timestamp())}&until={int(end.timestamp())}"

    return {"previous": link(since - length, since), "next": link(until, until + length)}


def _no_paging(asking: Asking) -> dict[str, str]:
    return _range_links(asking, asking.now - timedelta(days=1), asking.now)
