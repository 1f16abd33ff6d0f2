"""Links, mentions and hashtags: on Bluesky they are no part of the text but stand beside it, by bytes of UTF-8."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Facet = Mapping[str, Any]
Resolve = Callable[[str], str | None]

NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
ENDINGS = "com|org|net|info|edu|gov|int|eu|al|rs|mk|me|ba|hr|si|de|at|ch|fr|it|uk|us|io|co|app|social|ngo|ong|news"
LINK = re.compile(
    rf"(?<![\w@./-])(?:https?://[^\s<>\"]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{ENDINGS})(?![\w-])(?:/[^\s<>\"]*)?)",
    re.IGNORECASE,
)
MENTION = re.compile(rf"(?<![\w@/.-])@({NAME})", re.IGNORECASE)
TAG = re.compile(r"(?<![\w#/&])[#\uff03]((?!\d+(?:\W|$))\w{1,64})(?!\w)")
CLOSING = {")": "(", "]": "[", "}": "{"}


def find_facets(text: str, resolve: Resolve) -> list[Facet]:
    """In the order of the text, none inside another. A name nobody has stays plain text."""
    links = [(start, end, _link(address)) for start, end, address in _find_links(text)]
    taken = [range(start, end) for start, end, _ in links]
    found = [*links, *_find_mentions(text, taken, resolve), *_find_tags(text, taken)]
    return [
        {"index": {"byteStart": _bytes(text[:start]), "byteEnd": _bytes(text[:end])}, "features": [feature]}
        for start, end, feature in sorted(found, key=lambda one: one[0])
    ]


def _find_links(text: str) -> Iterator[tuple[int, int, str]]:
    for match in LINK.finditer(text):
        written = _trim(match[0])
        yield match.start(), match.start() + len(written), written


def _find_mentions(text: str, taken: list[range], resolve: Resolve) -> Iterator[tuple[int, int, Facet]]:
    for match in MENTION.finditer(text):
        whose = None if _inside(match.start(), taken) else resolve(match[1].lower())
        if whose:
            yield match.start(), match.end(), {"$type": "app.bsky.richtext.facet#mention", "did": whose}


def _find_tags(text: str, taken: list[range]) -> Iterator[tuple[int, int, Facet]]:
    for match in TAG.finditer(text):
        if not _inside(match.start(), taken):
            yield match.start(), match.end(), {"$type": "app.bsky.richtext.facet#tag", "tag": match[1]}


def _link(written: str) -> Facet:
    whole = written if re.match(r"https?://", written, re.IGNORECASE) else f"https://{written}"
    return {"$type": "app.bsky.richtext.facet#link", "uri": whole}


def _trim(written: str) -> str:
    """The mark that ends the sentence is not part of the address, nor is a bracket it did not open."""
    while written and (written[-1] in ".,;:!?'\"”’…" or _closes_nothing(written)):
        written = written[:-1]
    return written


def _closes_nothing(written: str) -> bool:
    opening = CLOSING.get(written[-1])
    return opening is not None and written.count(opening) < written.count(written[-1])


def _inside(place: int, taken: list[range]) -> bool:
    return any(place in span for span in taken)


def _bytes(text: str) -> int:
    return len(text.encode())
