"""The indicators of the donor's first page. Keys are those of the indicator catalogue (OP output, IM impact)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta

from zana.impact.rules.facts import Facts, Followers, Later, Presence, Row
from zana.impact.rules.numbers import Change, Number, Unknown, Value, cell
from zana.kernel.words import say
from zana.people.release import (
    MINIMUM_ORGANISATIONS,
    MINIMUM_PEOPLE,
    PEOPLE,
    THINGS,
    TOTAL,
    Cell,
    Hidden,
    Shown,
    release_list,
    release_one,
    release_share,
    share,
    why_hidden,
)

RULE_VERSION = "1"
TRAINED_MINUTES = 180
WINDOW = timedelta(days=28)  # a first or last reading this close to the edge stands for it


def list_numbers(facts: Facts) -> list[Number]:
    """In the order of the page. What was said weeks later stands there once somebody has said it."""
    later = [Number(key, *_count_later(facts.later, key)) for key in LATER_KEYS] if facts.later else []
    return [*(Number(key, *compute(facts)) for key, compute in _INDICATORS.items()), *later]


Computed = tuple[Value, tuple[Row, ...]]


def count_organisations(facts: Facts) -> Computed:
    rows = _sorted(one.row for one in facts.enrolled)
    organisations = {row.organisation for row in rows}
    if not rows:
        return Unknown(say("No organisation is enrolled yet.")), ()
    return Shown(len(organisations)), rows


def count_regions(facts: Facts) -> Computed:
    placed = [one for one in facts.enrolled if one.region]
    if not placed:
        return Unknown(say("No organisation has its region written down.")), ()
    return Shown(len({one.region for one in placed})), _sorted(one.row for one in placed)


def count_persons_trained(facts: Facts) -> Computed:
    """Unique persons present for at least three hours of one training."""
    noted = [presence for presence in facts.presences if presence.minutes is not None]
    if not noted:
        return Unknown(say("No attendance is written down yet.")), ()
    long = [presences for presences in _by_training(noted) if _minutes(presences) >= TRAINED_MINUTES]
    rows = _sorted(presence.row for presences in long for presence in presences)
    persons = {presences[0].person for presences in long}
    released = release_one(Cell(len(persons), frozenset(row.organisation for row in rows)))
    return released, rows or _sorted(presence.row for presence in noted)


def count_women(facts: Facts) -> Computed:
    return _count_gender(facts, "woman")


def count_men(facts: Facts) -> Computed:
    return _count_gender(facts, "man")


def _count_gender(facts: Facts, gender: str) -> Computed:
    """Of those trained, who says so of herself; released with the sum, which stands on the same page.

    The rows behind it are those of the sum: which of them said what is nobody's.
    """
    total, rows = count_persons_trained(facts)
    if not isinstance(total, Shown):
        return total, rows
    groups: dict[str, tuple[set[int], set[str]]] = {"woman": (set(), set()), "man": (set(), set()), "": (set(), set())}
    counted = set(rows)
    for presence in facts.presences:
        if presence.row in counted:
            persons, organisations = groups.get(presence.gender, groups[""])
            persons.add(presence.person)
            organisations.add(presence.row.organisation)
    if not groups["woman"][0] and not groups["man"][0]:
        return Unknown(say("Nobody has said yet how she wants to be counted.")), ()
    if not groups[""][0]:
        del groups[""]  # everybody has said: an empty rest would hide a group that is large enough
    released = release_list({name: Cell(len(persons), frozenset(some)) for name, (persons, some) in groups.items()})
    return (released[gender] if isinstance(released[TOTAL], Shown) else Hidden(why_hidden(PEOPLE))), rows


def count_participations(facts: Facts) -> Computed:
    """Person times training; hidden where the number of persons behind it would be."""
    came = [presence for presence in facts.presences if presence.minutes]
    rows = _sorted(presence.row for presence in came)
    if not rows:
        return Unknown(say("No attendance is written down yet.")), ()
    persons = Cell(len({presence.person for presence in came}), frozenset(row.organisation for row in rows))
    released = release_one(persons)
    return (released if isinstance(released, Hidden) else Shown(len(_by_training(came)))), rows


def share_individual_days(facts: Facts) -> Computed:
    """Organisations whose day was held, of those enrolled: what we did, so one of 27 may be told."""
    enrolled = {one.row.organisation for one in facts.enrolled}
    held = [day.row for day in facts.days if day.held and day.row.organisation in enrolled]
    rows = _sorted([*held, *(one.row for one in facts.enrolled)])
    if not facts.days or not enrolled:
        return Unknown(say("No individual training day is written down yet.")), ()
    if len(enrolled) < MINIMUM_ORGANISATIONS:
        return Hidden(why_hidden(THINGS)), rows
    return share(len({row.organisation for row in held}), len(enrolled)), rows


def share_useful(facts: Facts) -> Computed:
    """Answers 4 or 5 in the waves of feedback that were shown; hidden where either side is a handful."""
    if facts.useful is None or not facts.useful.whole:
        return Unknown(say("No feedback on a joint training has been shown yet.")), ()
    part, rest = facts.useful.part, facts.useful.whole - facts.useful.part
    if any(0 < people < MINIMUM_PEOPLE for people in (part, rest)):
        return Hidden(why_hidden(PEOPLE)), facts.useful.rows
    return share(part, facts.useful.whole), facts.useful.rows


def _count_later(later: Later, key: str) -> Computed:
    """Nothing leads from an answer to its organisation: of those who were asked there must be enough."""
    part = later.named.get(key)
    if part is None:
        return Hidden(why_hidden(PEOPLE)), later.rows
    places = frozenset(row.organisation for row in later.rows)
    return release_share(Cell(part, places), Cell(later.whole - part, places)), later.rows


def share_findings_closed(facts: Facts) -> Computed:
    rows = _sorted(finding.row for finding in facts.findings)
    if not rows:
        return Unknown(say("No serious finding has been made yet.")), ()
    closed = cell(finding.row for finding in facts.findings if finding.closed)
    still_open = cell(finding.row for finding in facts.findings if not finding.closed)
    return release_share(closed, still_open, THINGS), rows


def count_accounts(facts: Facts) -> Computed:
    return _count_things(account.row for account in facts.accounts if not account.practice)


def count_posts(facts: Facts) -> Computed:
    return _count_things(post.row for post in facts.posts if not post.practice)


def count_rehearsed_posts(facts: Facts) -> Computed:
    return _count_things(post.row for post in facts.posts if post.practice)


def compare_followers(facts: Facts) -> Computed:
    """Sums over the accounts read both at the beginning and at the end; others would look like growth."""
    pairs = constant_set(facts)
    rows = _sorted(reading.row for pair in pairs for reading in pair)
    if not rows:
        return Unknown(say("No account has follower numbers from both the beginning and the end.")), ()
    released = release_one(cell(rows), THINGS)
    if isinstance(released, Hidden):
        return released, rows
    return Change(sum(first.value for first, _ in pairs), sum(last.value for _, last in pairs)), rows


def constant_set(facts: Facts) -> list[tuple[Followers, Followers]]:
    """First and last reading of each account that has one near both edges. Rehearsal does not count."""
    readings: dict[int, list[Followers]] = defaultdict(list)
    for reading in sorted(facts.followers, key=lambda one: (one.day, one.row)):
        if not reading.practice and reading.day <= facts.until:
            readings[reading.account].append(reading)
    if not readings:
        return []
    begins = min(some[0].day for some in readings.values())
    ends = max(some[-1].day for some in readings.values())
    return [
        (some[0], some[-1])
        for some in readings.values()
        if some[0].day <= begins + WINDOW and some[-1].day >= ends - WINDOW and some[0].day < some[-1].day
    ]


_INDICATORS: dict[str, Callable[[Facts], Computed]] = {
    "OP1": count_organisations,
    "regions": count_regions,
    "OP2": count_persons_trained,
    "women": count_women,
    "men": count_men,
    "OP3": count_participations,
    "OP5": share_individual_days,
    "OP9": share_useful,
    "findings": share_findings_closed,
    "accounts": count_accounts,
    "posts": count_posts,
    "rehearsed": count_rehearsed_posts,
    "IM2": compare_followers,
}
KEYS = tuple(_INDICATORS)
LATER_KEYS = ("used", "time", "internet", "approval", "equipment", "money", "attacks")


def _count_things(rows: Iterable[Row]) -> Computed:
    listed = _sorted(rows)
    if not listed:
        return Unknown(say("None is known yet.")), ()
    return release_one(cell(listed), THINGS), listed


def _by_training(presences: Iterable[Presence]) -> list[list[Presence]]:
    """Rows of one person in one training together: a day may be written down in parts."""
    together: dict[tuple[int, int], list[Presence]] = defaultdict(list)
    for presence in presences:
        together[presence.person, presence.training].append(presence)
    return list(together.values())


def _minutes(presences: Iterable[Presence]) -> int:
    return sum(presence.minutes or 0 for presence in presences)


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(set(rows)))
