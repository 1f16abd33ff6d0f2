"""A form sent twice acts once: the page carries a random key, and the first request that spends it wins."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.db.models import QuerySet

from zana.kernel import clock
from zana.kernel.models import OnceKey, Referenced
from zana.kernel.refs import is_ref, new_ref

KEPT = timedelta(days=7)
Row = TypeVar("Row", bound=Referenced)


def spend(key: str) -> bool:
    """True for the first request with this key. Inside the action's transaction: if that fails, the key is unspent."""
    OnceKey.objects.filter(used_at__lt=clock.now() - KEPT).delete()
    return OnceKey.objects.get_or_create(key=key, defaults={"used_at": clock.now()})[1]


def claim(rows: QuerySet[Row], what: str, key: str) -> tuple[str, Row | None]:
    """The ref of the row to be made, and the row an earlier request with this key has made: then make none.

    The first request's key becomes the ref of its row. No key, or one no page of ours gave out, is nobody's.
    """
    if not is_ref(key):
        return new_ref(), None
    if spend(f"{what} {key}"):
        return key, None
    return new_ref(), rows.filter(ref=key).first()


def is_spent(key: str) -> bool:
    """For a page that shows the result of the first request instead of asking again."""
    return OnceKey.objects.filter(key=key).exists()
