"""Numbers over time in the X dialect: analytics of one's own posts, use of the program."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from zana.practice.actions.reading import catch_up
from zana.practice.dialects.x_context import Answer, Asking, stamp
from zana.practice.dialects.x_errors import Nothing, invalid, missing, not_authorized
from zana.practice.dialects.x_lists import read_moment, visible
from zana.practice.dialects.x_show import STILL_WATCHING
from zana.practice.dialects.x_users import check_number, read_listed
from zana.practice.models import Clip, Item
from zana.practice.queries.attention import attention_between, attention_of
from zana.practice.queries.meter import posts_by_day
from zana.practice.rules.audience import Attention
from zana.practice.rules.prices import MOST_POSTS_READ
from zana.practice.rules.weight import find_places

STEPS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7), "total": None}
MOST_POINTS = 1000
WATCHED = 42  # percent of a film the median viewer sees; set by us
Count = Callable[[Item, Attention], int]
METRICS: dict[str, Count] = {
    "impressions": lambda item, seen: seen.views,
    "engagements": lambda item, seen: seen.reaction_total + seen.shares + seen.clicks,
    "likes": lambda item, seen: seen.reaction_total,
    "retweets": lambda item, seen: seen.shares,
    "shares": lambda item, seen: seen.shares // 2,
    "bookmarks": lambda item, seen: seen.clicks // 4,
    "follows": lambda item, seen: seen.follows,
    "unfollows": lambda item, seen: 0,
    "quote_tweets": lambda item, seen: 0,
    "url_clicks": lambda item, seen: seen.clicks if find_places(item.text) else 0,
    "user_profile_clicks": lambda item, seen: seen.clicks // 3,
    "detail_expands": lambda item, seen: seen.clicks // 2,
    "hashtag_clicks": lambda item, seen: seen.clicks // 20 if "#" in item.text else 0,
    "permalink_clicks": lambda item, seen: seen.clicks // 10,
    "media_views": lambda item, seen: 0,
    "replies": lambda item, seen: 0,  # counted from rows, see _metrics
    "app_install_attempts": lambda item, seen: 0,
    "app_opens": lambda item, seen: 0,
    "email_tweet": lambda item, seen: 0,
}


def _still_there(share: int) -> Callable[[int, float], int]:
    return lambda views, seconds: views * share // 100


MEDIA_KEY = re.compile(r"[0-9]{1,2}_[0-9]{1,19}")
# Of a film: from how often it was seen and how long it is.
PLAYED: dict[str, Callable[[int, float], int]] = {
    "video_views": lambda views, seconds: views,
    "watch_time_ms": lambda views, seconds: int(views * seconds * 1000 * WATCHED / 100),
    "playback_start": lambda views, seconds: views,
    **{f"playback{part}": _still_there(share) for part, share in STILL_WATCHING.items()},
    "playback_complete": _still_there(STILL_WATCHING[100]),
    "play_from_tap": lambda views, seconds: 0,
    "cta_url_clicks": lambda views, seconds: 0,
    "cta_watch_clicks": lambda views, seconds: 0,
}


def analytics(asking: Asking) -> Answer:
    """Own posts only; others are told as single errors."""
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    ids = read_listed(asking, "ids")
    for one in ids:
        check_number(one, "ids")
    wanted, points = _fields(asking, "analytics.fields", METRICS), _points(asking)
    found = {item.remote_id: item for item in visible(asking).filter(remote_id__in=ids)}
    data, errors = [], []
    for one in ids:
        item = found.get(one)
        if item is None:
            errors.append(missing(one, parameter="ids"))
        elif item.author_id != asking.me.pk:
            errors.append(not_authorized(one, "analytics.fields"))
        else:
            item.world = asking.world
            asking.pay_for_reading("posts_read", one, item.author_id)
            data.append({"id": one, "timestamped_metrics": [_point(item, step, wanted) for step in points]})
    return 200, {name: part for name, part in (("data", data), ("errors", errors)) if part}


def media_analytics(asking: Asking) -> Answer:
    """Of films of one's own posts; pictures have no numbers of their own."""
    asking.need("tweet.read", "users.read")
    catch_up(world=asking.world)
    keys = read_listed(asking, "media_keys")
    for key in keys:
        if not MEDIA_KEY.fullmatch(key):
            raise invalid("media_keys", key, f"The `media_keys` query parameter value [{key[:80]}] is not valid")
    wanted, points = _fields(asking, "media_analytics.fields", PLAYED), _points(asking)
    numbers = {key.partition("_")[2]: key for key in keys}
    clips = asking.me.clips.filter(remote_id__in=numbers).exclude(item=None).select_related("item__stir")
    found = {numbers[clip.remote_id]: clip for clip in clips}
    data = [
        {"media_key": key, "timestamped_metrics": [_played(asking, found[key], step, wanted) for step in points]}
        for key in keys if key in found
    ]  # fmt: skip
    errors = [missing(key, "media", "media_keys") for key in keys if key not in found]
    return 200, {name: part for name, part in (("data", data), ("errors", errors)) if part}


