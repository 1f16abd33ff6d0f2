"""Who liked, shared and kept, and who is shut out."""

from collections.abc import Iterable

from django.db.models import Count

from zana.practice.models import Actor, Bar, Item, Mark


def count_marks(items: Iterable[Item], kind: str = Mark.LIKE) -> dict[int, int]:
    """How many people marked each of these, by primary key; one query, what has none is missing."""
    found = Mark.objects.filter(item__in=[item.pk for item in items], kind=kind).order_by()
    return dict(found.values("item").annotate(number=Count("pk")).values_list("item", "number"))


def marked_by(actor: Actor, items: Iterable[Item], kind: str = Mark.LIKE) -> set[int]:
    """Which of these she marked, by primary key."""
    found = Mark.objects.filter(item__in=[item.pk for item in items], actor=actor, kind=kind)
    return set(found.values_list("item", flat=True))


def is_barred(account: Actor, other: Actor, kind: str = Bar.BLOCK) -> bool:
    return Bar.objects.filter(account=account, other=other, kind=kind).exists()
