"""What somebody typed into a box of words."""

from __future__ import annotations

from zana.kernel.errors import Refusal
from zana.kernel.words import say


def read_words(words: str, most: int) -> str:
    """As every browser and database keeps them alike, without blank ends. Refuses more than `most` signs."""
    words = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > most:
        raise Refusal(say("That is too long: {most} signs fit.", most=most))
    return words