def _played(asking: Asking, clip: Clip, step: tuple[datetime, datetime], wanted: list[str]) -> dict[str, Any]:
    item = clip.item
    if item is None:
        return {}
    item.world = asking.world
    views, seconds = _seen(item, step).views, float(clip.shape.get("seconds", 0))
    return {"timestamp": stamp(step[0]), "metrics": {name: PLAYED[name](views, seconds) for name in wanted}}


def usage(asking: Asking) -> Answer:
    """Posts this program has read. Anybody with its key may ask."""
    days = asking.call.number("days", 7)
    if not 1 <= days <= 90:
        raise invalid("days", days, f"The `days` query parameter value [{days}] is not between 1 and 90")
    program = asking.caller.application
    counted = posts_by_day(program, (asking.now - timedelta(days=days)).date())
    listed = [{"date": f"{day.isoformat()}T00:00:00.000Z", "usage": str(count)} for day, count in counted]
    return 200, {"data": {
        "cap_reset_day": 1, "project_cap": str(MOST_POSTS_READ), "project_id": str(program.pk),
        "project_usage": str(sum(count for _, count in counted)),
        "daily_project_usage": {"project_id": program.pk, "usage": listed},
    }}  # fmt: skip


def credits_left(asking: Asking) -> Answer:
    """Documented there and yet answered with nothing."""
    raise Nothing(404)


def _fields(asking: Asking, name: str, known: Mapping[str, Any]) -> list[str]:
    """Without a wish the first two."""
    wanted = [one for one in asking.call.text(name).split(",") if one]
    for strange in sorted(set(wanted) - known.keys()):
        raise invalid(name, strange, f"The `{name}` query parameter value [{strange[:60]}] is not one of "
                      f"[{','.join(known)}]")  # fmt: skip
    return wanted or list(known)[:2]


def _points(asking: Asking) -> list[tuple[datetime, datetime]]:
    call = asking.call
    for name in ("start_time", "end_time"):
        if not call.text(name):
            raise invalid(name, "", f"The `{name}` query parameter can not be empty")
    start, end = (read_moment(name, call.text(name)) for name in ("start_time", "end_time"))
    granularity = call.text("granularity", "total")
    if granularity not in STEPS:
        raise invalid("granularity", granularity, f"granularity must be one of [{','.join(STEPS)}]")
    if start >= end:
        raise invalid("start_time", call.text("start_time"), "'start_time' must be before 'end_time'")
    step = STEPS[granularity]
    if step is None:
        return [(start, end)]
    if (end - start) / step > MOST_POINTS:
        raise invalid("end_time", call.text("end_time"), f"More than {MOST_POINTS} points were asked for")
    count = -(-(end - start) // step)
    return [(start + step * place, min(start + step * (place + 1), end)) for place in range(count)]


def _point(item: Item, step: tuple[datetime, datetime], wanted: list[str]) -> dict[str, Any]:
    seen = _seen(item, step)
    return {"timestamp": stamp(step[0]), "metrics": {name: _metric(item, seen, name, step) for name in wanted}}


def _seen(item: Item, step: tuple[datetime, datetime]) -> Attention:
    since, until = (max(moment, item.created_at) for moment in step)
    return attention_between(item, since, until) if since > item.created_at else attention_of(item, until)


def _metric(item: Item, seen: Attention, name: str, step: tuple[datetime, datetime]) -> int:
    if name == "replies":
        return item.replies.filter(removed_at=None, created_at__gte=step[0], created_at__lt=step[1]).count()
    return METRICS[name](item, seen)
