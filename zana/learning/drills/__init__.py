"""Ten drills as files: what happens, what is to be done, what must not be. The file's name is the id.

`words/acts.toml` says every act and every wrong turn in three languages, `words/heard.toml` what the trainer listens
for where one is spoken. A file that does not fit fails when it is loaded: an unknown act, a missing language, an act
that nothing asks for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from zana.kernel.shelf import ShelfError, load_shelf
from zana.learning.drills.forms import LANGUAGES, Act, Bonus, Drill, Inject, Texts, Watch, Wrong, check_texts

__all__ = [
    "LANGUAGES",
    "Act",
    "Bonus",
    "Drill",
    "Inject",
    "Texts",
    "Watch",
    "Wrong",
    "act_words",
    "drills",
    "heard_words",
    "load",
]

HERE = Path(__file__).parent


@cache
def drills() -> dict[str, Drill]:
    """All drills in their order, D1 to D10."""
    return load(HERE, act_words(), heard_words())


@cache
def act_words() -> dict[str, Texts]:
    """What every act and wrong turn is called."""
    return load_words(HERE / "words" / "acts.toml")


@cache
def heard_words() -> dict[str, Texts]:
    """What the trainer must have heard before she marks what is spoken."""
    return load_words(HERE / "words" / "heard.toml")


def load(folder: Path, known: Mapping[str, Texts], heard: Mapping[str, Texts]) -> dict[str, Drill]:
    shelf = load_shelf(folder, Drill)
    for name, drill in shelf.items():
        strange = sorted({*drill.act_ids, *drill.wrong_ids} - known.keys())
        if strange:
            raise ShelfError(f"{folder / name}.toml: nobody has said what {strange[0]} is")
        unheard = sorted({one.id for one in drill.moves if one.spoken} - heard.keys())
        if unheard:
            raise ShelfError(f"{folder / name}.toml: nobody has said how {unheard[0]} sounds")
    return {one.code: one for one in sorted(shelf.values(), key=lambda one: one.number)}


def load_words(path: Path) -> dict[str, Texts]:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, texts in written.items():
        try:
            check_texts(texts, name)
        except ValueError as wrong:
            raise ShelfError(f"{path}: {wrong}") from wrong
    return written
