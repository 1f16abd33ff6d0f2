from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import ProtectedError

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.networks.models import Account
from zana.people import log
from zana.people.models import Person
from zana.people.roles import require
from zana.studio.actions.pictures import forget_unused
from zana.studio.actions.pieces import touch
from zana.studio.models import Piece, Variant, VariantPicture
from zana.studio.rules.pieces import trim_alt

_is_link = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_variant(*, by: Person, piece: Piece, account: Account, language: str = "", text: str | None = None) -> Variant:
    """Begins with the text of the piece. The same account and language twice gives the one that is there."""
    require(by, "pieces.write", piece.organisation)
    if account.organisation_id != piece.organisation_id:
        raise Refusal(say("This account belongs to another organisation."))
    variant, is_new = Variant.objects.of(piece.organisation).get_or_create(
        organisation=piece.organisation,
        piece=piece,
        account=account,
        language=language or piece.language,
        defaults={"text": piece.body if text is None else text},
    )
    if is_new:
        touch(piece)
        log.record(by, "variant.added", organisation=piece.organisation, thing=variant.ref, network=account.network)
    return variant


@transaction.atomic
def edit_variant(
    *,
    by: Person,
    variant: Variant,
    text: str,
    link: str = "",
    alt_texts: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Variant:
    """`version` is the piece's, as the writer saw it; `alt_texts` by the picture's ref.

    What is already so is not changed again: the same form sent twice is neither stale nor a new version.
    """
    require(by, "pieces.write", variant.organisation)
    text, link = text.strip().replace("\r\n", "\n"), link.strip()
    if link:
        check_link(link)
    described = _changed_descriptions(variant, alt_texts or {})
    if (text, link) == (variant.text, variant.link) and not described:
        return variant
    touch(variant.piece, version)
    variant.text, variant.link = text, link
    variant.save(update_fields=["text", "link"])
    for picture in described:
        picture.save(update_fields=["alt_text"])
    log.record(by, "variant.edited", organisation=variant.organisation, thing=variant.ref)
    return variant


def _changed_descriptions(variant: Variant, alt_texts: Mapping[str, str]) -> list[VariantPicture]:
    changed = []
    for picture in variant.pictures.filter(ref__in=alt_texts):
        words = trim_alt(alt_texts[picture.ref])
        if words != picture.alt_text:
            picture.alt_text = words
            changed.append(picture)
    return changed


def check_link(link: str) -> None:
    try:
        _is_link(link)
    except ValidationError as bad:
        raise Refusal(say("The link must begin with https:// and lead to a page. Copy it from the browser.")) from bad


@transaction.atomic
def remove_variant(*, by: Person, variant: Variant) -> None:
    """Only what nothing above stands on can go; the database refuses the rest."""
    require(by, "pieces.write", variant.organisation)
    touch(variant.piece)
    assets = [picture.asset for picture in variant.pictures.select_related("asset")]
    variant.pictures.all().delete()
    log.record(by, "variant.removed", organisation=variant.organisation, thing=variant.ref)
    try:
        variant.delete()
    except ProtectedError as used:
        raise Refusal(
            say("This one was already planned or sent, so it stays in the record. Stop the sending instead.")
        ) from used
    for asset in assets:
        forget_unused(asset)
