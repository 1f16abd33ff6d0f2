"""Every route of the house, from the resolver itself, so that no page can hide from a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

Places = dict[str, dict[str, Any]]  # route -> name of the place -> value

LIBRARY = ("account_", "mfa_")  # allauth's own pages; tests/test_every_page.py opens them


@dataclass(frozen=True)
class Route:
    """One address: its full name, its view and the names of its places."""

    name: str
    view: Any
    places: tuple[str, ...]

    @property
    def is_library(self) -> bool:
        return self.name.startswith(LIBRARY)

    @property
    def is_stage(self) -> bool:
        """The practice network: an exercise anybody may look at, with doors of its own."""
        return self.name.startswith("practice:")


def all_routes() -> list[Route]:
    return sorted(set(_walk(get_resolver(), "", ())), key=lambda route: route.name)


def _walk(resolver: URLResolver, prefix: str, above: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        places = above + tuple(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _walk(entry, inner, places)
        elif isinstance(entry, URLPattern):
            yield Route(f"{prefix}{entry.name or entry.pattern}", entry.callback, places)


def read_out(answer: HttpResponseBase) -> None:
    """To the end, as a browser would: a picture then lets go of its file.

    Not `close()`: that ends the request, and with it, on PostgreSQL, the test's own connection.
    """
    if answer.streaming:
        for _ in answer:
            pass
