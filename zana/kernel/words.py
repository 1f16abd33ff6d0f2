"""Sentences that carry their parameters and are put into a language only at the edge.

Django-free on purpose: rules and adapters say things, pages and mails look the words up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# Our languages and what Django calls them: plain `sr` is Cyrillic there (docs/decisions/serbian-in-latin.md).
DJANGO_CODES = {"sq": "sq", "sr": "sr-latn", "en": "en"}

_PLACE = re.compile(r"\{(\w+)\}(\.?)")
_DAY = "day"  # how a day is kept in JSON


@dataclass(frozen=True, slots=True)
class Saying:
    """An English sentence with `{name}` places, which is also its key in the catalogues, and what fills them.

    A day fills its place as a `date`, never as text, so that each reader sees it as her language writes days.
    """

    code: str
    params: tuple[tuple[str, str | int | float | date | Saying], ...] = ()

    def english(self) -> str:
        return put(self, str)

    def as_json(self) -> dict[str, Any]:
        """`{"code", "params"}`, to be kept in a row and read in the reader's own language later."""
        return {"code": self.code, "params": {name: _keep(value) for name, value in self.params}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Saying:
        params = {name: _take_out(value) for name, value in kept["params"].items()}
        return cls(kept["code"], tuple(sorted(params.items())))

    def __str__(self) -> str:
        return self.english()


def _keep(value: str | int | float | date | Saying) -> Any:
    if isinstance(value, Saying):
        return value.as_json()
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _take_out(kept: Any) -> Any:
    if not isinstance(kept, Mapping):
        return kept
    return date.fromisoformat(kept[_DAY]) if _DAY in kept else Saying.from_json(kept)


def say(code: str, **params: str | int | float | date | Saying) -> Saying:
    """Make a Saying. The extraction of translations looks for this name, so `code` is always a literal."""
    return Saying(code, tuple(sorted(params.items(), key=lambda pair: pair[0])))


def put(saying: Saying, look_up: Callable[[str], str], show: Callable[[str | int | float | date], str] = str) -> str:
    """A saying in words: sentences as `look_up` gives them, sayings within sayings too, other values as `show` does."""
    values = {name: put(v, look_up, show) if isinstance(v, Saying) else show(v) for name, v in saying.params}
    return fill(look_up(saying.code), values)


def fill(sentence: str, values: Mapping[str, str | int | float]) -> str:
    """Put values into `{name}` places, once; a place nobody fills stays as it stands.

    A value that ends with a full stop, as a day does in Serbian, ends the sentence with it.

    Not `str.format`: neither a value nor a translation may reach attributes (`{x.__class__}`).
    """

    def put_in(place: re.Match[str]) -> str:
        if place[1] not in values:
            return place[0]
        value = str(values[place[1]])
        return value if value.endswith(".") else value + place[2]

    return _PLACE.sub(put_in, sentence)
