"""Counts for many items at once, by primary key: as many queries for one row as for a hundred."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from zana.practice.models import Item, Message, Picture

Items = Iterable[Item]


def count_conversation(items: Items) -> dict[int, int]:
    """Everything said under each post, on all levels."""
    return _count("root", items)


def count_answers(items: Items) -> dict[int, int]:
    """What stands directly under each post or comment."""
    return _count("reply_to", items)


def pictures_of(items: Items) -> dict[int, list[Picture]]:
    found: dict[int, list[Picture]] = defaultdict(list)
    for picture in Picture.objects.filter(item__in=[item.pk for item in items]):
        if picture.item_id is not None:
            found[picture.item_id].append(picture)
    return found


def answered_privately(items: Items) -> dict[int, Message]:
    """The private answer to each comment, where there is one."""
    found = Message.objects.filter(about__in=[item.pk for item in items], removed_at=None).select_related("talk")
    return {message.about_id: message for message in found if message.about_id is not None}


def _count(through: str, items: Items) -> dict[int, int]:
    standing = Item.objects.filter(removed_at=None, **{f"{through}__in": [item.pk for item in items]}).order_by()
    return dict(standing.values(through).annotate(number=Count("pk")).values_list(through, "number"))
