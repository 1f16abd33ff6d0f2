"""The framework as files: ten topics and their units. The file's name is the id; framework order is file order."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from zana.kernel.shelf import ShelfError, load_shelf

HERE = Path(__file__).parent
LANGUAGES = ("en", "sq", "sr")


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the ten parts of the framework. `practical_work`: every individual day holds one of its units.

    `before_lunch`: it needs attention and unblocks work on accounts.
    """

    id: str
    order: int
    setting: Literal["joint", "individual"]
    practical_work: bool
    before_lunch: bool
    title: Mapping[str, str]
    objectives: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One lesson. `network` is empty where it is about none; `closes` names the controls it teaches people to fix.

    `codes_by_phone`: people wait for codes from a network, best right after a break.
    `valid_until` stands where menus, prices or names of a network age and the text must be looked at again.
    """

    id: str
    kind: Literal["theory", "practice"]
    minutes: int
    network: Literal["", "facebook", "instagram", "x"]
    codes_by_phone: bool
    prerequisites: tuple[str, ...]
    closes: tuple[str, ...]
    title: Mapping[str, str]
    objectives: Mapping[str, tuple[str, ...]]
    valid_until: date | None = None
    topic: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "topic", self.id.partition(".")[0])
        if not 5 <= self.minutes <= 60:
            raise ValueError(f"minutes must be between 5 and 60, not {self.minutes}")


@cache
def topics() -> dict[str, Topic]:
    """All topics in framework order."""
    shelf = load_shelf(HERE / "topics", Topic)
    return dict(sorted(shelf.items(), key=lambda item: item[1].order))


@cache
def individual_topics() -> dict[str, Topic]:
    """Those of an organisation's own day."""
    return {name: topic for name, topic in topics().items() if topic.setting == "individual"}


@cache
def units() -> dict[str, Unit]:
    """All units in framework order. A prerequisite stands before the unit that needs it."""
    shelf = load_shelf(HERE / "units", Unit)
    place = {topic: order for order, topic in enumerate(topics())}
    strays = sorted(unit.id for unit in shelf.values() if unit.topic not in place)
    if strays:
        raise ShelfError(f"{HERE / 'units' / strays[0]}.toml: there is no topic {shelf[strays[0]].topic}")
    ordered = dict(sorted(shelf.items(), key=lambda item: (place[item[1].topic], item[0])))
    seen: set[str] = set()
    for unit in ordered.values():
        late = [need for need in unit.prerequisites if need not in seen]
        if late:
            raise ShelfError(f"{HERE / 'units' / unit.id}.toml: {late[0]} does not stand before it")
        seen.add(unit.id)
    return ordered


@cache
def not_taught() -> dict[str, str]:
    """Controls that no unit closes -> why."""
    written = tomllib.loads((HERE / "not_taught.toml").read_text(encoding="utf-8"))
    return dict(written["reasons"])


def find_owed_texts() -> list[tuple[str, str, str]]:
    """(id, field, language) of every text that is still English only."""
    owed = []
    items: list[Topic | Unit] = [*topics().values(), *units().values()]
    for item in items:
        for name, texts in (("title", item.title), ("objectives", item.objectives)):
            owed += [(item.id, name, language) for language in LANGUAGES if not texts.get(language)]
    return owed
