"""Files that pages hand over."""

from __future__ import annotations

from django.http import HttpResponse


def hand_over(content: bytes, kind: str, name: str) -> HttpResponse:
    """As a file under a name of ours, kept in no cache on the way."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
