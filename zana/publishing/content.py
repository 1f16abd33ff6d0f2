"""A variant as it would go out: to be fingerprinted, and to be handed to a network."""

from __future__ import annotations

from django.db.models import QuerySet

from zana.networks.port import Picture, Post
from zana.people.models import Organisation
from zana.publishing import rules
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


def post_of(variant: Variant) -> Post:
    """Reads the pictures from the disk."""
    pictures = [
        Picture(
            name=picture.asset.file_name,
            content=picture.asset.read(),
            media_type=picture.asset.content_type,
            alt=picture.alt_text,
            width=picture.asset.width,
            height=picture.asset.height,
        )
        for picture in variant.pictures.all()
    ]
    return Post(variant.wording, tuple(pictures), language=variant.language)
