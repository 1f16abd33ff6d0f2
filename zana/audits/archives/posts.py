"""What an account posted, as everybody could see it: rhythm, kinds, the newest day. No text is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from zana.audits.archives.cleaning import day
from zana.audits.archives.reading import ControlReading
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

Shape = Literal["picture", "pictures", "video", "link", "text"]

WEEKS = 12
LONGEST_GAP = timedelta(days=14)
QUIET, SILENT = timedelta(days=60), timedelta(days=180)
SAMPLE, FEWEST = 30, 10
_ELSEWHERE = re.compile(r"(?:fb\.me|facebook\.com|instagram\.com|instagr\.am|threads\.net|x\.com|twitter\.com)/", re.I)

_STEADY: dict[str, tuple[str, int]] = {"facebook": ("VIS-17", 2), "instagram": ("VIS-18", 2), "x": ("VIS-19", 3)}
_OWN = {"facebook": r"facebook|fb\.me", "instagram": r"instagr", "x": r"twitter|//x\."}
_SHAPES: dict[Shape, Callable[[int], Saying]] = {
    "picture": lambda n: say("one picture: {count}", count=n),
    "pictures": lambda n: say("several pictures: {count}", count=n),
    "video": lambda n: say("video: {count}", count=n),
    "link": lambda n: say("link: {count}", count=n),
    "text": lambda n: say("text: {count}", count=n),
}


@dataclass(frozen=True, slots=True)
class Post:
    """One post: `is_own` is no answer and nothing passed on; `points_elsewhere` leads to another network's copy."""

    at: datetime
    shape: Shape
    is_own: bool = True
    is_cut: bool = False
    points_elsewhere: bool = False


def shape_of(pictures: int, videos: int, links: int) -> Shape:
    if videos:
        return "video"
    if pictures:
        return "pictures" if pictures > 1 else "picture"
    return "link" if links else "text"


def is_cut(text: str) -> bool:
    return text.rstrip().endswith(("…", "..."))


def points_elsewhere(text: str, network: str) -> bool:
    """A link to a post on another network: how a copy that was passed on by itself looks."""
    return any(not re.search(_OWN[network], f"//{link}", re.I) for link in _ELSEWHERE.findall(text))


def judge_posts(
    network: str, posts: Iterable[Post], generated_at: datetime, first_at: datetime | None = None
) -> list[ControlReading]:
    """`first_at` is since when the account is there, where the archive says it; a young one is not asked for rhythm."""
    everything = sorted((p for p in posts if p.at <= generated_at), key=lambda post: post.at, reverse=True)
    own = [post for post in everything if post.is_own]
    return [
        _judge_rhythm(network, own, generated_at, first_at),
        _judge_newest(everything, generated_at),
        _judge_mix(own[:SAMPLE]),
        _judge_words_for_pictures(own[:20]),
        _judge_fitting(own[:20]),
    ]


def _about(control: str, result: Result, why: Saying, facts: Iterable[Saying] = ()) -> ControlReading:
    return ControlReading(control, result, why, tuple(facts), way="file", about="account")


def _judge_rhythm(network: str, own: list[Post], generated_at: datetime, first_at: datetime | None) -> ControlReading:
    control, enough = _STEADY[network]
    begin = generated_at - timedelta(weeks=WEEKS)
    if first_at and first_at > begin:
        return _about(control, "unknown", say("The account is younger than twelve weeks: too early to say."))
    times = [post.at for post in own if post.at > begin]
    a_week = [0] * WEEKS
    for at in times:
        a_week[min((generated_at - at) // timedelta(weeks=1), WEEKS - 1)] += 1
    edges = [generated_at, *times, begin]
    gap = max(later - earlier for later, earlier in pairwise(edges))
    middle = (
        (sorted(a_week)[WEEKS // 2 - 1] + sorted(a_week)[WEEKS // 2]) / 2
        if network == "facebook"
        else len(times) / WEEKS
    )
    why = say(
        "Own posts in the last twelve weeks: {count}; the longest pause: {days} days.", count=len(times), days=gap.days
    )
    steady = middle >= enough and gap <= LONGEST_GAP
    return _about(control, "pass" if steady else "partial" if len(times) >= WEEKS else "fail", why)


def _judge_newest(posts: list[Post], generated_at: datetime) -> ControlReading:
    asks = say("Does the profile say where people find you now?")
    if not posts:
        why = say("The archive holds no post of this account.")
        return ControlReading("VIS-20", "unknown", why, (), asks, "pass", "fail", way="file", about="account")
    age = generated_at - posts[0].at
    why = say("The newest post is of {day}.", day=day(posts[0].at))
    if age <= QUIET:
        return _about("VIS-20", "pass", why)
    worse: Result = "partial" if age <= SILENT else "fail"
    return ControlReading("VIS-20", "unknown", why, (), asks, "pass", worse, way="file", about="account")


def _judge_mix(newest: list[Post]) -> ControlReading:
    if len(newest) < FEWEST:
        return _about("VIS-23", "unknown", say("Too few posts to speak of a mix: {count}.", count=len(newest)))
    shapes = Counter(post.shape for post in newest)
    facts = [_SHAPES[shape](n) for shape, n in shapes.most_common()]
    balanced = max(shapes.values()) <= 0.7 * len(newest)
    result: Result = "fail" if len(shapes) == 1 else "pass" if len(shapes) >= 3 and balanced else "partial"
    why = say("Kinds among the last {all} posts: {count}.", all=len(newest), count=len(shapes))
    return _about("VIS-23", result, why, facts)


def _judge_words_for_pictures(newest: list[Post]) -> ControlReading:
    pictures = sum(post.shape in ("picture", "pictures") for post in newest)
    why = say("The archive does not hold the alt texts. Look at the pictures together.")
    return _about(
        "VIS-25",
        "unknown",
        why,
        (say("Among the last {all} posts with pictures: {count}.", all=len(newest), count=pictures),),
    )


def _judge_fitting(newest: list[Post]) -> ControlReading:
    cut, elsewhere = sum(post.is_cut for post in newest), sum(post.points_elsewhere for post in newest)
    facts = (
        say("Among the last {all} posts, text cut off: {count}.", all=len(newest), count=cut),
        say("Among the last {all} posts, with a link to another network: {count}.", all=len(newest), count=elsewhere),
    )
    return _about("VIS-42", "unknown", say("Whether these are plain copies, look at together."), facts)
