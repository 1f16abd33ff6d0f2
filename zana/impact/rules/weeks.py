"""The chart of the first page: posts by week, each week released like any other count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from zana.impact.rules.facts import Facts, Row
from zana.impact.rules.numbers import cell
from zana.people.release import THINGS, TOTAL, Released, release_list

WEEKS_SHOWN = 26


@dataclass(frozen=True)
class Weeks:
    """`practice`: nothing was published yet, so rehearsal is shown, and said to be that."""

    practice: bool
    counts: tuple[tuple[date, Released], ...]
    total: Released
    rows: tuple[Row, ...]


def posts_by_week(facts: Facts) -> Weeks | None:
    """Whole weeks (by their Monday) from the first post on, at most the last 26. None without any post.

    The week that still runs would look like a fall; it stands only where there is no other.
    """
    real = [post for post in facts.posts if not post.practice]
    posts = real or list(facts.posts)
    if not posts:
        return None
    begin = _monday(min(post.day for post in posts))
    last = max(_monday(facts.until + timedelta(days=1)) - timedelta(weeks=1), begin)
    first = max(begin, last - timedelta(weeks=WEEKS_SHOWN - 1))
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    rows: dict[date, list[Row]] = defaultdict(list)
    for post in posts:
        rows[_monday(post.day)].append(post.row)
    counted = tuple(sorted(row for monday in mondays for row in rows[monday]))
    if not counted:
        return None
    released = release_list({monday.isoformat(): cell(rows[monday]) for monday in mondays}, THINGS)
    return Weeks(
        practice=not real,
        counts=tuple((monday, released[monday.isoformat()]) for monday in mondays),
        total=released[TOTAL],
        rows=counted,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
