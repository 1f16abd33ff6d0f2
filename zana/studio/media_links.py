"""Addresses at which a network may fetch one picture for a short while. Whoever holds the link sees the picture.

What is served is the picture as that network takes it: fitted anew from what is stored, which always gives the same.
It is served only while a piece it stands in is approved; a link has a key of its own and can be taken back by it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

from zana.kernel import clock, once
from zana.kernel.refs import new_ref
from zana.networks.fitting import fit_picture
from zana.networks.port import Picture
from zana.networks.registry import NETWORKS
from zana.studio.models import Asset, VariantPicture
from zana.studio.rules.pieces import APPROVED

LASTS, WORD_LASTS = timedelta(hours=1), timedelta(minutes=1)
_SALT, _WORD_SALT = "studio.media", "studio.word"


def make_public_address(
    asset: Asset, *, network: str = "", shape: float | None = None, lasts: timedelta = LASTS
) -> str:
    """`shape`: the ratio in which the network shows it, where it shows several in one."""
    ends = int((clock.now() + lasts).timestamp())
    token = signing.dumps([asset.ref, new_ref(), ends, network, shape], salt=_SALT)
    return f"{settings.ZANA_MEDIA_URL}/m/{token}"


def take_back(address: str) -> None:
    """The link opens nothing from now on, long before its end; whatever is no link of ours is let pass."""
    link = _open(address.rpartition("/m/")[2])
    if link is not None:
        once.spend(f"media:{link.key}")


def read_by_token(token: str) -> tuple[bytes, str] | None:
    """The bytes and their kind. None for a token that is forged, cut, over or taken back, for a picture nobody has
    approved, and for a file that is gone."""
    link = _open(token)
    if link is None or clock.now().timestamp() >= link.ends or once.is_spent(f"media:{link.key}"):
        return None
    asset = Asset.objects.across_organisations().filter(ref=link.ref).first()
    if asset is None or not _is_approved(asset):
        return None
    try:
        picture = picture_of(asset)
    except OSError:
        return None
    if link.network in NETWORKS:
        picture = fit_picture(picture, NETWORKS[link.network].limits, shape=link.shape)
    return picture.content, picture.media_type


def make_word_address(word: str) -> str:
    """Where `zana doctor` fetches a word that only this house can have put there."""
    token = signing.dumps([word, int((clock.now() + WORD_LASTS).timestamp())], salt=_WORD_SALT)
    return f"{settings.ZANA_MEDIA_URL}/m/{token}"


def read_word(token: str) -> str | None:
    try:
        word, ends = signing.loads(token, salt=_WORD_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(word) if clock.now().timestamp() < ends else None


class _Link(NamedTuple):
    ref: str
    key: str
    ends: int
    network: str
    shape: float | None


def _open(token: str) -> _Link | None:
    try:
        return _Link(*signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _is_approved(asset: Asset) -> bool:
    """In at least one piece: a picture may stand in several."""
    places = VariantPicture.objects.of(asset.organisation).filter(asset=asset)
    return places.filter(variant__piece__state=APPROVED).exists()


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
