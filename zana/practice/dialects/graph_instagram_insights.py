"""Insights of Instagram media: by product, empty where nothing is known, refused where they are dead."""

from typing import Any

from zana.practice.dialects.graph_context import Asking
from zana.practice.dialects.graph_errors import GraphError, bad_parameter
from zana.practice.dialects.graph_instagram import comments_of, likes_of
from zana.practice.models import Item
from zana.practice.queries.attention import attention_of
from zana.practice.queries.items import STORY_LIFE
from zana.practice.rules.audience import Attention
from zana.practice.rules.instagram_metrics import FEWEST_STORY_VIEWERS, MEDIA, MEDIA_BREAKDOWNS, TITLES, shares_of

PRODUCTS = {Item.REEL: "REELS", Item.STORY: "STORY"}
WATCHED_SHARE = 0.42
TAPS = (("tap_forward", 0.62), ("swipe_forward", 0.16), ("tap_exit", 0.14), ("tap_back", 0.08))
VISITS = (("bio_link_clicked", 0.7), ("email", 0.2), ("call", 0.1))
UNTOLD = frozenset({"crossposted_views", "facebook_views", "reposts"})  # nothing is known: no entry at all


def read_media_insights(asking: Asking, item: Item, names: list[str]) -> dict[str, Any]:
    asking.need_instagram("manage_insights")
    product = PRODUCTS.get(item.form, "FEED")
    _check_names(names, product)
    breakdown = asking.call.text("breakdown")
    if breakdown and any(MEDIA_BREAKDOWNS.get(name) != breakdown for name in names):
        raise GraphError(1, "An unknown error has occurred.", status=500)
    seen = attention_of(item, asking.now)
    if product == "STORY":
        if asking.now >= item.created_at + STORY_LIFE:
            return {"data": []}
        if seen.reach < FEWEST_STORY_VIEWERS:
            raise GraphError(10, "(#10) Not enough viewers for the media to show insights")
    if not seen.reach:
        return {"data": []}
    values = _values(asking, item, seen)
    return {"data": [_shape(item, name, values[name], breakdown) for name in names if name not in UNTOLD]}


def _check_names(names: list[str], product: str) -> None:
    if not names:
        raise bad_parameter("The parameter metric is required")
    living = {name for table in MEDIA.values() for name in table}
    for place, name in enumerate(names):
        if name not in living:
            known = ", ".join(sorted(living))
            raise bad_parameter(f"metric[{place}] must be one of the following values: {known}")
        if name not in MEDIA[product]:
            raise bad_parameter(
                f"The Media Insights API does not support the {name} metric for this media product type."
            )


def _values(asking: Asking, item: Item, seen: Attention) -> dict[str, Any]:
    likes, comments, saved = likes_of(asking, item), comments_of(asking, item), seen.shares // 2
    clip = item.clips.first()
    watched = int(float(clip.shape.get("seconds", 0)) * 1000 * WATCHED_SHARE) if clip is not None else 0
    replies = item.private_answers.filter(removed_at=None).count()
    story = item.form == Item.STORY
    return {
        "views": seen.views, "reach": seen.reach, "shares": seen.shares, "likes": likes, "comments": comments,
        "saved": saved, "follows": seen.follows, "profile_visits": seen.clicks, "profile_activity": seen.clicks // 3,
        "link_clicks": seen.clicks // 2, "replies": replies, "navigation": int(seen.views * 0.9),
        "total_interactions": (replies if story else likes + comments + saved) + seen.shares,
        "ig_reels_avg_watch_time": watched, "ig_reels_video_view_total_time": watched * seen.views,
        "reels_skip_rate": 38.0, "total_likes": likes, "total_comments": comments, "total_views": seen.views,
    }  # fmt: skip


def _shape(item: Item, name: str, value: Any, breakdown: str) -> dict[str, Any]:
    title = TITLES.get(name, name.replace("_", " ").capitalize())
    shape: dict[str, Any] = {"name": name, "period": "lifetime", "values": [{"value": value}], "title": title}
    if breakdown:
        cut = shares_of(value, TAPS if name == "navigation" else VISITS)
        results = [{"dimension_values": [part], "value": count} for part, count in cut]
        shape["total_value"] = {
            "value": value, "breakdowns": [{"dimension_keys": [breakdown], "results": results}],
        }  # fmt: skip
        del shape["values"]
    return {**shape, "description": f"{title} of this media", "id": f"{item.remote_id}/insights/{name}/lifetime"}
