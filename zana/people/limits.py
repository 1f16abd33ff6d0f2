"""How often somebody who has not signed in may ask: counted by address for a minute, kept nowhere longer."""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WHILE = 60  # seconds


def may_ask(request: HttpRequest, what: str, most: int) -> bool:
    """False when this address has asked `most` times in this minute."""
    address = str(get_adapter().get_client_ip(request))
    key = f"asks:{what}:{hashlib.sha256(address.encode()).hexdigest()}"
    if cache.add(key, 1, WHILE):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out just now
        cache.add(key, 1, WHILE)
        return True
