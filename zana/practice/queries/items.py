from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from zana.practice.models import Actor, Item, World
from zana.practice.queries.prepared import Prepared

STORY_LIFE = timedelta(hours=24)


def standing(world: World) -> QuerySet[Item]:
    """Everything in this world that nobody has removed."""
    return world.items.filter(removed_at=None)


BY_NUMBER = Prepared(
    Item,
    lambda world, number: Item.objects.filter(world=world, remote_id=number, removed_at=None).order_by(),
    world=int,
    number=str,
)


def find_standing(world: World, number: str) -> Item | None:
    """A post or comment by its remote id, with nothing along."""
    return BY_NUMBER.first(world=world.pk, number=number)


def posts_on(wall: Actor, state: str = Item.PUBLISHED) -> QuerySet[Item]:
    """What the owner of a wall has posted there, newest first; without stories."""
    return (
        standing(wall.world)
        .filter(wall=wall, author=wall, state=state)
        .filter(Q(network=Item.X) | Q(reply_to=None))
        .exclude(form=Item.STORY)
        .select_related("author", "wall", "world", "stir")
        .prefetch_related("pictures")
    )


def newest_posts(wall: Actor, most: int) -> list[Item]:
    """Of `posts_on`, with nothing along: what programs ask for all the time."""
    return list(_newest_posts(most).rows(wall=wall.pk))


def newest_on_wall(wall: Actor, most: int) -> list[Item]:
    """Visitors' posts too; what was hidden not."""
    return list(_newest_on_wall(most).rows(wall=wall.pk))


@lru_cache
def _newest_posts(most: int) -> Prepared[Item]:
    return Prepared(Item, lambda wall: _newest(most, wall=wall, author=wall), wall=int)


@lru_cache
def _newest_on_wall(most: int) -> Prepared[Item]:
    return Prepared(Item, lambda wall: _newest(most, wall=wall, hidden=False), wall=int)


def _newest(most: int, **further: Any) -> QuerySet[Item]:
    standing = Item.objects.filter(
        network=Item.FACEBOOK, removed_at=None, reply_to=None, state=Item.PUBLISHED, **further
    )
    return standing.exclude(form=Item.STORY).order_by("-created_at", "-id")[:most]


def stories_on(wall: Actor) -> QuerySet[Item]:
    """Stories that still stand: a day after they were told they are gone, without anybody removing them."""
    told = standing(wall.world).filter(wall=wall, form=Item.STORY, state=Item.PUBLISHED)
    still = told.filter(created_at__gt=wall.world.now() - STORY_LIFE)
    return still.select_related("author", "wall", "world", "stir").prefetch_related("pictures")


def answers_to(item: Item) -> QuerySet[Item]:
    """Comments or replies directly under an item."""
    return standing(item.world).filter(reply_to=item).select_related("author", "wall", "world", "stir", "root")


def conversation_of(root: Item) -> QuerySet[Item]:
    return standing(root.world).filter(root=root).select_related("author", "wall", "world", "stir", "root")


def count_said(items: list[Item]) -> dict[int, int]:
    """How much was said under each of these posts, by primary key; what has none is missing."""
    found = Item.objects.filter(root__in=[item.pk for item in items], removed_at=None).order_by()
    counted = found.values("root").annotate(number=Count("pk")).values_list("root", "number")
    return {root: number for root, number in counted if root is not None}


def feed_of(world: World, network: str = "") -> QuerySet[Item]:
    """All published posts of a world, newest first; without comments and replies."""
    posts = standing(world).filter(reply_to=None, state=Item.PUBLISHED)
    posts = posts.exclude(form=Item.STORY, created_at__lte=world.now() - STORY_LIFE)
    if network:
        posts = posts.filter(network=network)
    return posts.select_related("author", "wall", "world", "stir").prefetch_related("pictures")


def find_by_text(world: World, text: str, network: str = "") -> QuerySet[Item]:
    """Every item with exactly this text, removed ones too: for tests that count what was sent."""
    items = world.items.filter(text=text).select_related("author", "wall").order_by("id")
    return items.filter(network=network) if network else items


def may_moderate(person: Actor, item: Item) -> bool:
    """Who works for the account of the post or of the wall, or said it herself."""
    owners = {item.author_id, item.wall_id, (item.root or item).author_id}
    return person.pk == item.author_id or person.works_for.filter(actor__in=owners).exists()


def waiting_on(wall: Actor) -> QuerySet[Item]:
    """What is to come out later, the next first."""
    return standing(wall.world).filter(wall=wall, state=Item.SCHEDULED).order_by("due_at")
