"""A small declared graph of states that refuses to load when it is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass


class BrokenGraph(ValueError):
    """The declaration itself is wrong; raised when the room is imported, not when a row gets stuck."""


class NoSuchMove(RuntimeError):
    """A bug: code tried a move that the graph does not have."""


@dataclass(frozen=True)
class Graph:
    """`moves` names every state once and the states it may go to. Staying where one is needs no move.

    >>> Graph("lamp", "off", {"off": ("on",), "on": ("off", "broken"), "broken": ()}, final={"broken"})
    """

    name: str
    initial: str
    moves: Mapping[str, Collection[str]]
    final: Set[str] = frozenset()

    def __post_init__(self) -> None:
        for field, value in (
            ("moves", {state: tuple(targets) for state, targets in self.moves.items()}),
            ("final", frozenset(self.final)),
        ):
            object.__setattr__(self, field, value)
        faults = list(self._faults())
        if faults:
            raise BrokenGraph(f"states of {self.name}: " + "; ".join(faults))

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.moves)

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        return tuple((state, target) for state, targets in self.moves.items() for target in targets)

    def may(self, state: str, target: str) -> bool:
        return state == target or target in self.moves.get(state, ())

    def check(self, state: str, target: str) -> None:
        if not self.may(state, target):
            raise NoSuchMove(f"{self.name}: {state} -> {target}")

    def sources(self, target: str) -> frozenset[str]:
        """The states from which `target` can be reached in one move."""
        return frozenset(state for state, targets in self.moves.items() if target in targets)

    def _faults(self) -> Iterable[str]:
        if self.initial not in self.moves:
            yield f"no initial state {self.initial!r}"
        for state, target in self.edges:
            if target not in self.moves:
                yield f"{state} leads to {target!r}, which is no state"
            if target == state:
                yield f"{state} leads to itself"
        for state in self.final:
            if state not in self.moves:
                yield f"final {state!r} is no state"
            elif self.moves[state]:
                yield f"final {state} has exits"
        for state, targets in self.moves.items():
            if not targets and state not in self.final:
                yield f"{state} is a dead end but not final"
            if state not in self._reached():
                yield f"{state} cannot be reached"

    def _reached(self) -> set[str]:
        seen: set[str] = set()
        ahead = [self.initial]
        while ahead:
            state = ahead.pop()
            if state not in seen:
                seen.add(state)
                ahead.extend(self.moves.get(state, ()))
        return seen
