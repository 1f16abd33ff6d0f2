"""What the posts we know of say about rhythm, formats, tags and languages.

Nobody tells us of every post: what somebody published past this house is not among them unless an export brought it.
So posts that are enough prove that there are enough; that there are too few is only said of a complete record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from zana.audits.rules.names import LANGUAGES
from zana.audits.rules.scoring import Result
from zana.audits.rules.verdicts import Verdict, by_share
from zana.kernel.words import say

CADENCE = {"facebook": ("VIS-17", 2), "instagram": ("VIS-18", 2), "x": ("VIS-19", 3)}
WEEKS = 12
GAP = timedelta(days=14)
SAMPLE = 10  # fewer posts than this say nothing about a habit
TAGS: dict[str, tuple[int, int]] = {"facebook": (0, 3), "instagram": (1, 8), "x": (1, 2)}
MOST_TAGS = 15
FIRST_LINE = 125
PEERS = 8
KINDS = {"text": say("text alone"), "photo": say("one picture"), "photos": say("several pictures")}

_TAG = re.compile(r"(?<![\w&/])#[^\W_]\w*")
_LINK = re.compile(r"https?://\S+")
_SPACE = re.compile(r"\s+")
_DOES = re.compile(
    r"(?i)(\d{3}|https?://|\b(na shkruaj|thirr|telefono|eja|ejani|lexo|shiko|shkarko|regjistrohu|"
    r"pišite|piši|pozovi|pozovite|dođi|dođite|pročitaj|pogledaj|preuzmi|prijavi|javi|"
    r"call|write|come|read|see|join|download|register|share)\b)"
)


def judge_cadence(network: str, times: Collection[datetime], now: datetime, *, complete: bool) -> Verdict | None:
    """VIS-17, 18, 19: the middle week of twelve, and no silence of more than a fortnight."""
    control, wanted = CADENCE[network]
    start = now - timedelta(weeks=WEEKS)
    seen = sorted(at for at in times if start <= at <= now)
    weeks = Counter((now - at) // timedelta(weeks=1) for at in seen)
    per_week = median(weeks.get(week, 0) for week in range(WEEKS))
    gap = max(later - earlier for earlier, later in zip([start, *seen], [*seen, now], strict=True))
    facts = (
        say("Posts in twelve weeks: {count}", count=len(seen)),
        say("The middle week has {count} posts", count=f"{per_week:g}"),
        say("Longest silence: {days} days", days=gap.days),
    )
    if per_week >= wanted and gap <= GAP:
        return Verdict(control, "pass", say("Steady: enough posts each week and no long silence."), facts)
    if not complete:
        why = say("The posts we know of are not enough, but we may not know all. An export of the network would tell.")
        return Verdict(control, "unknown", why, facts) if seen else None
    if per_week >= 1:
        return Verdict(
            control, "partial", say("At least one post in the middle week, not more, or a long silence."), facts
        )
    return Verdict(control, "fail", say("Less than one post in the middle week."), facts)


def judge_silence(newest: datetime, now: datetime, *, complete: bool) -> Verdict | None:
    """VIS-20. What the profile says about having moved, somebody has to read."""
    days = (now - newest).days
    facts = (say("The newest post we know of is {days} days old.", days=days),)
    if days <= 60:
        return Verdict("VIS-20", "pass", say("The profile is alive."), facts)
    if not complete:
        return None
    if days <= 180:
        return Verdict("VIS-20", "partial", say("Silent for more than two months."), facts)
    return Verdict("VIS-20", "fail", say("Silent for more than half a year."), facts)


def judge_formats(kinds: Sequence[str]) -> Verdict | None:
    """VIS-23, of the last posts whose kind is known, newest first."""
    last = list(kinds[:30])
    if len(last) < SAMPLE:
        return None
    counted = Counter(last)
    most = max(counted.values()) / len(last)
    facts = tuple(say("{kind}: {count}", kind=KINDS.get(kind, kind), count=counted[kind]) for kind in sorted(counted))
    if len(counted) >= 3 and most <= 0.7:
        return Verdict("VIS-23", "pass", say("Three or more formats, none of them nearly always."), facts)
    if len(counted) >= 2:
        return Verdict("VIS-23", "partial", say("Two formats, or one nearly always."), facts)
    return Verdict("VIS-23", "fail", say("Always the same format."), facts)


def judge_alt_texts(texts: Sequence[str]) -> Verdict | None:
    """VIS-25, of pictures we published ourselves, newest first."""
    last = list(texts[:20])
    if len(last) < SAMPLE:
        return None
    good = sum(20 <= len(text.strip()) <= 250 for text in last)
    facts = (say("{good} of {count} pictures have a description of 20 to 250 letters", good=good, count=len(last)),)
    result = by_share(good / len(last), passes=0.8, partly=0.3)
    whys = {
        "pass": say("Nearly all pictures have a description of your own."),
        "partial": say("Some pictures have a description of your own."),
        "fail": say("Few pictures have a description of your own."),
    }
    return Verdict("VIS-25", result, whys[result], facts)


def judge_hashtags(network: str, texts: Sequence[str]) -> Verdict | None:
    """VIS-26. Whether others have taken a tag over, no machine here can tell."""
    last = list(texts[:20])
    if len(last) < SAMPLE or network not in TAGS:
        return None
    least, most = TAGS[network]
    counts = [len(_TAG.findall(text)) for text in last]
    facts = (
        say("Hashtags in the middle post: {middle}, at most: {most}", middle=f"{median(counts):g}", most=max(counts)),
    )
    if max(counts) > MOST_TAGS:
        return Verdict("VIS-26", "fail", say("A post carries more than fifteen hashtags."), facts)
    if max(counts) <= most and median(counts) >= least:
        return Verdict("VIS-26", "pass", say("Few hashtags, as this network likes them."), facts)
    return Verdict("VIS-26", "partial", say("More hashtags than help on this network, or none at all."), facts)


def describe_first_lines(texts: Sequence[str]) -> Verdict | None:
    """VIS-27: whether the message is there, only a reader can say; whether something to do is named, roughly."""
    last = list(texts[:20])
    if len(last) < SAMPLE:
        return None
    acting = sum(bool(_DOES.search(text[:FIRST_LINE])) for text in last)
    facts = (say("{count} of {of} posts seem to name something to do in the first line", count=acting, of=len(last)),)
    return Verdict("VIS-27", "unknown", say("Read the first lines together: is the message there?"), facts)


def judge_languages(found: Sequence[str], plan: Mapping[str, int]) -> Verdict | None:
    """VIS-29. `found`: the language of each post, newest first; `plan`: {language: percent}, empty if none is set."""
    last = [language for language in found[:40] if language]
    if len(last) < SAMPLE:
        return None
    counted = Counter(last)
    shares = {language: 100 * counted[language] / len(last) for language in sorted(counted | Counter(plan.keys()))}
    facts = tuple(
        say("{language}: {percent} %", language=LANGUAGES.get(name, name), percent=round(share))
        for name, share in shares.items()
    )
    if not plan:
        why = say("These are the languages of your posts. Set how much of each you want, then this can be judged.")
        return Verdict("VIS-29", "unknown", why, facts)
    off = max(abs(share - plan.get(language, 0)) for language, share in shares.items())
    result: Result = "pass" if off <= 15 else "partial" if off <= 30 else "fail"
    whys = {
        "pass": say("The languages of your posts follow your plan."),
        "partial": say("The languages of your posts are some way off your plan."),
        "fail": say("The languages of your posts are far from your plan."),
    }
    return Verdict("VIS-29", result, whys[result], facts)


def judge_growth(points: Mapping[date, int]) -> Verdict | None:
    """VIS-39: of the last three spans of thirty days, in how many the audience did not shrink."""
    if len(points) < 3:
        return None
    newest = max(points)
    ends = [_value_at(points, newest - timedelta(days=30 * step)) for step in range(4)]
    if any(value is None for value in ends):
        return None
    known = [value for value in ends if value is not None]
    held = sum(later >= earlier for later, earlier in pairwise(known))
    facts = (say("{first} followers ninety days before, {last} now", first=known[-1], last=known[0]),)
    if held >= 2:
        return Verdict("VIS-39", "pass", say("The audience is stable or grows."), facts)
    if held == 1:
        return Verdict("VIS-39", "partial", say("The audience shrank in two of three months."), facts)
    return Verdict("VIS-39", "fail", say("The audience shrank in each of three months."), facts)


def _value_at(points: Mapping[date, int], day: date) -> int | None:
    """The reading nearest to the day, not more than ten days away."""
    near = min(points, key=lambda known: (abs((known - day).days), known))
    return points[near] if abs((near - day).days) <= 10 else None


def size_band(followers: int) -> int:
    """Pages of 0-199, 200-999, 1,000-4,999, and larger ones are compared among themselves."""
    return sum(followers >= edge for edge in (200, 1000, 5000))


def engagement(interactions: Sequence[int], followers: int) -> float | None:
    """Reactions, comments and shares of the middle post for each follower; None for too few posts."""
    return median(interactions) / followers if len(interactions) >= SAMPLE and followers > 0 else None


def judge_engagement(own: float, peers: Sequence[float]) -> Verdict | None:
    """VIS-40. Only the side of the line is told, never the line: it is made of others' numbers."""
    if len(peers) < PEERS:
        return None
    middle = median(peers)
    facts = (say("Compared with the middle of {count} organisations of your size", count=len(peers)),)
    if own >= middle:
        return Verdict(
            "VIS-40", "pass", say("People answer your posts as much as those of your peers, or more."), facts
        )
    if own >= middle / 2:
        return Verdict("VIS-40", "partial", say("People answer your posts less than those of your peers."), facts)
    return Verdict("VIS-40", "fail", say("People answer your posts far less than those of your peers."), facts)


def judge_duplicates(texts: Sequence[str], elsewhere: Collection[str]) -> Verdict | None:
    """VIS-42. `texts`: of one account, newest first; `elsewhere`: of the organisation's other networks."""
    last = [text for text in texts[:20] if _bare(text)]
    if len(last) < SAMPLE or not elsewhere:
        return None
    others = {_bare(text) for text in elsewhere}
    same = sum(_bare(text) in others for text in last)
    facts = (say("{same} of {count} posts stand word for word on another network", same=same, count=len(last)),)
    share = same / len(last)
    if share <= 0.2:
        return Verdict("VIS-42", "pass", say("Posts are fitted to this network."), facts)
    if share <= 0.5:
        return Verdict("VIS-42", "partial", say("Some posts are copied as they are."), facts)
    return Verdict("VIS-42", "fail", say("Most posts are copied as they are."), facts)


def _bare(text: str) -> str:
    """Without links and spaces: the same words with another link are still a copy."""
    return _SPACE.sub(" ", _LINK.sub("", text)).strip().casefold()
