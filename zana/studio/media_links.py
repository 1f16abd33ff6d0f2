"""Addresses at which a network may fetch one picture for a short while. Whoever holds the link sees the picture."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing

from zana.kernel import clock
from zana.studio.models import Asset

LASTS = timedelta(hours=1)
_SALT = "studio.media"


def make_public_address(asset: Asset, *, lasts: timedelta = LASTS) -> str:
    ends = int((clock.now() + lasts).timestamp())
    token = signing.dumps([asset.ref, ends], salt=_SALT)
    return f"{settings.ZANA_MEDIA_URL}/m/{token}"


def find_by_token(token: str) -> Asset | None:
    """None for a token that is forged, cut or over."""
    try:
        ref, ends = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if clock.now().timestamp() >= ends:
        return None
    return Asset.objects.across_organisations().filter(ref=ref).first()
