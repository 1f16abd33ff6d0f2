"""Which insight metrics are alive. One dead or unknown metric fails the whole call."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """`source` is what the room counts; `kind` is 'total' (so far) or 'daily' (within the period)."""

    name: str
    source: str
    kind: str
    title: str


def _table(*metrics: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics}


PAGE_METRICS = _table(
    Metric("page_media_view", "views", "daily", "Daily views"),
    Metric("page_total_media_view_unique", "reach", "daily", "Daily viewers"),
    Metric("page_follows", "followers", "total", "Total follows"),
    Metric("page_daily_follows", "gained", "daily", "Daily follows"),
    Metric("page_daily_follows_unique", "gained", "daily", "Daily follows, unique"),
    Metric("page_daily_unfollows_unique", "lost", "daily", "Daily unfollows, unique"),
    Metric("page_post_engagements", "engagements", "daily", "Daily engagements with your posts"),
    Metric("page_views_total", "visits", "daily", "Daily visits to your Page"),
    Metric("page_total_actions", "clicks", "daily", "Daily actions on your Page"),
    Metric("page_video_views", "none", "daily", "Daily video views"),
    *(
        Metric(f"page_actions_post_reactions_{name}_total", f"reaction:{kind}", "daily", f"Daily {name} reactions")
        for name, kind in (
            ("like", "LIKE"), ("love", "LOVE"), ("wow", "WOW"), ("haha", "HAHA"), ("sorry", "SAD"),
            ("anger", "ANGRY"),
        )
    ),
)  # fmt: skip

POST_METRICS = _table(
    Metric("post_media_view", "views", "total", "Lifetime views of the post"),
    Metric("post_total_media_view_unique", "reach", "total", "Lifetime viewers of the post"),
    Metric("post_clicks", "clicks", "total", "Lifetime clicks on the post"),
    Metric("post_clicks_by_type", "clicks_by_type", "total", "Lifetime clicks by type"),
    Metric("post_reactions_by_type_total", "reactions_by_type", "total", "Lifetime reactions by type"),
    Metric("post_reactions_like_total", "reaction:LIKE", "total", "Lifetime like reactions"),
    Metric("post_reactions_love_total", "reaction:LOVE", "total", "Lifetime love reactions"),
)

# The names of a story's numbers come in capitals.
STORY_METRICS = _table(
    Metric("STORY_MEDIA_VIEW", "views", "total", "Views of the story"),
    Metric("STORY_TOTAL_MEDIA_VIEW_UNIQUE", "reach", "total", "Viewers of the story"),
    Metric("STORY_INTERACTION", "engagements", "total", "Interactions with the story"),
    Metric("PAGES_FB_STORY_REPLIES", "comments", "total", "Replies to the story"),
    Metric("PAGES_FB_STORY_SHARES", "shares", "total", "Shares of the story"),
)

LONGEST_DAYS, KEPT_DAYS = 90, 731
# Named periods as days before today: from, to.
PRESETS: dict[str, tuple[int, int]] = {
    "today": (1, 0), "yesterday": (2, 1), "last_3d": (3, 0), "last_7d": (7, 0), "last_14d": (14, 0),
    "last_28d": (28, 0), "last_30d": (30, 0), "last_90d": (90, 0), "this_month": (30, 0), "last_month": (60, 30),
}  # fmt: skip
PERIODS = ("day", "week", "days_28", "month", "lifetime", "total_over_range")
