"""What an organisation can do, topic by topic, from 0 to 4: `capacity/<topic>.toml`, one anchor a level.

`checked` names, for a level, the controls that prove it; where they are all known the platform says the level itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zana.audits.controls import catalogue
from zana.kernel.shelf import ShelfError, load_shelf
from zana.learning import curriculum

CAPACITY = Path(__file__).parent / "capacity"
HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Ladder:
    """The five anchors of one topic, in each language, the lowest first."""

    id: str
    anchors: Mapping[str, tuple[str, ...]]
    checked: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for language in curriculum.LANGUAGES:
            if len(set(self.anchors.get(language, ()))) != HIGHEST + 1:
                raise ValueError(f"{HIGHEST + 1} different anchors in {language}, from 0 to {HIGHEST}")
        strays = set(self.checked) - {str(level) for level in range(1, HIGHEST + 1)}
        if strays:
            raise ValueError(f"there is no level {min(strays)} to check")


@cache
def ladders() -> dict[str, Ladder]:
    """Topic -> ladder, in framework order. Raises ShelfError for a missing topic or a control nobody knows."""
    shelf = load_shelf(CAPACITY, Ladder)
    if set(shelf) != set(curriculum.topics()):
        raise ShelfError(f"{CAPACITY}: one ladder for each topic")
    for ladder in shelf.values():
        unknown = {control for named in ladder.checked.values() for control in named} - set(catalogue())
        if unknown:
            raise ShelfError(f"{CAPACITY / ladder.id}.toml: there is no control {min(unknown)}")
    return {topic: shelf[topic] for topic in curriculum.topics()}
