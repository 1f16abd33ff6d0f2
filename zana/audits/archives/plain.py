"""Meta's newest form of a row, `label_values`, whose labels speak the reader's language: read by kind of value."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from zana.audits.archives.cleaning import looks_like_agent, place_of, repair
from zana.audits.archives.reading import Row, Table


def flatten_labels(value: object, depth: int = 4) -> Iterator[dict[str, Any]]:
    """The entries of `label_values`, with those inside their `dict`s."""
    if not isinstance(value, list) or depth == 0:
        return
    for entry in value:
        if isinstance(entry, dict):
            yield entry
            yield from flatten_labels(entry.get("dict"), depth - 1)


def make_plain(table: Table, vocabulary: Collection[str] = ()) -> Table:
    """Rows under the older names; `vocabulary` are the words by which an event, action or category is known."""
    return Table(table.state, tuple(make_plain_row(row, vocabulary) for row in table.rows))


def make_plain_row(row: Row, vocabulary: Collection[str] = ()) -> Row:
    return _make_plain(row, vocabulary) if "label_values" in row else row


def _make_plain(row: Row, vocabulary: Collection[str]) -> Row:
    entries = list(flatten_labels(row.get("label_values")))
    texts = [repair(entry["value"]) for entry in entries if isinstance(entry.get("value"), str)]
    times = [stamp for e in entries if isinstance(stamp := e.get("timestamp_value"), int) and stamp > 0]
    at = row.get("timestamp") or max(times, default=None)
    known = next((text for text in texts if text.casefold() in vocabulary), None)
    rest = [t for t in texts if t is not known and t and not place_of(t) and not looks_like_agent(t)]
    return {
        "ip_address": next(filter(place_of, texts), None),
        "user_agent": next(filter(looks_like_agent, texts), None),
        "timestamp": at,
        "created_timestamp": min(times, default=at),
        "added_timestamp": at,
        "updated_timestamp": max(times, default=at),
        "event": known,
        "action": known,
        "category": known,
        "session": {"created_timestamp": at},
        "name": rest[0] if rest else None,
        "texts": texts,
    }
