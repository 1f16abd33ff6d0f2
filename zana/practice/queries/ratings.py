"""Recommendations people leave on a page, drawn from the seed like everything its audience does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.practice.models import Actor
from zana.practice.queries.attention import audience_key
from zana.practice.queries.worlds import crowd_of
from zana.practice.rules.draws import draw, draw_choice
from zana.practice.rules.lines import say_line

MOST = 25
DAYS_BETWEEN = 21
SHARE_POSITIVE = 0.85


@dataclass(frozen=True)
class Rating:
    reviewer: Actor
    positive: bool
    text: str
    given_at: datetime


def ratings_of(page: Actor, now: datetime) -> list[Rating]:
    """Newest first."""
    world = page.world
    age = max(world.timeline.elapsed(page.joined_at, now), 0.0) / 86_400
    number = min(int(age // DAYS_BETWEEN), MOST)
    crowd = crowd_of(world) if number else []
    return [_rating(page, crowd, index) for index in reversed(range(number))]


def _rating(page: Actor, crowd: list[Actor], index: int) -> Rating:
    world, key = page.world, audience_key(page)
    positive = draw(world.seed, key, "rating", index) < SHARE_POSITIVE
    line = draw_choice(world.seed, 10_000, key, "rating line", index)
    began = world.timeline.audience(page.joined_at)
    return Rating(
        reviewer=crowd[draw_choice(world.seed, len(crowd), key, "rating by", index)],
        positive=positive,
        text=say_line(world.language, "kind" if positive else "hostile", line),
        given_at=world.timeline.calendar(began + timedelta(days=(index + 1) * DAYS_BETWEEN).total_seconds()),
    )
