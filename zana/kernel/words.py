"""Sentences that carry their parameters and are put into a language only at the edge.

Django-free on purpose: rules and adapters say things, pages and mails look the words up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Our languages and what Django calls them: plain `sr` is Cyrillic there (docs/decisions/serbian-in-latin.md).
DJANGO_CODES = {"sq": "sq", "sr": "sr-latn", "en": "en"}

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Saying:
    """An English sentence with `{name}` places, which is also its key in the catalogues, and what fills them."""

    code: str
    params: tuple[tuple[str, str | int | float | Saying], ...] = ()

    def english(self) -> str:
        return put(self, str)

    def as_json(self) -> dict[str, Any]:
        """`{"code", "params"}`, to be kept in a row and read in the reader's own language later."""
        params = {name: v.as_json() if isinstance(v, Saying) else v for name, v in self.params}
        return {"code": self.code, "params": params}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Saying:
        params = {n: cls.from_json(v) if isinstance(v, Mapping) else v for n, v in kept["params"].items()}
        return cls(kept["code"], tuple(sorted(params.items())))

    def __str__(self) -> str:
        return self.english()


def say(code: str, **params: str | int | float | Saying) -> Saying:
    """Make a Saying. The extraction of translations looks for this name, so `code` is always a literal."""
    return Saying(code, tuple(sorted(params.items(), key=lambda pair: pair[0])))


def put(saying: Saying, look_up: Callable[[str], str], show: Callable[[str | int | float], str] = str) -> str:
    """A saying in words: sentences as `look_up` gives them, sayings within sayings too, other values as `show` does."""
    values = {name: put(v, look_up, show) if isinstance(v, Saying) else show(v) for name, v in saying.params}
    return fill(look_up(saying.code), values)


def fill(sentence: str, values: Mapping[str, str | int | float]) -> str:
    """Put values into `{name}` places, once; a place nobody fills stays as it stands.

    Not `str.format`: neither a value nor a translation may reach attributes (`{x.__class__}`).
    """
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), sentence)
