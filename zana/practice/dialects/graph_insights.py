"""Insights of pages and posts: living metrics only, one bad name fails the whole call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, no_such_object
from zana.practice.dialects.graph_ids import full_id
from zana.practice.dialects.graph_listing import read_moment
from zana.practice.models import Actor, Item, Token
from zana.practice.queries.attention import day_ends, follower_curve
from zana.practice.queries.totals import Totals, count_totals, total_curve
from zana.practice.rules.metrics import (
    KEPT_DAYS,
    LONGEST_DAYS,
    PAGE_METRICS,
    PERIODS,
    POST_METRICS,
    PRESETS,
    STORY_METRICS,
    Metric,
)

Curve = Callable[[datetime], int]
FEWEST_LIKES = 100
SPANS = {"day": 1, "week": 7, "days_28": 28, "month": 30}
CLOSING_HOUR = 7
REACTION_NAMES = {
    "LIKE": "like", "LOVE": "love", "CARE": "care", "WOW": "wow", "HAHA": "haha", "SAD": "sorry", "ANGRY": "anger",
}  # fmt: skip


def read_insights(asking: Asking, row: Any, names: list[str]) -> dict[str, Any]:
    """`row` is a page, a post or a story."""
    asking.need("read_insights", "pages_read_engagement")
    if asking.token.kind != Token.PAGE:
        raise GraphError(190, "(#190) This method must be called with a Page Access Token")
    asking.need_task("ANALYZE")
    period = asking.call.text("period")
    if period and period not in PERIODS:
        raise bad_parameter("period must be one of {" + ", ".join(PERIODS) + "}")
    if isinstance(row, Actor):
        return _page_series(asking, row, _living(names, PAGE_METRICS), period or "day")
    if not isinstance(row, Item) or row.reply_to_id is not None:
        raise no_such_object(asking.call.request.path.split("/")[-2])
    if row.form == Item.STORY:
        return _post_values(asking, row, _living([name.upper() for name in names], STORY_METRICS), period or "lifetime")
    return _post_values(asking, row, _living(names, POST_METRICS), period or "lifetime")


def _living(names: list[str], table: dict[str, Metric]) -> list[Metric]:
    if not names:
        raise GraphError(
            3001, "(#3001) invalid metrics. No metric was specified to be fetched. Please specify one or more metrics "
            "to be fetched and try again.", subcode=1504028,
        )  # fmt: skip
    if any(name not in table for name in names):
        raise bad_parameter("The value must be a valid insights metric")
    return [table[name] for name in names]


def _post_values(asking: Asking, post: Item, metrics: list[Metric], period: str) -> dict[str, Any]:
    """Posts have values of their lifetime only; asked for another period they have none."""
    if period != "lifetime":
        return {"data": [], "paging": _no_paging(asking)}
    totals = count_totals([post], asking.now)
    shown = [_shape(full_id(post), one, "lifetime", [{"value": value_of(totals, one.source)}]) for one in metrics]
    return {"data": shown, "paging": _no_paging(asking)}


def _page_series(asking: Asking, page: Actor, metrics: list[Metric], period: str) -> dict[str, Any]:
    since, until = _range(asking)
    followers = follower_curve(page)
    if page.world.manner.get("limits") and followers(asking.now) < FEWEST_LIKES:
        return {"data": [], "paging": _no_paging(asking)}
    totals = total_curve(page)
    moments = [end for end in day_ends(since, until) if end <= asking.now]
    series = []
    for metric in metrics:
        if period == "lifetime" and metric.kind == "daily":
            continue  # a daily number has no lifetime: there is nothing for it, and no error
        count = _counter(followers, totals, metric)
        values = _values(count, period, since, min(until, asking.now), moments)
        series.append(_shape(page.remote_id, metric, period, values))
    return {"data": series, "paging": _range_links(asking, since, until)}


Counter = Callable[[datetime, datetime], Any]


def _values(
    count: Counter, period: str, since: datetime, until: datetime, moments: list[datetime]
) -> list[dict[str, Any]]:
    if period in ("total_over_range", "lifetime"):
        return [{"value": count(since, until)}]
    span = timedelta(days=SPANS[period])
    return [{"value": count(end - span, end), "end_time": stamp(end)} for end in moments]


def _counter(followers: Curve, totals: Callable[[datetime], Totals], metric: Metric) -> Counter:
    """What one metric counts between two moments."""
    if metric.source == "followers":
        return lambda since, until: followers(until)
    if metric.source == "gained":
        return lambda since, until: max(followers(until) - followers(since), 0)
    if metric.source == "lost":
        return lambda since, until: max(followers(since) - followers(until), 0)
    return lambda since, until: value_of(totals(until).less(totals(since)), metric.source)


def value_of(totals: Totals, source: str) -> Any:
    """What one metric means in the audience's counts."""
    kind, _, detail = source.partition(":")
    if kind == "reaction":
        return totals.reactions.get(detail, 0)
    simple: dict[str, Any] = {
        "views": totals.views,
        "reach": totals.reach,
        "clicks": totals.clicks,
        "visits": totals.clicks // 2,
        "engagements": sum(totals.reactions.values()) + totals.shares + totals.clicks + totals.comments,
        "comments": totals.comments,
        "shares": totals.shares,
        "none": 0,
        "clicks_by_type": {"other clicks": totals.clicks},
        "reactions_by_type": {REACTION_NAMES[name]: count for name, count in totals.reactions.items() if count},
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
    today, call = _last_close(asking.now), asking.call
    preset = call.text("date_preset")
    if preset and preset not in PRESETS:
        raise bad_parameter("date_preset must be one of {" + ", ".join(PRESETS) + "}")
    first, last = PRESETS.get(preset, (2, 0))
    until = _day(read_moment(call.text("until"))) if call.text("until") else today - timedelta(days=last)
    since = _day(read_moment(call.text("since"))) if call.text("since") else until - timedelta(days=first - last)
    if since > until:
        raise bad_parameter("since param must be before until")
    if (until - since).days > LONGEST_DAYS:
        raise bad_parameter(f"There cannot be more than {LONGEST_DAYS} days ({LONGEST_DAYS * 86400} s) between since "
                            "and until")  # fmt: skip
    if (asking.now - since).days > KEPT_DAYS:
        raise bad_parameter("The start date of the time period cannot be more than 2 years in the past")
    return since, until


def _last_close(now: datetime) -> datetime:
    """In the small hours it is yesterday's: a day that has not closed has no value yet."""
    close = _day(now)
    return close if close <= now else close - timedelta(days=1)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0)


def _range_links(asking: Asking, since: datetime, until: datetime) -> dict[str, str]:
    length = until - since
    call = asking.call
    edge = call.request.path.rstrip("/").split("/")[-2:]
    base = call.request.build_absolute_uri("/".join([asking.prefix, *edge]))
    names = ("metric", "period", "breakdown", *(("access_token",) if call.token_in_query else ()))
    kept = {name: ",".join(map(str, call.listed(name))) for name in names if name in call.params}

    def link(start: datetime, end: datetime) -> str:
        return f"{base}?{urlencode({**kept, 'since': int(start.timestamp()), 'until': int(end.timestamp())})}"

    return {"previous": link(since - length, since), "next": link(until, until + length)}


def _no_paging(asking: Asking) -> dict[str, str]:
    return _range_links(asking, asking.now - timedelta(days=1), asking.now)
