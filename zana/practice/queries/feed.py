"""Posts as a page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from zana.practice.models import Item, Picture
from zana.practice.queries.attention import attention_of
from zana.practice.rules.audience import Attention


@dataclass(frozen=True)
class Shown:
    item: Item
    pictures: list[Picture]
    seen: Attention
    comments: int
    minutes_ago: int


def show_items(items: list[Item], now: datetime) -> list[Shown]:
    """With their counts; two queries however many there are."""
    said = Q(conversation__removed_at=None, conversation__isnull=False)
    counted = Item.objects.filter(pk__in=[item.pk for item in items])
    comments = dict(counted.annotate(said=Count("conversation", filter=said)).values_list("pk", "said"))
    return [
        Shown(
            item=item,
            pictures=list(item.pictures.all()) if item.root_id is None else [],
            seen=attention_of(item, now),
            comments=comments.get(item.pk, 0),
            minutes_ago=max(int(item.world.timeline.elapsed(item.created_at, now) // 60), 0),
        )
        for item in items
    ]
