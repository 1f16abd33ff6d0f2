from __future__ import annotations

from zana.networks.models import Account
from zana.people.models import Organisation
from zana.people.tenancy import OwnedQuerySet
from zana.studio.models import Asset, Piece, Remark, Variant, VariantPicture
from zana.studio.rules.gate import Verdict
from zana.studio.rules.remarks import Passage, split_passages
from zana.studio.showing import preview


def list_pieces(organisation: Organisation) -> OwnedQuerySet[Piece]:
    """Newest change first, each with its variants and their accounts."""
    return Piece.objects.of(organisation).select_related("author").prefetch_related("variants__account")


def find_piece(organisation: Organisation, ref: str) -> Piece | None:
    return Piece.objects.of(organisation).select_related("author", "organisation").filter(ref=ref).first()


def list_variants(piece: Piece) -> list[Variant]:
    """With their accounts, in the order in which they were added."""
    variants = list(piece.variants.select_related("account"))
    for variant in variants:
        variant.piece, variant.organisation = piece, piece.organisation  # one and the same: no query for each
    return variants


def list_open_accounts(organisation: Organisation) -> list[Account]:
    """Accounts a variant can be written for: also those that are served by hand."""
    return list(Account.objects.of(organisation).exclude(state="left"))


def find_asset(organisation: Organisation, ref: str) -> Asset | None:
    return Asset.objects.of(organisation).filter(ref=ref).first()


def find_picture(organisation: Organisation, ref: str) -> VariantPicture | None:
    rows = VariantPicture.objects.of(organisation).select_related("asset", "variant__piece", "variant__account")
    return rows.filter(ref=ref).first()


def find_variant(piece: Piece, ref: str) -> Variant | None:
    rows = piece.variants.select_related("account", "organisation", "piece__organisation")
    return rows.filter(ref=ref).first()


def list_remarks(variant: Variant) -> list[Remark]:
    """What was said beside this text, in the order of the text."""
    return list(Remark.objects.of(variant.organisation).filter(variant=variant).select_related("by", "ended_by"))


def find_remark(organisation: Organisation, ref: str) -> Remark | None:
    rows = Remark.objects.of(organisation).select_related("variant__piece", "variant__organisation", "organisation")
    return rows.filter(ref=ref).first()


def list_passages(variant: Variant, verdict: Verdict) -> list[tuple[Passage, list[Remark]]]:
    """The text sentence by sentence with what is said about each; confidential places stay covered."""
    said = list_remarks(variant)
    passages = split_passages(preview(verdict, variant)[:-1])
    return [(one, [r for r in said if r.passage and r.passage == one.text]) for one in passages]
