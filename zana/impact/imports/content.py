"""Exports with one row per post: Meta Business Suite (Facebook, Instagram) and X analytics.

The number and order of columns change from month to month, so a form is known by the columns it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from zana.impact.imports.shapes import Export, Fault, Owner, PostRow
from zana.impact.imports.sheets import (
    Sheet,
    UnreadableError,
    cell,
    check_ids,
    find_columns,
    read_link,
    read_number,
    read_time,
)
from zana.kernel.words import say

LONGEST_ID, LONGEST_NAME, LONGEST_URL = 80, 200, 500
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Form:
    """`names`: our column -> its names in the file. `numbers`: likewise, for what is counted."""

    key: str
    network: str
    label: str
    needs: tuple[str, ...]
    names: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Sequence[str]]
    times: tuple[str, ...] = ("%m/%d/%Y %H:%M",)

    def matches(self, header: Sequence[str]) -> bool:
        found = find_columns(header, self.names)
        return all(name in found for name in self.needs) and bool(find_columns(header, self.numbers))

    def expected(self) -> list[str]:
        return [self.names[name][0] for name in self.needs]


# The German names are as one parser lists them; no file in another language was ever seen.
_META = {
    "id": ("Post ID", "Beitrags-ID"),
    "time": ("Publish time", "Veröffentlichungszeitpunkt"),
    "url": ("Permalink",),
    "title": ("Title", "Titel"),
    "description": ("Description", "Beschreibung"),
    "span": ("Date", "Datum"),
}

FACEBOOK = Form(
    key="facebook_content",
    network="facebook",
    label="Meta Business Suite (Facebook)",
    needs=("id", "owner", "time"),
    names=_META | {"owner": ("Page ID",), "handle": ("Page name",)},
    numbers={
        "views": ("Views", "Aufrufe"),
        "reach": ("Reach", "Reichweite", "IMPRESSION:UNIQUE_USERS"),
        "reactions": ("Reactions",),
        "comments": ("Comments",),
        "shares": ("Shares",),
        "clicks": ("Total clicks",),
        "link_clicks": ("Link Clicks",),
    },
)

INSTAGRAM = Form(
    key="instagram_content",
    network="instagram",
    label="Meta Business Suite (Instagram)",
    needs=("id", "handle", "time"),
    names=_META | {"owner": ("Account ID",), "handle": ("Account username", "Konto-Benutzername")},
    numbers={
        "views": ("Views", "Aufrufe"),
        "reach": ("Reach", "Reichweite"),
        "likes": ("Likes",),
        "comments": ("Comments",),
        "shares": ("Shares",),
        "saves": ("Saves",),
    },
)

X = Form(
    key="x_content",
    network="x",
    label="X Analytics",
    needs=("id", "time", "url"),
    names={
        "id": ("Post id",),
        "time": ("Date",),
        "url": ("Post Link",),
        "description": ("Post text",),
    },
    numbers={
        "impressions": ("Impressions",),
        "likes": ("Likes",),
        "bookmarks": ("Bookmarks",),
        "replies": ("Replies",),
        "link_clicks": ("URL Clicks",),
    },
    times=(),
)

FORMS = (FACEBOOK, INSTAGRAM, X)


def read_content(form: Form, sheet: Sheet) -> Export:
    """Rows that can be read whole, and for each other row why not."""
    columns = find_columns(sheet.header, form.names)
    numbers = find_columns(sheet.header, form.numbers)
    check_ids([cell(cells, columns["id"]) for _, cells in sheet.rows])
    posts: dict[str, PostRow] = {}
    faults: list[Fault] = []
    owners: set[Owner] = set()
    for row, cells in sheet.rows:
        try:
            post = _read_post(form, sheet, columns, numbers, row, cells)
        except UnreadableError as no:
            faults.append(Fault(row, no.saying))
            continue
        if post.remote_id in posts:
            faults.append(Fault(row, say("This post stands in the file twice; the first row counts.")))
            continue
        posts[post.remote_id] = post
        owners.add(_read_owner(cell(cells, columns.get("owner", ())), cell(cells, columns.get("handle", ())), post.url))
    return Export(
        form.key,
        form.network,
        len(sheet.rows),
        sheet.header_row,
        posts=tuple(posts.values()),
        faults=tuple(faults),
        owners=frozenset(owners - {Owner()}),
    )


def _read_owner(id: str, name: str, url: str) -> Owner:
    """X names the account only in the address of each post."""
    parts = urlsplit(url).path.strip("/").split("/")
    in_link = parts[0] if len(parts) == 3 and parts[1] == "status" else ""
    return Owner(id[:LONGEST_ID], (name or in_link)[:LONGEST_NAME])


def _read_post(
    form: Form,
    sheet: Sheet,
    columns: Mapping[str, list[int]],
    numbers: Mapping[str, list[int]],
    row: int,
    cells: tuple[str, ...],
) -> PostRow:
    def heading(places: Sequence[int]) -> str:
        return sheet.header[places[0]]

    def text(name: str) -> str:
        return cell(cells, columns.get(name, ()))

    remote_id = text("id")
    if not remote_id.isdigit() or len(remote_id) > LONGEST_ID:
        raise UnreadableError(heading(columns["id"]), remote_id)
    if (span := text("span")) and span.casefold() not in ("lifetime", "gesamt"):
        # A row per day would be taken for the post's total.
        raise UnreadableError(heading(columns["span"]), span)
    counts = {name: read_number(cell(cells, at), heading(at)) for name, at in numbers.items()}
    return PostRow(
        row=row,
        remote_id=remote_id,
        url=read_link(text("url"), heading(columns["url"]) if "url" in columns else "", LONGEST_URL),
        text=max(text("title"), text("description"), key=len),
        published_at=_read_moment(form, text("time"), heading(columns["time"])),
        numbers={name: value for name, value in counts.items() if value is not None},
    )


def _read_moment(form: Form, text: str, column: str) -> datetime:
    if form.times:
        return read_time(text, column, *form.times)
    # X writes "Tue, Jul 14, 2026"; month names by hand, for strptime reads them in the server's language.
    parts = text.replace(",", " ").split()
    if len(parts) != 4 or parts[1] not in _MONTHS:
        raise UnreadableError(column, text)
    return read_time(f"{parts[3]}-{_MONTHS.index(parts[1]) + 1}-{parts[2]}", column, "%Y-%m-%d")
