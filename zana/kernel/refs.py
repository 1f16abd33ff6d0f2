"""Names that may stand in an address others see: random, so they tell nothing and cannot be counted through."""

from __future__ import annotations

import secrets

REF_LENGTH = 22


def new_ref() -> str:
    """22 letters of the URL-safe alphabet, 128 bits. Never begins with a dash, which command lines misread."""
    ref = secrets.token_urlsafe(16)
    return ref if ref[0] not in "-_" else new_ref()


def is_ref(text: str) -> bool:
    """Whether it could be one: what comes from a page may be anything."""
    return len(text) == REF_LENGTH and text.replace("-", "").replace("_", "").isalnum() and text.isascii()
