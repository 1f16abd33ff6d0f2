"""A form sent twice acts once: the page carries a random key, and the first request that spends it wins."""

from __future__ import annotations

from datetime import timedelta

from zana.kernel import clock
from zana.kernel.models import OnceKey

KEPT = timedelta(days=7)


def spend(key: str) -> bool:
    """True for the first request with this key. Inside the action's transaction: if that fails, the key is unspent."""
    OnceKey.objects.filter(used_at__lt=clock.now() - KEPT).delete()
    return OnceKey.objects.get_or_create(key=key, defaults={"used_at": clock.now()})[1]


def is_spent(key: str) -> bool:
    """For a page that shows the result of the first request instead of asking again."""
    return OnceKey.objects.filter(key=key).exists()
