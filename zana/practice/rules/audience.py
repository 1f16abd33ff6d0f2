"""What the simulated audience does, as a function of seed, post and elapsed time.

Nothing here is stored or ticks: asked twice for the same moment it answers the same. Followers are groups with a size.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from zana.practice.rules.audience_parameters import (
    ALT_TEXT_FACTOR,
    BOOSTS,
    COMMENTS_FLOOR,
    COMMENTS_MOST,
    CROWDS,
    GROUP_SHARES,
    GROUP_SPREAD,
    GROUPS,
    HOURS,
    KEEP_RATES,
    LOOKED_AT_UNREAD,
    REACTION_SHARES,
    TONE_SHARES,
    TOPIC_TONES,
    UNFOLLOW_RATES,
    WHISPER_RATE,
    WHISPER_SHARES,
    WHISPERS_FLOOR,
    WHISPERS_MOST,
)
from zana.practice.rules.draws import draw, draw_choice, draw_count, draw_factor

ZONE = ZoneInfo("Europe/Belgrade")
DAY = 86_400.0
BLOCK_DAYS = 32


class Stimulus(NamedTuple):
    """A post as its audience meets it. `key` is its account and its number there, `hour` is local.

    `english` says of a post that is not in the audience's own language that it is in English.
    `boost` euros were paid `boost_after` seconds after it was posted. A tuple: whenever an account posts, one is
    made for each of its posts.
    """

    key: str
    network: str
    followers: int
    hour: int
    form: str = "text"
    described: bool = False
    own_language: bool = True
    liveliness: float = 1.0
    topic: str = "daily"
    english: bool = False
    boost: float = 0.0
    boost_after: float = 0.0

    @property
    def account(self) -> str:
        return self.key.rpartition(":")[0] or self.key


@dataclass(frozen=True)
class Attention:
    """Whole counts up to one moment; `reach` and `views` include those that were paid for."""

    reach: int
    views: int
    reactions: tuple[tuple[str, int], ...]
    shares: int
    clicks: int
    follows: int
    keeps: int = 0
    unfollows: int = 0
    paid_reach: int = 0
    paid_views: int = 0

    @property
    def reaction_total(self) -> int:
        return sum(count for _, count in self.reactions)


@dataclass(frozen=True)
class Voice:
    """One simulated comment, or a private message: when it comes, how it sounds, who speaks."""

    number: int
    after_seconds: float
    tone: str
    line: int  # a large number; the bank takes it modulo its own size
    speaker: int
    private: bool = False


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


# --- who is there


@lru_cache(maxsize=2_000)
def population(seed: int, account: str, network: str) -> tuple[tuple[str, float], ...]:
    """The groups among the followers of an account with their shares, together 1."""
    sizes = {
        name: share * draw_factor(seed, GROUP_SPREAD, account, "group", name)
        for name, share in GROUP_SHARES[network].items()
    }
    total = sum(sizes.values())
    return tuple((name, size / total) for name, size in sizes.items())


def appeal(seed: int, post: Stimulus) -> float:
    """How well form, hour, language and subject meet the people who follow: about 1."""
    return sum(share * _appeal_to(name, post) for name, share in population(seed, post.account, post.network))


def _appeal_to(name: str, post: Stimulus) -> float:
    group = GROUPS[name]
    own, neighbour, english = group.reads
    reading = own if post.own_language else english if post.english else neighbour
    understood = LOOKED_AT_UNREAD + (1 - LOOKED_AT_UNREAD) * reading / own
    awake = math.sqrt(HOURS[group.hours][post.hour % 24])  # a post lives longer than its hour
    return understood * awake * group.cares.get(post.topic, 1.0) * group.likes.get(post.form, 1.0)


# --- what they see


def final_reach(seed: int, post: Stimulus) -> float:
    """People who will have seen the post in the end, without those that are paid for."""
    crowd = CROWDS[post.network]
    shown: float = crowd.reach_floor + post.followers * crowd.reach_share
    shown *= appeal(seed, post) * (ALT_TEXT_FACTOR if post.described else 1.0) * post.liveliness
    return shown * draw_factor(seed, crowd.reach_spread, post.key, "reach")


def bought_reach(post: Stimulus) -> float:
    """People a boost brings in the end: twice the money is less than twice the people."""
    offer = BOOSTS[post.network]
    return offer.per_euro * math.pow(post.boost, offer.exponent) if post.boost > 0 else 0.0


def share_seen(network: str, elapsed_seconds: float) -> float:
    """Share of the final attention that has come after that time: 0 at once, near 1 after days."""
    return _share(CROWDS[network].half_life_hours, elapsed_seconds)


def _share(half_life_hours: float, elapsed_seconds: float) -> float:
    if elapsed_seconds <= 0:
        return 0.0
    lives: float = elapsed_seconds / 3600 / half_life_hours
    return 1.0 - 1.0 / (1.0 + math.pow(lives, 1.3))


@dataclass(frozen=True)
class Temper:
    """Everything about a post that chance decides once."""

    reach: float
    taste: float
    reactions: tuple[tuple[str, float, float], ...]  # kind, share of the reach, head start
    shares: float
    follows: float
    keeps: float
    unfollows: float


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
        keeps=draw(seed, post.key, "keeps") * 0.5,
        unfollows=draw(seed, post.key, "unfollows") * 0.9,
    )


def attention(seed: int, post: Stimulus, elapsed_seconds: float) -> Attention:
    crowd, own = CROWDS[post.network], temper(seed, post)
    seen, paid = _seen(post, own, elapsed_seconds)
    willing = seen + paid * BOOSTS[post.network].reaction_share
    reactions = ((kind, int(willing * rate + start)) for kind, rate, start in own.reactions)
    return Attention(
        reach=int(seen + paid),
        views=int((seen + paid) * crowd.views_per_person),
        reactions=tuple((kind, count) for kind, count in reactions if count > 0),
        shares=int(willing * crowd.share_rate * own.taste + own.shares),
        clicks=int(willing * crowd.click_rate * (2.0 if post.form == "link" else 1.0)),
        follows=int(willing * crowd.follow_rate * own.taste + own.follows),
        keeps=int(willing * KEEP_RATES[post.network] * own.taste + own.keeps),
        unfollows=int(seen * UNFOLLOW_RATES[post.network] + own.unfollows),
        paid_reach=int(paid),
        paid_views=int(paid * crowd.views_per_person),
    )


def _seen(post: Stimulus, own: Temper, elapsed_seconds: float) -> tuple[float, float]:
    """People reached by then: those who came by themselves, those paid for."""
    seen = own.reach * share_seen(post.network, elapsed_seconds)
    if post.boost <= 0:
        return seen, 0.0
    return seen, bought_reach(post) * _share(BOOSTS[post.network].hours, elapsed_seconds - post.boost_after)


def moves(seed: int, post: Stimulus, elapsed_seconds: float) -> tuple[int, int]:
    """Follows and unfollows a post has brought by then."""
    own = temper(seed, post)
    seen, paid = _seen(post, own, elapsed_seconds)
    willing = seen + paid * BOOSTS[post.network].reaction_share
    come = int(willing * CROWDS[post.network].follow_rate * own.taste + own.follows)
    return come, int(seen * UNFOLLOW_RATES[post.network] + own.unfollows)


# --- what they say


def voices(seed: int, post: Stimulus, tones: dict[str, float] | None = None) -> list[Voice]:
    """Every simulated comment and private message this post will ever get, in the order they come.

    What a boost adds comes after it was paid, so what had been said before stays as it was.
    """
    crowd = CROWDS[post.network]
    shares = tones or _tones_for(post.topic)
    reach = final_reach(seed, post)
    expected = reach * crowd.comment_rate + COMMENTS_FLOOR * post.liveliness
    said = _gather(seed, post, "", min(draw_count(seed, expected, post.key, "comments"), COMMENTS_MOST), shares)
    whispers = draw_count(seed, reach * WHISPER_RATE + WHISPERS_FLOOR, post.key, "whispers")
    said += _gather(seed, post, "whisper", min(whispers, WHISPERS_MOST), WHISPER_SHARES, private=True)
    if post.boost > 0:
        bought = bought_reach(post) * crowd.comment_rate * BOOSTS[post.network].reaction_share
        more = min(draw_count(seed, bought, post.key, "bought"), COMMENTS_MOST)
        said += _gather(seed, post, "bought", more, shares, after=post.boost_after)
    ordered = sorted(said, key=lambda voice: (voice.after_seconds, voice.number))
    return [_numbered(number, voice) for number, voice in enumerate(ordered)]


def _gather(
    seed: int,
    post: Stimulus,
    why: str,
    count: int,
    shares: dict[str, float],
    *,
    private: bool = False,
    after: float = 0.0,
) -> list[Voice]:
    half_life = BOOSTS[post.network].hours if after or why == "bought" else CROWDS[post.network].half_life_hours
    key = (post.key, why) if why else (post.key,)
    return [
        Voice(
            number,
            after + _arrival(half_life, draw(seed, *key, "when", number)),
            _tone(draw(seed, *key, "tone", number), shares),
            draw_choice(seed, 10_000, *key, "line", number),
            draw_choice(seed, 10_000, *key, "speaker", number),
            private,
        )
        for number in range(count)
    ]


def _numbered(number: int, voice: Voice) -> Voice:
    return Voice(number, voice.after_seconds, voice.tone, voice.line, voice.speaker, voice.private)


@lru_cache(maxsize=32)
def _tones_for(topic: str) -> dict[str, float]:
    factors = TOPIC_TONES.get(topic, {})
    return {tone: share * factors.get(tone, 1.0) for tone, share in TONE_SHARES.items()}


# --- who stays


def followers(
    seed: int, account: str, network: str, at_start: int, age_seconds: float, gained: Iterable[int] = ()
) -> int:
    """Followers of an account `age_seconds` after it was opened; `gained` = what its posts brought or cost."""
    days = int(age_seconds // DAY)
    grown = _grow(seed, account, network, at_start, days // BLOCK_DAYS)[days % BLOCK_DAYS]
    return max(grown + sum(gained), 0)


@lru_cache(maxsize=20_000)
def _grow(seed: int, account: str, network: str, at_start: int, block: int) -> tuple[int, ...]:
    """Followers at the end of each day of a block of days, from the block before it."""
    crowd = CROWDS[network]
    if block:
        last = _grow(seed, account, network, at_start, block - 1)[-1]
        count = _next_day(seed, account, crowd.daily_growth, crowd.daily_loss, last, block * BLOCK_DAYS - 1)
    else:
        count = at_start
    counts = [count]
    for day in range(block * BLOCK_DAYS, (block + 1) * BLOCK_DAYS - 1):
        counts.append(_next_day(seed, account, crowd.daily_growth, crowd.daily_loss, counts[-1], day))
    return tuple(counts)


def _next_day(seed: int, account: str, growth: float, loss: float, count: int, day: int) -> int:
    count += draw_count(seed, max(count, 40) * growth, account, "grow", day)
    return max(count - draw_count(seed, count * loss, account, "leave", day), 0)


def _arrival(half_life_hours: float, share: float) -> float:
    """The inverse of `share_seen`, at most thirty days."""
    lives = math.pow(share / (1.0 - share), 1 / 1.3)
    return min(lives * half_life_hours * 3600, 30 * DAY)


def _tone(chance: float, shares: dict[str, float]) -> str:
    total = sum(shares.values()) or 1.0
    edge = 0.0
    for tone, share in shares.items():
        edge += share / total
        if chance < edge:
            return tone
    return next(iter(shares))
