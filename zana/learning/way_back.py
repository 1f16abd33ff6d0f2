"""From the practice network back to the page that sent her there, so that she need not look for it."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

KEPT = "way_back"  # in her session: the world, and the address of the exercise or the drill


def keep_way_back(request: HttpRequest, world: str, *, drill: bool = False) -> None:
    """This page is where she wants to return to from that world."""
    way = {"world": world, "address": request.path, "drill": drill}
    if world and request.session.get(KEPT) != way:
        request.session[KEPT] = way


def show_way_back(request: HttpRequest, **context: object) -> SafeString | None:
    session = getattr(request, "session", None)  # practice alone, as a process of its own, has none
    way = session.get(KEPT) if session is not None else None
    if not way or way["world"] != getattr(context.get("world"), "ref", None):
        return None
    return mark_safe(render_to_string("learning/_way_back.html", way, request))
