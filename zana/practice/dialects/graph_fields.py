"""The small verbs from which tables of fields are made: a field is a function or a known emptiness."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zana.practice.dialects.graph_context import Asking
from zana.practice.rules.expansion import Wanted

Field = Callable[[Asking, Any, Wanted], Any]
ABSENT = None


@dataclass(frozen=True)
class Linked:
    """A field that leads to another object, whose own fields can be asked for in turn."""

    row: Any


def plain(attribute: str) -> Field:
    """A column; empty = left out, as there."""
    return lambda asking, row, wanted: getattr(row, attribute) or ABSENT


def always(value: Any) -> Field:
    return lambda asking, row, wanted: value


def profile(name: str, default: Any = ABSENT) -> Field:
    """What the owner of a page set under the network's own name for it."""
    return lambda asking, row, wanted: row.profile.get(name, default)


def profiles(*names: str) -> dict[str, Field]:
    return {name: profile(name) for name in names}


def untold(asking: Asking, row: Any, wanted: Wanted) -> None:
    return ABSENT


def known(*names: str) -> dict[str, Field]:
    """Fields the network knows and this exercise has no value for."""
    return dict.fromkeys(names, untold)
