from zana.studio.views.media import show_asset, show_public, show_small
from zana.studio.views.pieces import add_variant, edit_piece, list_pieces, show_piece, write_piece
from zana.studio.views.remarks import read_draft
from zana.studio.views.variants import compose, count, remove_variant

__all__ = [
    "add_variant",
    "compose",
    "count",
    "edit_piece",
    "list_pieces",
    "read_draft",
    "remove_variant",
    "show_asset",
    "show_piece",
    "show_public",
    "show_small",
    "write_piece",
]
