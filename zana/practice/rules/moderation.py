"""What an account's own settings keep out: words that hide a comment, who may comment, who may write."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

EVERYONE, FOLLOWERS, NOBODY = "everyone", "followers", "nobody"
DOORS = (EVERYONE, FOLLOWERS, NOBODY)
WORDS, COMMENTS_FROM, MESSAGES_FROM = "moderation_words", "comments_from", "messages_from"
MOST_WORDS, LONGEST_WORD = 1000, 60
# Of those who speak up, so many follow; what "only followers" keeps. Set by us.
FOLLOWING_SHARE = 0.6


def plain(text: str) -> str:
    """Small letters without marks, so that `Gënjeshtër`, `GENJESHTER` and `genjeshter` are one word."""
    parted = unicodedata.normalize("NFKD", text.casefold().replace("đ", "dj"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def split_words(text: str) -> list[str]:
    """One word or phrase a line or between commas, each once, in the order they were written."""
    words = (" ".join(part.split())[:LONGEST_WORD] for part in re.split(r"[,\n]", text))
    return list(dict.fromkeys(word for word in words if plain(word).strip("* ")))[:MOST_WORDS]


def is_held_back(text: str, words: Iterable[str]) -> bool:
    """Does the text say one of these? `word*` stands for every word that begins so."""
    said = f" {_bare(text)} "
    return any(_sought(word) in said for word in words if plain(word).strip("* "))


def _sought(word: str) -> str:
    return f" {_bare(word)}" if word.rstrip().endswith("*") else f" {_bare(word)} "


def _bare(text: str) -> str:
    """Only its words, with one space between."""
    return " ".join(re.findall(r"[^\W_]+", plain(text)))


def lets_in(settings: Mapping[str, Any], door: str, chance: float) -> bool:
    """May one of the crowd come through `door`? `chance` is her own number between 0 and 1: whether she follows."""
    wanted = settings.get(door, EVERYONE)
    return wanted == EVERYONE or (wanted == FOLLOWERS and chance < FOLLOWING_SHARE)
