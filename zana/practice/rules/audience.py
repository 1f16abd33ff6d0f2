"""What the simulated audience does, as a function of seed, post and elapsed time.

Nothing here is stored or ticks: asked twice for the same moment it answers the same.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from zana.practice.rules.audience_parameters import (
    ALT_TEXT_FACTOR,
    COMMENTS_FLOOR,
    COMMENTS_MOST,
    CROWDS,
    FORMAT_FACTORS,
    HOUR_FACTORS,
    LANGUAGE_FACTORS,
    REACTION_SHARES,
    TONE_SHARES,
)
from zana.practice.rules.draws import draw, draw_choice, draw_count, draw_factor

ZONE = ZoneInfo("Europe/Belgrade")
DAY = 86_400.0


@dataclass(frozen=True)
class Stimulus:
    """A post as its audience meets it. `key` names it within its world, `hour` is local."""

    key: str
    network: str
    followers: int
    hour: int
    form: str = "text"
    described: bool = False
    own_language: bool = True
    liveliness: float = 1.0


@dataclass(frozen=True)
class Attention:
    """Whole counts up to one moment."""

    reach: int
    views: int
    reactions: tuple[tuple[str, int], ...]
    shares: int
    clicks: int
    follows: int

    @property
    def reaction_total(self) -> int:
        return sum(count for _, count in self.reactions)


@dataclass(frozen=True)
class Voice:
    """One simulated comment: when it comes, how it sounds, who speaks."""

    number: int
    after_seconds: float
    tone: str
    line: int  # a large number; the bank takes it modulo its own size
    speaker: int


def local_hour(moment: datetime) -> int:
    return moment.astimezone(ZONE).hour


def describe_form(*, pictures: int, link: bool, kind: str = "post", video: bool = False) -> str:
    """`kind` is post, reel or story."""
    if kind in ("reel", "story"):
        return kind
    if video and pictures == 0:
        return "video"
    if pictures:
        return "pictures" if pictures > 1 else "picture"
    return "link" if link else "text"


def final_reach(seed: int, post: Stimulus) -> float:
    """People who will have seen the post in the end."""
    crowd = CROWDS[post.network]
    shown: float = crowd.reach_floor + post.followers * crowd.reach_share
    shown *= FORMAT_FACTORS[post.form] * (ALT_TEXT_FACTOR if post.described else 1.0)
    shown *= math.sqrt(HOUR_FACTORS[post.hour % 24])  # a post lives longer than its hour
    shown *= LANGUAGE_FACTORS["same" if post.own_language else "other"] * post.liveliness
    return shown * draw_factor(seed, crowd.reach_spread, post.key, "reach")


def share_seen(network: str, elapsed_seconds: float) -> float:
    """Share of the final attention that has come after that time: 0 at once, near 1 after days."""
    if elapsed_seconds <= 0:
        return 0.0
    lives: float = elapsed_seconds / 3600 / CROWDS[network].half_life_hours
    return 1.0 - 1.0 / (1.0 + math.pow(lives, 1.3))


@dataclass(frozen=True)
class Temper:
    """Everything about a post that chance decides once."""

    reach: float
    taste: float
    reactions: tuple[tuple[str, float, float], ...]  # kind, share of the reach, head start
    shares: float
    follows: float


@lru_cache(maxsize=50_000)
def temper(seed: int, post: Stimulus) -> Temper:
    crowd = CROWDS[post.network]
    taste = draw_factor(seed, 0.3, post.key, "taste")
    return Temper(
        reach=final_reach(seed, post),
        taste=taste,
        reactions=tuple(
            (kind, crowd.reaction_rate * taste * share, draw(seed, post.key, kind) * 0.5)
            for kind, share in REACTION_SHARES.items()
        ),
        shares=draw(seed, post.key, "shares") * 0.5,
        follows=draw(seed, post.key, "follows") * 0.5,
    )


def attention(seed: int, post: Stimulus, elapsed_seconds: float) -> Attention:
    crowd, own = CROWDS[post.network], temper(seed, post)
    seen = own.reach * share_seen(post.network, elapsed_seconds)
    reactions = ((kind, int(seen * rate + start)) for kind, rate, start in own.reactions)
    return Attention(
        reach=int(seen),
        views=int(seen * crowd.views_per_person),
        reactions=tuple((kind, count) for kind, count in reactions if count > 0),
        shares=int(seen * crowd.share_rate * own.taste + own.shares),
        clicks=int(seen * crowd.click_rate * (2.0 if post.form == "link" else 1.0)),
        follows=follows(seed, post, elapsed_seconds),
    )


def follows(seed: int, post: Stimulus, elapsed_seconds: float) -> int:
    """New followers a post has brought by then."""
    own = temper(seed, post)
    seen = own.reach * share_seen(post.network, elapsed_seconds)
    return int(seen * CROWDS[post.network].follow_rate * own.taste + own.follows)


def voices(seed: int, post: Stimulus, tones: dict[str, float] | None = None) -> list[Voice]:
    """Every simulated comment this post will ever get, in the order they come."""
    crowd = CROWDS[post.network]
    expected = final_reach(seed, post) * crowd.comment_rate + COMMENTS_FLOOR * post.liveliness
    count = min(draw_count(seed, expected, post.key, "comments"), COMMENTS_MOST)
    times = sorted(_arrival(post.network, draw(seed, post.key, "when", number)) for number in range(count))
    return [
        Voice(
            number,
            seconds,
            _tone(draw(seed, post.key, "tone", number), tones or TONE_SHARES),
            draw_choice(seed, 10_000, post.key, "line", number),
            draw_choice(seed, 10_000, post.key, "speaker", number),
        )
        for number, seconds in enumerate(times)
    ]


def followers(
    seed: int, account: str, network: str, at_start: int, age_seconds: float, gained: Iterable[int] = ()
) -> int:
    """Followers of an account `age_seconds` after it was opened; `gained` = follows its posts brought."""
    return _followers_by_day(seed, account, network, at_start, int(age_seconds // DAY)) + sum(gained)


@lru_cache(maxsize=20_000)
def _followers_by_day(seed: int, account: str, network: str, at_start: int, days: int) -> int:
    crowd = CROWDS[network]
    count = at_start
    for day in range(days):
        count += draw_count(seed, max(count, 40) * crowd.daily_growth, account, "grow", day)
        count -= draw_count(seed, count * crowd.daily_loss, account, "leave", day)
    return max(count, 0)


def _arrival(network: str, share: float) -> float:
    """The inverse of `share_seen`, at most thirty days."""
    lives = math.pow(share / (1.0 - share), 1 / 1.3)
    return min(lives * CROWDS[network].half_life_hours * 3600, 30 * DAY)


def _tone(chance: float, shares: dict[str, float]) -> str:
    total = sum(shares.values()) or 1.0
    edge = 0.0
    for tone, share in shares.items():
        edge += share / total
        if chance < edge:
            return tone
    return next(iter(shares))
