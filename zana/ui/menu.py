from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `icon` is a name in the sprite, `badge` counts what waits."""

    label: Any
    icon: str
    url: str
    current: bool = False
    badge: int = 0


ON_PHONE = 4


def split_for_phone(menu: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """What stands in the bar of a phone, and what opens behind "More"; five still fit."""
    if len(menu) <= ON_PHONE + 1:
        return menu, []
    return menu[:ON_PHONE], menu[ON_PHONE:]
