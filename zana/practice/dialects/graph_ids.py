"""How things are called in the Graph dialect."""

from zana.practice.models import Item


def full_id(item: Item) -> str:
    """PAGE_POST for a post, POST_COMMENT for a comment."""
    before = item.wall.remote_id if item.root is None else item.root.remote_id
    return f"{before}_{item.remote_id}"
