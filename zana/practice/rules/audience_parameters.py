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

# Of the people reached, set by us: who keeps a post for later, who stops following after it.
KEEP_RATES = {"facebook": 0.004, "instagram": 0.012, "x": 0.003}
UNFOLLOW_RATES = {"facebook": 0.0008, "instagram": 0.001, "x": 0.0009}


# --- who they are: followers are never rows, only groups with a size

# Share of a group awake and looking, by hour in Europe/Belgrade; mean about 1. Set by us: `evening` is the shape most
# publishers describe (a small rise at noon, the top at 20 to 21), the others are moved or flattened.
HOURS = {
    "evening": (
        0.35, 0.2, 0.15, 0.15, 0.2, 0.4, 0.75, 1.1, 1.15, 1.05, 1.0, 1.05,
        1.2, 1.15, 1.0, 0.95, 1.0, 1.15, 1.35, 1.6, 1.75, 1.7, 1.2, 0.7,
    ),
    "office": (
        0.15, 0.1, 0.1, 0.1, 0.15, 0.4, 0.9, 1.6, 1.8, 1.7, 1.5, 1.4,
        1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 1.0, 1.05, 1.0, 0.6, 0.35,
    ),
    "late": (
        1.3, 0.8, 0.4, 0.2, 0.15, 0.2, 0.4, 0.7, 0.8, 0.8, 0.85, 0.9,
        1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.3, 1.5, 1.7, 1.9, 1.9, 1.7,
    ),
    "abroad": (  # a few hours behind
        0.9, 0.6, 0.4, 0.25, 0.2, 0.25, 0.4, 0.7, 0.95, 1.0, 1.0, 1.0,
        1.05, 1.1, 1.1, 1.05, 1.0, 1.1, 1.25, 1.4, 1.6, 1.75, 1.7, 1.3,
    ),
}  # fmt: skip

TOPICS = ("safety", "rights", "work", "event", "money", "story", "daily")
FORMS = ("text", "link", "picture", "pictures", "video", "reel", "story")


@dataclass(frozen=True)
class Group:
    """People alike: when they look, what they can read, what they care for and in which form they like it.

    `reads` is the share that reads the audience's own language, the neighbour's and English;
    `cares` and `likes` are factors, 1 where nothing is said.
    """

    hours: str
    reads: tuple[float, float, float]
    cares: dict[str, float]
    likes: dict[str, float]
    age: str


# Set by us.
GROUPS: dict[str, Group] = {
    "neighbours": Group(
        "evening", (0.98, 0.25, 0.25), {"event": 1.35, "daily": 1.15, "rights": 0.85},
        {"text": 0.95, "link": 0.7, "picture": 1.3, "pictures": 1.45, "video": 1.25, "reel": 1.3, "story": 0.5},
        "35-54",
    ),
    "young": Group(
        "late", (0.95, 0.2, 0.85), {"story": 1.3, "work": 1.15, "safety": 1.1, "money": 0.7},
        {"text": 0.6, "link": 0.5, "picture": 1.15, "pictures": 1.35, "video": 1.5, "reel": 2.4, "story": 1.1}, "18-24",
    ),
    "parents": Group(
        "evening", (0.98, 0.2, 0.3), {"safety": 1.35, "event": 1.1, "money": 0.9},
        {"text": 0.9, "link": 0.8, "picture": 1.25, "pictures": 1.4, "video": 1.2, "reel": 1.5, "story": 0.6}, "25-44",
    ),
    "abroad": Group(
        "abroad", (0.9, 0.2, 0.7), {"money": 1.6, "story": 1.25, "event": 0.6},
        {"text": 0.85, "link": 0.8, "picture": 1.3, "pictures": 1.4, "video": 1.4, "reel": 1.6, "story": 0.4}, "25-54",
    ),
    "colleagues": Group(
        "office", (0.9, 0.55, 0.95), {"rights": 1.5, "work": 1.1, "daily": 0.75},
        {"text": 1.1, "link": 1.2, "picture": 1.1, "pictures": 1.1, "video": 1.0, "reel": 0.9, "story": 0.3}, "25-54",
    ),
    "sceptics": Group(
        "evening", (0.98, 0.15, 0.3), {"rights": 1.4, "money": 1.3, "daily": 0.6},
        {"text": 1.0, "link": 0.9, "picture": 0.9, "pictures": 0.9, "video": 1.0, "reel": 1.1, "story": 0.2}, "35-65",
    ),
}  # fmt: skip

