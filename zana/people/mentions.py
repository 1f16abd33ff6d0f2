"""Where a person is called by her name or her address in words of others, and those words without it.

Names are declined in Albanian and in Serbian (Artën, Artës; Milici, Milicom), so the endings of both are looked for.
Who goes by one word alone is found only where that word stands alone: it may be a name of many.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import permutations
from typing import Any

NOBODY = "—"  # in the place of a name
_VOWELS, _SHORT = "aeëiou", 3
_ENDINGS = (
    "jen", "jes", "ën", "ës", "es", "en", "in", "it", "un", "ut", "om", "em", "ja", "je", "ju",
    "a", "e", "ë", "i", "u", "o", "n", "s", "t", "m",
)  # fmt: skip
_BEFORE = r"(?:(?<!\w)|(?<=\\[nrt]))"  # JSON kept as text writes a new line with a letter
_BETWEEN = r"(?:\s|\\[nrt])+"


class Mentions:
    """Of one person, found without regard to case; in JSON kept as text also where letters are written as numbers."""

    def __init__(self, name: str, email: str | None) -> None:
        words = name.split()
        found = [_in_a_row(order) for order in (permutations(words) if len(words) == 2 else [words])]
        if len(words) == 1:
            found = [rf"\A{_written(words[0])}\Z", rf'(?<="){_written(words[0])}(?=")']
        if email:
            found.append(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])")
        self._found = re.compile("|".join(found), re.IGNORECASE)

    def take_out(self, kept: Any) -> Any:
        """The same text, or value of JSON, with a dash where she was called by name."""
        if isinstance(kept, str):
            return self._found.sub(NOBODY, kept)
        if isinstance(kept, Mapping):
            return {key: self.take_out(value) for key, value in kept.items()}
        return [self.take_out(one) for one in kept] if isinstance(kept, list) else kept


def _in_a_row(words: tuple[str, ...] | list[str]) -> str:
    return rf"{_BEFORE}{_BETWEEN.join(_declined(word) for word in words)}(?!\w)"


def _declined(word: str) -> str:
    """Endings stand after a whole word, or in the place of its last vowel."""
    stem = word[:-1] if len(word) > _SHORT and word[-1].lower() in _VOWELS else word
    return f"{_written(stem)}(?:{'|'.join(_written(ending) for ending in _ENDINGS)})?"


def _written(word: str) -> str:
    as_numbers = json.dumps(word)[1:-1]
    return re.escape(word) if as_numbers == word else f"(?:{re.escape(word)}|{re.escape(as_numbers)})"
