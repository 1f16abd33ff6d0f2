"""Reads a piece from a file, text or JSON, for the gate on the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from zana.kernel.errors import Refusal
from zana.kernel.words import say

MAX_DRAFT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DraftPicture:
    file: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    text: str
    title: str = ""
    link: str = ""
    network: str = ""
    pictures: tuple[DraftPicture, ...] = ()
    places: tuple[str, ...] = ()


def read_draft(data: bytes) -> Draft:
    """`{"title", "text", "link", "network", "pictures": [{"file", "alt"}], "places": []}`, all optional; else text."""
    if len(data) > MAX_DRAFT:
        raise Refusal(say("This file is larger than 1 MB. Give the text of one post."))
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as strange:
        raise Refusal(say("This is not a text file in UTF-8. Save it as plain text and give that one.")) from strange
    if "\0" in words:
        raise Refusal(say("This is not a text file in UTF-8. Save it as plain text and give that one."))
    if not words.lstrip().startswith("{"):
        return Draft(text=words)
    try:
        return _read_object(json.loads(words))
    except (json.JSONDecodeError, RecursionError) as broken:
        raise Refusal(
            say("It begins like JSON but is not valid. Correct it, or give the text without braces.")
        ) from broken


def _read_object(given: dict[str, Any]) -> Draft:
    text = _text(given, "text") or _text(given, "body")
    pictures = tuple(
        DraftPicture(file=_text(one, "file"), alt=_text(one, "alt") or _text(one, "alt_text"))
        for one in _list(given, "pictures", dict)
    )
    places = tuple(_list(given, "places", str))
    return Draft(text, _text(given, "title"), _text(given, "link"), _text(given, "network"), pictures, places)


def _list(given: dict[str, Any], key: str, kind: type) -> list[Any]:
    listed = given.get(key) or []
    if not isinstance(listed, list) or not all(isinstance(one, kind) for one in listed):
        raise _misshapen(key)
    return listed


def _text(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _misshapen(key)
    return value


def _misshapen(key: str) -> Refusal:
    return Refusal(say("“{key}” in the file has another shape than expected: see docs/safety-gate.md.", key=key))
