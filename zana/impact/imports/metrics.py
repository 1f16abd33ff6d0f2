"""Which of the house's metrics an export's number is. Only where the network counts the same thing."""

from __future__ import annotations

from collections.abc import Mapping

OF_POSTS: Mapping[str, Mapping[str, str]] = {
    "facebook": {
        "views": "post_views",
        "reach": "post_reach",
        "reactions": "post_reactions",
        "comments": "post_comments",
        "shares": "post_shares",
        "clicks": "post_clicks",
        "link_clicks": "post_link_clicks",
    },
    "instagram": {
        "views": "post_views",
        "reach": "post_reach",
        "likes": "post_reactions",
        "comments": "post_comments",
        "shares": "post_shares",
        "saves": "post_saves",
    },
    "x": {
        "impressions": "post_views",
        "likes": "post_reactions",
        "replies": "post_comments",
        "bookmarks": "post_saves",
        "link_clicks": "post_link_clicks",
    },
}
OF_DAYS: Mapping[str, str] = {
    "day_follows": "new_followers",
    "day_interactions": "interactions",
    "day_link_clicks": "link_clicks",
    "day_views": "views",
    "day_viewers": "reach",  # different people who saw something: what "reach" was called before
    "day_visits": "profile_visits",
    "day_reach": "reach",
}
