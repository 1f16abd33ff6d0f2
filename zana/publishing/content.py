"""A variant as it would go out: to be fingerprinted, and to be handed to a network."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet

from zana.networks.fitting import fit_pictures
from zana.networks.port import Post
from zana.networks.rules import find_fault_in_media_address
from zana.people.models import Organisation
from zana.publishing import rules
from zana.studio.media_links import make_public_address, picture_of
from zana.studio.models import Piece, Variant


def variants_of(organisation: Organisation) -> QuerySet[Variant]:
    """With everything the functions below read, so that a page asks once."""
    return (
        Variant.objects.of(organisation)
        .select_related("piece", "account", "organisation")
        .prefetch_related("pictures__asset")
    )


def fingerprint_of(variant: Variant) -> str:
    """Of what stands in the database now; compare it with what was approved."""
    pictures = [(picture.asset.sha256, picture.alt_text) for picture in variant.pictures.all()]
    return rules.fingerprint(variant.wording, str(variant.account_id), pictures)


def see_now(piece: Piece) -> dict[str, str]:
    """What an approval of the piece would stand for at this moment: variant key -> fingerprint."""
    return {str(one.pk): fingerprint_of(one) for one in variants_of(piece.organisation).filter(piece=piece)}


def _can_be_fetched(variant: Variant) -> bool:
    """Without an address the adapter says so in words; the practice network reaches us inside the house."""
    return variant.account.is_practice or find_fault_in_media_address(settings.ZANA_MEDIA_URL) is None


def post_of(variant: Variant) -> Post:
    """As the network takes it. Reads the pictures from the disk; what does not fit is fitted, nothing is cut off."""
    network = variant.account.description
    assets = [picture.asset for picture in variant.pictures.all()]
    given = [picture_of(one.asset, one.alt_text) for one in variant.pictures.all()]
    fitted = fit_pictures(given, network.limits)
    if network.needs_address and _can_be_fetched(variant):
        shape = fitted[0].width / fitted[0].height if len(fitted) > 1 and network.limits.one_shape else None
        addresses = [make_public_address(asset, network=network.key, shape=shape) for asset in assets]
        fitted = tuple(replace(one, address=at) for one, at in zip(fitted, addresses, strict=True))
    return Post(variant.wording, fitted, link=variant.link, language=variant.language)
