"""Twelve weeks of a page's content as Meta Business Suite would export it, invented and dated from today."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime, timedelta

COLUMNS = [
    "Post ID",
    "Page ID",
    "Page name",
    "Title",
    "Description",
    "Publish time",
    "Permalink",
    "Post type",
    "Date",
    "Views",
    "Reach",
    "Reactions",
    "Comments",
    "Shares",
]
SUBJECTS = {
    "sq": [
        "Dera jonë është e hapur",
        "Kursi i qepjes nis të hënën",
        "Faleminderit vullnetareve",
        "Linja e ndihmës punon",
    ],
    "sr": ["Naša vrata su otvorena", "Kurs šivenja počinje u ponedeljak", "Hvala volonterkama", "SOS linija radi"],
}
WEEKS = 12


def write_content_csv(name: str, number: int, language: str, today: date) -> bytes:
    """UTF-8 with BOM. The same organisation gets the same numbers each time; posting grows after week six."""
    draw = random.Random(number)  # noqa: S311 - an invented audience, not a secret
    rows = [
        _row(name, number, week, nth, language, today, draw)
        for week in range(WEEKS)
        for nth in range(1 + draw.randrange(2) + (1 + draw.randrange(3) if week >= WEEKS // 2 else 0))
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(
    name: str, number: int, week: int, nth: int, language: str, today: date, draw: random.Random
) -> dict[str, object]:
    day = today - timedelta(weeks=WEEKS - week) + timedelta(days=nth * 2 % 7)
    at = datetime.combine(day, datetime.min.time()) + timedelta(hours=9 + draw.randrange(10))
    post = f"1{number:05d}{week:04d}{nth:05d}"
    reach = 120 + draw.randrange(200) + week * 14
    return {
        "Post ID": post,
        "Page ID": f"1000000{number:08d}",
        "Page name": name,
        "Title": "",
        "Description": draw.choice(SUBJECTS[language]),
        "Publish time": at.strftime("%m/%d/%Y %H:%M"),
        "Permalink": f"https://www.facebook.com/{post}",
        "Post type": draw.choice(["Photos", "Photos", "Links", "Reels"]),
        "Date": "Lifetime",
        "Views": reach * 2,
        "Reach": reach,
        "Reactions": reach // 11,
        "Comments": draw.randrange(6),
        "Shares": draw.randrange(4),
    }
