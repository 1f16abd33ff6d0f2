"""The code on the trainer's screen: good for a few minutes, for one half day, and worth nothing to who is not there."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

SECONDS = 120  # a new code every two minutes; the one before it still works
_LETTERS = 10


def code_at(secret: str, block: str, moment: datetime) -> str:
    return _code(secret, block, _window(moment))


def is_current(secret: str, block: str, moment: datetime, code: str) -> bool:
    window = _window(moment)
    said = code.strip().upper().encode()  # bytes: letters outside ASCII must not raise
    return any(hmac.compare_digest(_code(secret, block, one).encode(), said) for one in (window, window - 1))


def _window(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def _code(secret: str, block: str, window: int) -> str:
    seal = hmac.new(secret.encode(), f"check-in:{block}:{window}".encode(), hashlib.sha256).digest()
    return base64.b32encode(seal).decode()[:_LETTERS]
