"""What a profile shows to everybody: picture, cover, bio, link, badge; and the facts where only looking tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zana.audits.archives.reading import ControlReading
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

_NUMBER = re.compile(r"\d[\d\s()./-]{1,18}\d")
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:org|com|net|info|example)\b", re.I)


@dataclass(frozen=True, slots=True)
class Profile:
    """None: the archive does not say. Empty: it says that there is none."""

    bio: str | None = None
    link: str | None = None
    has_picture: bool | None = None
    has_cover: bool | None = None
    is_verified: bool | None = None


def judge_profile(profile: Profile) -> list[ControlReading]:
    """Only what the archive speaks of."""
    readings = [
        _judge_image("VIS-01", profile.has_picture, say("There is a picture; how sharp it is, look at together.")),
        _judge_image(
            "VIS-02", profile.has_cover, say("There is a cover; how sharp and how old it is, look at together.")
        ),
        _judge_bio(profile.bio),
        _judge_link(profile.link),
        _judge_badge(profile.is_verified),
    ]
    return [reading for reading in readings if reading]


def _about(control: str, result: Result, why: Saying, facts: tuple[Saying, ...] = ()) -> ControlReading:
    return ControlReading(control, result, why, facts, way="file", about="account")


def _judge_image(control: str, there: bool | None, look: Saying) -> ControlReading | None:
    if there is None:
        return None
    return _about(control, "unknown", look) if there else _about(control, "fail", say("The profile has none."))


def _judge_bio(bio: str | None) -> ControlReading | None:
    if bio is None:
        return None
    if not bio.strip():
        return _about("VIS-07", "fail", say("The bio is empty."))
    facts = (
        say("Letters in the bio: {count}", count=len(bio.strip())),
        say("A number stands in it.") if _NUMBER.search(bio) else say("No number stands in it."),
        say("A web address stands in it.") if _LINK.search(bio) else say("No web address stands in it."),
    )
    asks = say("Read the bio as a stranger: does it say who you are, for whom, where, and how she gets help?")
    why = say("A program can count the letters; whether a woman in need understands it only a reader can say.")
    return ControlReading("VIS-07", "unknown", why, facts, asks, "pass", "fail", way="file", about="account")


def _judge_link(link: str | None) -> ControlReading | None:
    if link is None:
        return None
    if not link.strip():
        return _about("VIS-12", "fail", say("The profile leads to no website."))
    fact = say("It begins with https.") if link.lower().startswith("https://") else say("It does not begin with https.")
    return _about("VIS-12", "unknown", say("The profile has a link; whether it opens only opening tells."), (fact,))


def _judge_badge(is_verified: bool | None) -> ControlReading | None:
    if is_verified is None:
        return None
    if is_verified:
        return _about("VIS-36", "pass", say("The account has the badge."))
    asks = say("Is it written down that you decided against the badge, and why?")
    why = say("The account has no badge; whether you decided so the archive does not say.")
    return ControlReading("VIS-36", "unknown", why, (), asks, "pass", "fail", way="file", about="account")
