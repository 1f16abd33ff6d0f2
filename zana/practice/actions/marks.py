"""Likes, shares and saves of people who take part; the crowd's are counted by rule."""

from zana.practice.actions.telling import tell_reaction
from zana.practice.models import Actor, Item, Mark


def mark(*, item: Item, actor: Actor, kind: str = Mark.LIKE) -> bool:
    """`actor` likes (shares, keeps) something; False = she had already."""
    _, fresh = Mark.objects.get_or_create(
        item=item, actor=actor, kind=kind, defaults={"created_at": item.world.now()}
    )  # fmt: skip
    if fresh and kind == Mark.LIKE:
        tell_reaction(item, actor, "add")
    return fresh


def unmark(*, item: Item, actor: Actor, kind: str = Mark.LIKE) -> bool:
    """She takes it back; False = there was nothing to take back."""
    removed, _ = Mark.objects.filter(item=item, actor=actor, kind=kind).delete()
    if removed and kind == Mark.LIKE:
        tell_reaction(item, actor, "remove")
    return removed > 0
