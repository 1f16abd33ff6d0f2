"""Where a container stands, and what Instagram takes: limits as data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

IN_PROGRESS, FINISHED, ERROR = "IN_PROGRESS", "FINISHED", "ERROR"
EXPIRED, PUBLISHED = "EXPIRED", "PUBLISHED"
KINDS = ("IMAGE", "VIDEO", "REELS", "STORIES", "CAROUSEL")
LIFE = timedelta(hours=24)
MOST_CONTAINERS_A_DAY = 400
POSTS_A_DAY = 50  # sources say 25, 50 or 100; a world may say otherwise: manner["instagram_posts_a_day"]
LONGEST_CAPTION, MOST_HASHTAGS, MOST_MENTIONS = 2_200, 30, 20
LONGEST_ALT_TEXT = 1_000
FEWEST_CHILDREN, MOST_CHILDREN = 2, 10
LEAST_RATIO, MOST_RATIO = 4 / 5, 1.91
RATIO_SLACK = 0.01
HASHTAG = re.compile(r"(?<!\w)#\w+")
MENTION = re.compile(r"(?<![\w@])@[\w.]+")

STATUS_WORDS = {
    IN_PROGRESS: "In Progress: Media is still being processed.",
    FINISHED: "Finished: Media has been uploaded and it is ready to be published.",
    EXPIRED: "Expired: Media was not published within 24 hours.",
    PUBLISHED: "Published: Media has been published.",
}


@dataclass(frozen=True)
class Stand:
    """The facts a status follows from; `ready_at` is None while bytes are awaited."""

    created_at: datetime
    ready_at: datetime | None
    problem: str
    published: bool


def status_of(stand: Stand, now: datetime, children: Sequence[str] = ()) -> str:
    """`children` are the statuses of a carousel's parts: it is finished when they are."""
    if stand.published:
        return PUBLISHED
    if stand.problem and stand.ready_at is not None and stand.ready_at <= now:
        return ERROR
    if now >= stand.created_at + LIFE:
        return EXPIRED
    for worse in (ERROR, EXPIRED, IN_PROGRESS):
        if worse in children:
            return worse
    return FINISHED if stand.ready_at is not None and stand.ready_at <= now else IN_PROGRESS


def caption_is_fine(caption: str) -> bool:
    hashtags, mentions = len(HASHTAG.findall(caption)), len(MENTION.findall(caption))
    return len(caption) <= LONGEST_CAPTION and hashtags <= MOST_HASHTAGS and mentions <= MOST_MENTIONS


def ratio_is_fine(width: int, height: int) -> bool:
    """Of a picture in the feed; a story takes any."""
    return LEAST_RATIO - RATIO_SLACK <= width / height <= MOST_RATIO + RATIO_SLACK
