"""What can be measured in a picture, and what that counts for. What cannot be told gets no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zana.audits.rules.verdicts import Verdict
from zana.kernel.words import Saying, say

BLURRED = 12.0  # the steepest edges of what was drawn sharp are 70 and more; small copies alone make 9
CONTRAST = 4.5
FLAT_SHARE = 0.8  # two colours that cover so much: text on a plain ground
LAST = 10
COVER = {"facebook": ((1640, 624), (820, 312)), "x": ((1500, 500), (1500, 500))}
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Measured:
    """`spill`: share of what is drawn that a round frame cuts off, None where there is no plain ground to tell by.

    `edge`: how steep the steepest edges are, None where nothing is drawn. `whole`: the size is the picture's own and
    not that of a copy the network made smaller.
    """

    width: int
    height: int
    edge: float | None = None
    spill: float | None = None
    whole: bool = False


def judge_portrait(seen: Measured) -> Verdict:
    """VIS-01. Networks hand out small copies: a small one proves nothing, a large one does."""
    side = min(seen.width, seen.height)
    facts: list[Saying] = [say("At least {width} × {height}", width=seen.width, height=seen.height)]
    if seen.edge is not None and seen.edge < BLURRED:
        return Verdict("VIS-01", "fail", say("The profile picture is blurred."), tuple(facts))
    if seen.spill is not None:
        facts.append(say("A round frame cuts off {percent} % of what is drawn", percent=round(100 * seen.spill)))
    if side < 400:
        if seen.whole:
            small = say("The profile picture is small.")
            return Verdict("VIS-01", "partial" if side >= 320 else "fail", small, tuple(facts))
        return Verdict("VIS-01", "unknown", say("We only have a small copy. Look at it together."), tuple(facts))
    if seen.spill is None or seen.edge is None:
        return Verdict("VIS-01", "unknown", say("Large enough. Is it clear when it is small and round?"), tuple(facts))
    if seen.spill > 0.03:
        return Verdict("VIS-01", "partial", say("A round frame cuts into the picture: leave a margin."), tuple(facts))
    return Verdict("VIS-01", "pass", say("Large, sharp, and whole in a round frame."), tuple(facts))


def judge_cover(network: str, seen: Measured, changed_at: datetime | None, now: datetime) -> Verdict | None:
    """VIS-02. `changed_at`: when we saw this cover take another one's place; without it nobody knows its age."""
    if network not in COVER:
        return None
    full, least = COVER[network]
    facts = (say("{width} × {height}", width=seen.width, height=seen.height),)
    if seen.edge is not None and seen.edge < BLURRED:
        return Verdict("VIS-02", "partial", say("The cover picture is not sharp."), facts)
    if seen.width < least[0] or seen.height < least[1]:
        why = say("The cover picture we were given is small. Is the one you put there larger?")
        return Verdict("VIS-02", "partial" if seen.whole else "unknown", why, facts)
    if changed_at is None:
        return Verdict("VIS-02", "unknown", say("Large enough. Is it younger than a year?"), facts)
    if now - changed_at > YEAR:
        return Verdict("VIS-02", "partial", say("The cover picture is older than a year."), facts)
    if seen.width < full[0] or seen.height < full[1]:
        return Verdict(
            "VIS-02", "unknown", say("Young, and large enough for a phone. Is it sharp on a large screen?"), facts
        )
    return Verdict("VIS-02", "pass", say("Large, sharp, and younger than a year."), facts)


def luminance(colour: tuple[int, int, int]) -> float:
    """As WCAG 2 reckons it."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A picture of two colours; `fill`: share of the second colour, roughly how much is written."""

    contrast: float
    fill: float


def judge_text_pictures(last: Sequence[TextPicture]) -> Verdict | None:
    """VIS-28, of the last ten pictures with text on a plain ground. Words and letters no rule here counts: a picture
    may fail, none is shown to be readable."""
    seen = list(last[:LAST])
    if len(seen) < LAST:
        return None
    pale = sum(picture.contrast < CONTRAST for picture in seen)
    full = sum(picture.fill > 0.3 for picture in seen)
    facts = (
        say("{count} of {of} have too little contrast", count=pale, of=len(seen)),
        say("{count} of {of} are filled with text", count=full, of=len(seen)),
    )
    if pale > 5:
        return Verdict("VIS-28", "fail", say("In most pictures the text stands out too little."), facts)
    why = say("Count the words and look at the smallest letters together.")
    return Verdict("VIS-28", "unknown", why, facts)


def judge_photos(count: int, with_place: int, *, harmless: bool) -> Verdict:
    """SEC-58. `harmless`: somebody says that no place among them is a shelter or a home."""
    facts = (say("{found} of {count} photos carry the place where they were taken", found=with_place, count=count),)
    if not with_place:
        return Verdict("SEC-58", "pass", say("No photo carries the place where it was taken."), facts)
    if with_place <= 2 and harmless:
        return Verdict("SEC-58", "partial", say("One or two photos carry a harmless place."), facts)
    return Verdict("SEC-58", "fail", say("Photos carry the place where they were taken."), facts)
