"""Named places on a page, so that a lower room can show what an upper room knows.

The upper room registers a function from its `apps.py`; the lower room's template says
`{% slot "today" organisation=organisation %}`. A function answers None when it has nothing to show.
"""

from collections import defaultdict
from typing import Protocol

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe


class Fills(Protocol):
    def __call__(self, request: HttpRequest, **context: object) -> SafeString | None: ...


_filled: dict[str, list[tuple[int, Fills]]] = defaultdict(list)


def register(name: str, fills: Fills, *, place: int = 100) -> None:
    """`place` orders the fragments of one slot, small ones first; the same function is taken once."""
    if all(known is not fills for _, known in _filled[name]):
        _filled[name].append((place, fills))
        _filled[name].sort(key=lambda entry: entry[0])


def forget(name: str, fills: Fills) -> None:
    _filled[name] = [entry for entry in _filled[name] if entry[1] is not fills]


def render(name: str, request: HttpRequest, **context: object) -> SafeString:
    parts = [fills(request, **context) for _, fills in _filled.get(name, [])]
    # Every part is a SafeString already: its own template escaped it.
    return mark_safe("".join(part for part in parts if part))


def names() -> list[str]:
    return sorted(name for name, entries in _filled.items() if entries)
