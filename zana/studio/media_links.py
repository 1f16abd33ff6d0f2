"""Addresses at which a network may fetch one picture for a short while. Whoever holds the link sees the picture.

What is served is the picture as that network takes it: fitted anew from what is stored, which always gives the same.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing

from zana.kernel import clock
from zana.networks.fitting import fit_picture
from zana.networks.port import Picture
from zana.networks.registry import NETWORKS
from zana.studio.models import Asset

LASTS = timedelta(hours=1)
_SALT = "studio.media"


def make_public_address(
    asset: Asset, *, network: str = "", shape: float | None = None, lasts: timedelta = LASTS
) -> str:
    """`shape`: the ratio in which the network shows it, where it shows several in one."""
    ends = int((clock.now() + lasts).timestamp())
    token = signing.dumps([asset.ref, ends, network, shape], salt=_SALT)
    return f"{settings.ZANA_MEDIA_URL}/m/{token}"


def read_by_token(token: str) -> tuple[bytes, str] | None:
    """The bytes and their kind. None for a token that is forged, cut or over, and for a file that is gone."""
    try:
        ref, ends, network, shape = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    asset = Asset.objects.across_organisations().filter(ref=ref).first()
    if asset is None or clock.now().timestamp() >= ends:
        return None
    try:
        picture = picture_of(asset)
    except OSError:
        return None
    if network in NETWORKS:
        picture = fit_picture(picture, NETWORKS[network].limits, shape=shape)
    return picture.content, picture.media_type


def picture_of(asset: Asset, alt: str = "") -> Picture:
    """Read from the disk. Raises OSError when it is gone."""
    return Picture(
        name=asset.file_name,
        content=asset.read(),
        media_type=asset.content_type,
        alt=alt,
        width=asset.width,
        height=asset.height,
    )