# How an account's followers are made up before its own chance moves them (by GROUP_SPREAD). Set by us.
GROUP_SHARES = {
    "facebook": {
        "neighbours": 0.36, "young": 0.1, "parents": 0.24, "abroad": 0.14, "colleagues": 0.1, "sceptics": 0.06,
    },
    "instagram": {
        "neighbours": 0.18, "young": 0.44, "parents": 0.18, "abroad": 0.12, "colleagues": 0.06, "sceptics": 0.02,
    },
    "x": {"neighbours": 0.12, "young": 0.2, "parents": 0.08, "abroad": 0.14, "colleagues": 0.34, "sceptics": 0.12},
}  # fmt: skip
GROUP_SPREAD = 0.35
# Pictures are looked at even where the text cannot be read. Set by us.
LOOKED_AT_UNREAD = 0.2
ALT_TEXT_FACTOR = 1.05  # searching and reading aloud both find it; set by us


# --- what they do

REACTION_SHARES = {
    "LIKE": 0.66, "LOVE": 0.18, "CARE": 0.08, "WOW": 0.02, "HAHA": 0.015, "SAD": 0.035, "ANGRY": 0.01,
}  # fmt: skip

# A rehearsal needs something to answer, so a post gets at least about this many comments. Set by us.
COMMENTS_FLOOR = 2.2
COMMENTS_MOST = 60
TONES = ("kind", "question", "order", "hostile", "disclosure")
TONE_SHARES = {"kind": 0.5, "question": 0.25, "order": 0.1, "hostile": 0.13, "disclosure": 0.02}
# Factors on these shares by what a post is about. Somebody tells of violence where safety is spoken of. Set by us.
TOPIC_TONES: dict[str, dict[str, float]] = {
    "safety": {"disclosure": 2.5, "order": 0.3},
    "rights": {"hostile": 1.6, "order": 0.3},
    "money": {"hostile": 1.3, "question": 1.2},
    "work": {"order": 2.2},
    "event": {"question": 1.6, "order": 0.6},
}

# Private messages a post brings, as a share of the people reached, and at least about so many. Set by us.
WHISPER_RATE = 0.0025
WHISPERS_FLOOR = 0.25
WHISPERS_MOST = 12
WHISPER_SHARES = {"question": 0.5, "order": 0.28, "kind": 0.12, "disclosure": 0.1}

# Moods a trainer may choose for a world: comments in other shares, more or fewer of them. Set by us.
MOODS: dict[str, dict[str, float]] = {
    "as_in_life": {},
    "warm": {"kind": 0.68, "question": 0.22, "order": 0.08, "hostile": 0.02},
    "curious": {"kind": 0.25, "question": 0.5, "order": 0.2, "hostile": 0.05},
    "stormy": {"kind": 0.16, "question": 0.13, "order": 0.03, "hostile": 0.66, "disclosure": 0.02},
}
LIVELINESS = {"quiet": 0.5, "usual": 1.0, "lively": 2.0, "viral": 12.0}


@dataclass(frozen=True)
class Boost:
    """What money buys: `per_euro` people for the first euro, each further one less (`exponent` below 1).

    Prices of a thousand views differ by country, month and target; the order of size (about 1 euro for 1,000 views
    in the region on Meta, more on X) and the curve are set by us.
    """

    per_euro: float
    exponent: float
    hours: float  # half of it is spent by then
    reaction_share: float  # how willing people who were paid for are, beside those who follow


BOOSTS = {
    "facebook": Boost(260.0, 0.82, 24.0, 0.3),
    "instagram": Boost(220.0, 0.82, 24.0, 0.35),
    "x": Boost(120.0, 0.78, 18.0, 0.2),
}
BOOST_MOST = 500  # euros a post
