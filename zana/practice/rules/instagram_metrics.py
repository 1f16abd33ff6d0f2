"""Which numbers Instagram tells, of what, in which shape and how finely divided. What is not here is dead."""

from collections.abc import Iterable
from dataclasses import dataclass

from zana.practice.rules.draws import draw

TIME_SERIES, TOTAL_VALUE = "time_series", "total_value"
FEWEST_FOLLOWERS, FEWEST_STORY_VIEWERS = 100, 5
LONGEST_DAYS = 30
MOST_PLACES = 45


@dataclass(frozen=True)
class Told:
    title: str
    types: tuple[str, ...] = (TOTAL_VALUE,)
    periods: tuple[str, ...] = ("day",)
    breakdowns: tuple[str, ...] = ()


BY_PRODUCT, BY_FOLLOW = "media_product_type", "follow_type"
DEMOGRAPHIC = Told("Demographics", periods=("lifetime",), breakdowns=("age", "gender", "city", "country"))

ACCOUNT: dict[str, Told] = {
    "reach": Told("Accounts reached", (TIME_SERIES, TOTAL_VALUE), ("day", "week", "days_28"), (BY_PRODUCT, BY_FOLLOW)),
    "follower_count": Told("Follower count", (TIME_SERIES,)),
    "views": Told("Views", breakdowns=(BY_PRODUCT, "follower_type")),
    "accounts_engaged": Told("Accounts engaged"),
    "total_interactions": Told("Content interactions", breakdowns=(BY_PRODUCT,)),
    "likes": Told("Likes", breakdowns=(BY_PRODUCT,)),
    "comments": Told("Comments", breakdowns=(BY_PRODUCT,)),
    "shares": Told("Shares", breakdowns=(BY_PRODUCT,)),
    "saves": Told("Saves", breakdowns=(BY_PRODUCT,)),
    "replies": Told("Replies"),
    "reposts": Told("Reposts", breakdowns=(BY_PRODUCT,)),
    "profile_links_taps": Told("Profile links taps", breakdowns=("contact_button_type",)),
    "follows_and_unfollows": Told("Follows and unfollows", breakdowns=(BY_FOLLOW,)),
    "follower_demographics": DEMOGRAPHIC,
    "engaged_audience_demographics": DEMOGRAPHIC,
    "reached_audience_demographics": DEMOGRAPHIC,  # named by the specification; whether it lives is unconfirmed
    "online_followers": Told("Online followers", (TIME_SERIES,), ("lifetime",)),
}
# Of whom: those who follow, or as many as this counts.
DEMOGRAPHICS: dict[str, str] = {
    "follower_demographics": "", "engaged_audience_demographics": "accounts_engaged",
    "reached_audience_demographics": "reach",
}  # fmt: skip

_COMMON = ("views", "reach", "shares", "total_interactions")
MEDIA: dict[str, tuple[str, ...]] = {
    "FEED": (
        *_COMMON, "likes", "comments", "saved", "follows", "profile_visits", "profile_activity", "reposts",
        "total_likes", "total_comments", "total_views",
    ),
    "REELS": (
        *_COMMON, "likes", "comments", "saved", "ig_reels_avg_watch_time", "ig_reels_video_view_total_time",
        "reels_skip_rate", "reposts", "crossposted_views", "facebook_views", "total_likes", "total_comments",
        "total_views",
    ),
    "STORY": (
        *_COMMON, "replies", "navigation", "follows", "profile_visits", "profile_activity", "link_clicks",
    ),
}  # fmt: skip
MEDIA_BREAKDOWNS = {"navigation": "story_navigation_action_type", "profile_activity": "action_type"}
TITLES = {
    "ig_reels_avg_watch_time": "Average watch time", "ig_reels_video_view_total_time": "Watch time",
    "reels_skip_rate": "Skip rate", "total_interactions": "Interactions", "saved": "Saved",
}  # fmt: skip

# Shares of the followers; set by us, in the order of size that small organisations of the region see.
SHARES: dict[str, dict[str, float]] = {
    "age": {"13-17": 0.02, "18-24": 0.19, "25-34": 0.34, "35-44": 0.24, "45-54": 0.13, "55-64": 0.06, "65+": 0.02},
    "gender": {"F": 0.71, "M": 0.24, "U": 0.05},
    "country": {"XK": 0.68, "AL": 0.12, "CH": 0.07, "DE": 0.06, "RS": 0.04, "AT": 0.03},
    "city": {
        "Pristina, Pristina District": 0.41, "Prizren, Prizren District": 0.24, "Peja, Peja District": 0.12,
        "Gjakova, Gjakova District": 0.1, "Mitrovica, Mitrovica District": 0.08, "Tirana, Tirana County": 0.05,
    },
}  # fmt: skip


def divide(seed: int, key: str, kind: str, total: int) -> list[tuple[str, int]]:
    """`total` people by age, gender, city or country, a little different for every account; the largest first."""
    weights = {name: share * (0.8 + 0.4 * draw(seed, key, kind, name)) for name, share in SHARES[kind].items()}
    whole = sum(weights.values())
    counts = [(name, round(total * weight / whole)) for name, weight in weights.items()]
    return sorted((one for one in counts if one[1] > 0), key=lambda one: -one[1])[:MOST_PLACES]


def shares_of(total: int, parts: Iterable[tuple[str, float]]) -> list[tuple[str, int]]:
    """`total` cut by fixed shares; the first part takes what rounding leaves."""
    names = list(parts)
    counts = [int(total * share) for _, share in names]
    counts[0] += total - sum(counts)
    return [(name, count) for (name, _), count in zip(names, counts, strict=True)]
