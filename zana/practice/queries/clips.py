"""Videos of an account."""

from datetime import timedelta

from django.db.models import F, QuerySet

from zana.practice.models import Actor, Clip, Item
from zana.practice.queries.items import standing

DAY = timedelta(hours=24)


def clips_of(page: Actor, *purposes: str) -> QuerySet[Clip]:
    """Whatever has arrived in full; a removed post takes its video along."""
    kept = Clip.objects.filter(owner=page, purpose__in=purposes).exclude(state=Clip.RECEIVING)
    return kept.exclude(item__removed_at__isnull=False).select_related("owner__world", "item__wall", "item__stir")


def films_of(items: list[Item]) -> dict[int, Clip]:
    """The video of each of these posts, by primary key; what has none is missing."""
    found = Clip.objects.filter(item__in=[item.pk for item in items]).order_by("-id")
    return {clip.item_id: clip for clip in found if clip.item_id is not None}


def reels_today(page: Actor) -> int:
    reels = standing(page.world).filter(wall=page, network=Item.FACEBOOK, form=Item.REEL)
    return reels.filter(created_at__gt=page.world.now() - DAY).count()


def without_processing(posts: QuerySet[Item]) -> QuerySet[Item]:
    """Posts that wait for a time somebody chose, not for their video."""
    return posts.exclude(clips__ready_at__isnull=False, due_at=F("clips__ready_at"))
