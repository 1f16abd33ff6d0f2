"""Insights of an Instagram account: totals with breakdowns, daily series, demographics."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zana.practice.dialects.graph_context import Asking, stamp
from zana.practice.dialects.graph_errors import GraphError, bad_parameter
from zana.practice.dialects.graph_listing import read_moment
from zana.practice.models import Actor, Item
from zana.practice.queries.attention import attention_between, audience_key, day_ends, follower_curve
from zana.practice.queries.items import conversation_of, standing
from zana.practice.rules.audience import Attention
from zana.practice.rules.instagram_metrics import (
    ACCOUNT,
    DEMOGRAPHICS,
    FEWEST_FOLLOWERS,
    LONGEST_DAYS,
    TIME_SERIES,
    TOTAL_VALUE,
    Told,
    divide,
    shares_of,
)

SPANS = {"day": 1, "week": 7, "days_28": 28}
CLOSING_HOUR = 8  # a day of insights ends at midnight on the coast where they are counted
TIMEFRAMES = ("this_week", "this_month", "last_14_days", "last_30_days", "last_90_days", "prev_month")
FOLLOW = (("FOLLOWER", 0.72), ("NON_FOLLOWER", 0.28))
BUTTONS = (("BOOK_NOW", 0.0), ("CALL", 0.3), ("DIRECTION", 0.1), ("EMAIL", 0.6))
PRODUCTS = {Item.POST: "FEED", Item.REEL: "REELS", Item.STORY: "STORY"}


@dataclass(frozen=True)
class Window:
    """What one call is about."""

    account: Actor
    posts: list[Item]
    followers: Callable[[datetime], int]
    since: datetime
    until: datetime
    period: str
    breakdown: str


def read_account_insights(asking: Asking, account: Actor, names: list[str]) -> dict[str, Any]:
    asking.need_instagram("manage_insights")
    call = asking.call
    if not names:
        raise bad_parameter("The parameter metric is required")
    for place, name in enumerate(names):
        if name not in ACCOUNT:
            raise bad_parameter(f"metric[{place}] must be one of the following values: {', '.join(ACCOUNT)}")
    kind = call.text("metric_type") or TIME_SERIES
    if kind not in (TIME_SERIES, TOTAL_VALUE):
        raise bad_parameter("metric_type must be one of the following values: default, time_series, total_value")
    period = call.text("period")
    if not period:
        raise bad_parameter("The parameter period is required")
    _check(names, kind, period, call.text("breakdown"))
    window = _window(asking, account, period)
    shapes = [_shape(asking, window, name, kind) for name in names]
    return {"data": [shape for shape in shapes if shape is not None]}


def _check(names: list[str], kind: str, period: str, breakdown: str) -> None:
    wrong_type = [name for name in names if kind not in ACCOUNT[name].types]
    if wrong_type:
        other = TOTAL_VALUE if kind == TIME_SERIES else TIME_SERIES
        raise bad_parameter(
            f"The following metrics ({', '.join(wrong_type)}) should be specified with parameter metric_type={other}"
        )
    wrong_period = [name for name in names if period not in ACCOUNT[name].periods]
    if wrong_period:
        raise bad_parameter(f"The following metrics ({', '.join(wrong_period)}) are incompatible with the metric type "
                            f"or period ({period})")  # fmt: skip
    if breakdown and not all(set(breakdown.split(",")) <= set(ACCOUNT[name].breakdowns) for name in names):
        raise GraphError(1, "An unknown error has occurred.", status=500)


def _window(asking: Asking, account: Actor, period: str) -> Window:
    """24 hours if nothing is said; thirty days at most."""
    call = asking.call
    until = read_moment(call.text("until")) if call.text("until") else asking.now
    since = read_moment(call.text("since")) if call.text("since") else until - timedelta(days=SPANS.get(period, 1))
    if since > until:
        raise bad_parameter("since param must be before until")
    if (until - since).days > LONGEST_DAYS:
        raise bad_parameter(f"There cannot be more than {LONGEST_DAYS} days ({LONGEST_DAYS * 86400} s) between since "
                            "and until")  # fmt: skip
    posts = standing(asking.world).filter(wall=account, reply_to=None, state=Item.PUBLISHED, created_at__lt=until)
    return Window(
        account, list(posts.select_related("world", "stir")), follower_curve(account), since, until, period,
        call.text("breakdown"),
    )  # fmt: skip


def _shape(asking: Asking, window: Window, name: str, kind: str) -> dict[str, Any] | None:
    """None = nothing is known: then the metric is missing, it is not zero."""
    told = ACCOUNT[name]
    head = {"name": name, "period": window.period, "title": told.title, "description": told.title}
    identity = {"id": f"{window.account.remote_id}/insights/{name}/{window.period}"}
    few = window.followers(window.until) < FEWEST_FOLLOWERS
    if name in DEMOGRAPHICS:
        body = None if few else _demographics(asking, window, name)
    elif name in ("follower_count", "online_followers"):
        body = None if few else _follower_series(window, name)
    elif kind == TIME_SERIES:
        body = _series(window, name)
    else:
        body = _total(window, told, name)
    return None if body is None else {**head, **body, **identity}


def _total(window: Window, told: Told, name: str) -> dict[str, Any] | None:
    counted = [(item, _count(item, name, window.since, window.until)) for item in window.posts]
    if not counted or name == "reposts":
        return None
    value = sum(count for _, count in counted)
    total: dict[str, Any] = {"value": value}
    if name == "follows_and_unfollows":
        value = max(window.followers(window.until) - window.followers(window.since), 0)
        total = {} if window.breakdown else {"value": value}
    if window.breakdown:
        results = [
            {"dimension_values": [part], "value": count} for part, count in _cut(window, counted, value) if count
        ]
        total["breakdowns"] = [{"dimension_keys": [window.breakdown], "results": results}]
    return {"total_value": total}


def _cut(window: Window, counted: list[tuple[Item, int]], value: int) -> list[tuple[str, int]]:
    if window.breakdown == "media_product_type":
        found: dict[str, int] = {}
        for item, count in counted:
            found[PRODUCTS[item.form]] = found.get(PRODUCTS[item.form], 0) + count
        return sorted(found.items())
    return shares_of(value, BUTTONS if window.breakdown == "contact_button_type" else FOLLOW)


def _series(window: Window, name: str) -> dict[str, Any] | None:
    if not window.posts:
        return None
    span = timedelta(days=SPANS[window.period])
    return {"values": [
        {"value": sum(_count(item, name, end - span, end) for item in window.posts), "end_time": stamp(end)}
        for end in _ends(window)
    ]}  # fmt: skip


def _follower_series(window: Window, name: str) -> dict[str, Any]:
    if name == "online_followers":
        online = int(window.followers(window.until) * 0.1)
        hours = {str(hour): online + (hour * 7) % 11 for hour in range(24)}
        return {"values": [{"value": hours, "end_time": stamp(end)} for end in _ends(window)]}
    day = timedelta(days=1)
    return {"values": [
        {"value": max(window.followers(end) - window.followers(end - day), 0), "end_time": stamp(end)}
        for end in _ends(window)
    ]}  # fmt: skip


def _ends(window: Window) -> list[datetime]:
    since = window.since.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0)
    return day_ends(since, window.until.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0))


def _demographics(asking: Asking, window: Window, name: str) -> dict[str, Any]:
    if asking.call.text("timeframe") not in TIMEFRAMES:
        raise bad_parameter(f"timeframe must be one of the following values: {', '.join(TIMEFRAMES)}")
    kind = window.breakdown
    people = window.followers(window.until)
    if DEMOGRAPHICS[name]:
        people = sum(_count(item, DEMOGRAPHICS[name], window.since, window.until) for item in window.posts)
    if not kind:
        return {"total_value": {}}
    first, *rest = kind.split(",")
    parts = [([part], count) for part, count in _divided(window, first, people)]
    for other in rest:
        parts = [([*names, part], count) for names, whole in parts for part, count in _divided(window, other, whole)]
    results = [{"dimension_values": names, "value": count} for names, count in parts]
    return {"total_value": {"breakdowns": [{"dimension_keys": [first, *rest], "results": results}]}}


def _divided(window: Window, kind: str, people: int) -> list[tuple[str, int]]:
    return divide(window.account.world.seed, audience_key(window.account), kind, people)


def _count(item: Item, name: str, since: datetime, until: datetime) -> int:
    if name == "replies":
        return item.private_answers.filter(created_at__gte=since, created_at__lt=until).count()
    seen = attention_between(item, since, until)
    comments = 0
    if name in ("comments", "total_interactions", "accounts_engaged"):
        comments = conversation_of(item).filter(created_at__gte=since, created_at__lt=until).count()
    return _counts(seen, comments)[name]


def _counts(seen: Attention, comments: int) -> dict[str, int]:
    likes, saves = seen.reaction_total, seen.shares // 2
    return {
        "reach": seen.reach, "views": seen.views, "likes": likes, "comments": comments, "shares": seen.shares,
        "saves": saves, "reposts": 0, "profile_links_taps": seen.clicks // 3, "follows_and_unfollows": seen.follows,
        "total_interactions": likes + comments + seen.shares + saves,
        "accounts_engaged": min(seen.reach, likes + comments),
    }  # fmt: skip
