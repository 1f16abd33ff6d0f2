"""Every number of the simulated audience, in one place.

They make a rehearsal feel true; nobody may quote them as research. Where a figure follows a
published one the line says so, "set by us" means a plain assumption that a trainer may change.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Crowd:
    """How the followers of one network behave."""

    half_life_hours: float  # half of all attention has come by then
    reach_share: float  # people reached by a median post, as a share of the followers
    reach_floor: float  # a few people see any post, even of a new account
    reach_spread: float  # standard deviation of the logarithm of the reach
    views_per_person: float
    reaction_rate: float  # of the people reached
    comment_rate: float
    share_rate: float
    click_rate: float
    follow_rate: float
    daily_growth: float  # follows a day without any post, as a share of the followers
    daily_loss: float


CROWDS: dict[str, Crowd] = {
    # Half-lives in the order of size that Graffius reports every year (Facebook about 80 minutes,
    # X about 50, Instagram about 20 hours); the rest is set by us for accounts of some hundred followers.
    "facebook": Crowd(1.35, 0.16, 12, 0.45, 1.5, 0.055, 0.014, 0.008, 0.02, 0.004, 0.0009, 0.0004),
    "instagram": Crowd(20.0, 0.14, 10, 0.5, 1.4, 0.06, 0.01, 0.006, 0.004, 0.005, 0.001, 0.0005),
    "x": Crowd(0.8, 0.12, 8, 0.6, 1.9, 0.028, 0.009, 0.007, 0.012, 0.003, 0.0007, 0.0005),
}

# Set by us. Keys are what `audience.describe` sees in a post.
FORMAT_FACTORS = {"text": 0.85, "link": 0.7, "picture": 1.25, "pictures": 1.4, "video": 1.3, "reel": 1.7, "story": 0.6}
ALT_TEXT_FACTOR = 1.05
LANGUAGE_FACTORS = {"same": 1.0, "other": 0.45}

# Share of the followers awake and looking, by hour in Europe/Belgrade; mean about 1. Set by us.
HOUR_FACTORS = (
    0.35, 0.2, 0.15, 0.15, 0.2, 0.4, 0.75, 1.1, 1.15, 1.05, 1.0, 1.05,
    1.2, 1.15, 1.0, 0.95, 1.0, 1.15, 1.35, 1.6, 1.75, 1.7, 1.2, 0.7,
)  # fmt: skip

REACTION_SHARES = {
    "LIKE": 0.66, "LOVE": 0.18, "CARE": 0.08, "WOW": 0.02, "HAHA": 0.015, "SAD": 0.035, "ANGRY": 0.01,
}  # fmt: skip

# A rehearsal needs something to answer, so a post gets at least about this many comments. Set by us.
COMMENTS_FLOOR = 2.2
COMMENTS_MOST = 60
TONE_SHARES = {"kind": 0.55, "question": 0.3, "hostile": 0.15}
