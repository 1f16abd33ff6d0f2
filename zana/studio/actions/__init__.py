"""The verbs of the studio."""

from zana.studio.actions.pictures import add_picture, confirm_look, remove_picture, set_alt_text, use_picture
from zana.studio.actions.pieces import edit_piece, move_piece, write_piece
from zana.studio.actions.remarks import leave_remark, make_remark, take_remark
from zana.studio.actions.variants import add_variant, edit_variant, remove_variant

__all__ = [
    "add_picture",
    "add_variant",
    "confirm_look",
    "edit_piece",
    "edit_variant",
    "leave_remark",
    "make_remark",
    "move_piece",
    "remove_picture",
    "remove_variant",
    "set_alt_text",
    "take_remark",
    "use_picture",
    "write_piece",
]
