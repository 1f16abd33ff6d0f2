"""What the studio keeps about one person. Drafts and pictures are the organisation's work; remarks were hers."""

from __future__ import annotations

from zana.people.keeping import Keeping
from zana.studio.models import Asset, Piece, Remark, Variant, VariantPicture

_WORK = "written for the organisation, in its name; it can be changed or taken out on its page"

KEEPINGS = {
    "pieces": Keeping(
        Piece,
        told={"author": ("title", "body", "language", "state", "created_at")},
        untouched={"title": _WORK, "body": _WORK},
    ),
    "variants": Keeping(
        Variant,
        told={"piece__author": ("language", "text", "link", "created_at")},
        untouched={"text": _WORK, "link": _WORK},
    ),
    "pictures": Keeping(
        Asset,
        told={"uploaded_by": ("uploaded_at", "kind", "width", "height"), "looked_by": ("looked_at",)},
        untouched={"file": "a name drawn by lot", "removed": "words of our own"},
    ),
    "descriptions_of_pictures": Keeping(VariantPicture, untouched={"alt_text": _WORK}),
    "remarks": Keeping(
        Remark,
        told={"by": ("passage", "suggestion", "comment", "state", "made_at"), "ended_by": ("ended_at",)},
        goes=("by",),
        searched=("suggestion", "comment"),
        untouched={"passage": _WORK},
    ),
}
