from __future__ import annotations

from functools import partial
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.models import Organisation, Person
from zana.people.roles import require
from zana.studio.actions.pieces import touch
from zana.studio.media import apart
from zana.studio.media.clean import CleanPicture
from zana.studio.models import Asset, Variant, VariantPicture
from zana.studio.rules.pieces import trim_alt


def add_picture(*, by: Person, variant: Variant, file: BinaryIO, name: str = "", alt_text: str = "") -> VariantPicture:
    """Cleans first, outside any transaction, and stores only what came out. The same picture twice is one."""
    require(by, "pieces.write", variant.organisation)
    clean = apart.clean(file, name)
    kept = Asset.objects.of(variant.organisation).filter(sha256=clean.sha256).first()
    if kept is not None and not kept.file.storage.exists(str(kept.file)):
        kept.file.save("", ContentFile(clean.data))  # a lost file comes back
    asset = kept or _store(by, variant.organisation, clean)
    try:
        return use_picture(by=by, variant=variant, asset=asset, alt_text=alt_text)
    except BaseException:
        if kept is None:
            _discard(asset)
        raise


def _store(by: Person, organisation: Organisation, clean: CleanPicture) -> Asset:
    asset = Asset(
        organisation=organisation,
        kind=clean.kind,
        width=clean.width,
        height=clean.height,
        sha256=clean.sha256,
        removed=list(clean.removed),
        faces_found=clean.faces.found,
        uploaded_by=by,
    )
    asset.file.save("", ContentFile(clean.data), save=False)
    try:
        with transaction.atomic():
            asset.save()
            log.record(
                by, "picture.cleaned", organisation=organisation, thing=asset.ref, removed=" ".join(clean.removed)
            )
    except BaseException:
        asset.file.delete(save=False)
        raise
    return asset


def _discard(asset: Asset) -> None:
    """Nothing is stored half: neither a file without a row nor a row without a use."""
    if asset.pk is not None:
        asset.file.delete(save=False)
        asset.delete()


@transaction.atomic
def use_picture(*, by: Person, variant: Variant, asset: Asset, alt_text: str = "") -> VariantPicture:
    """Puts a picture of this organisation into the variant, last; a second time only its words are renewed."""
    require(by, "pieces.write", variant.organisation)
    if asset.organisation_id != variant.organisation_id:
        raise Refusal(say("This picture belongs to another organisation."))
    most = variant.account.description.limits.pictures
    there = variant.pictures.filter(asset=asset).first()
    if there is None and most and variant.pictures.count() >= most:
        raise Refusal(
            say(
                "{network} takes {most} pictures. Take one out first.",
                network=variant.account.description.label,
                most=most,
            )
        )
    touch(variant.piece)
    if there is not None:
        there.alt_text = trim_alt(alt_text) or there.alt_text
        there.save(update_fields=["alt_text"])
        return there
    last = variant.pictures.order_by("-place").values_list("place", flat=True).first()
    picture = VariantPicture.objects.of(variant.organisation).create(
        variant=variant, asset=asset, alt_text=trim_alt(alt_text), place=0 if last is None else last + 1
    )
    log.record(by, "picture.added", organisation=variant.organisation, thing=variant.ref)
    return picture


@transaction.atomic
def set_alt_text(*, by: Person, picture: VariantPicture, alt_text: str, version: int | None = None) -> VariantPicture:
    require(by, "pieces.write", picture.organisation)
    touch(picture.variant.piece, version)
    picture.alt_text = trim_alt(alt_text)
    picture.save(update_fields=["alt_text"])
    log.record(by, "picture.described", organisation=picture.organisation, thing=picture.variant.ref)
    return picture


@transaction.atomic
def confirm_look(*, by: Person, asset: Asset) -> Asset:
    """A person looked at it large and says that nobody is shown who did not agree."""
    require(by, "pieces.write", asset.organisation)
    asset.looked_by, asset.looked_at = by, clock.now()
    asset.save(update_fields=["looked_by", "looked_at"])
    log.record(by, "picture.looked_at", organisation=asset.organisation, thing=asset.ref)
    return asset


@transaction.atomic
def remove_picture(*, by: Person, picture: VariantPicture) -> None:
    """Takes it out of this variant. The clean file stays only while something else uses it."""
    require(by, "pieces.write", picture.organisation)
    touch(picture.variant.piece)
    log.record(by, "picture.removed", organisation=picture.organisation, thing=picture.variant.ref)
    picture.delete()
    forget_unused(picture.asset)


def forget_unused(asset: Asset) -> None:
    """Inside the transaction that took it out somewhere; the file goes when that is certain."""
    if VariantPicture.objects.of(asset.organisation).filter(asset=asset).exists():
        return
    storage, name = asset.file.storage, str(asset.file)
    asset.delete()
    transaction.on_commit(partial(storage.delete, name))
