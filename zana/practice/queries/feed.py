"""Posts as a page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from zana.practice.models import Actor, Clip, Item, Mark, Picture
from zana.practice.queries.attention import attention_of
from zana.practice.rules.audience import Attention


@dataclass(frozen=True)
class Shown:
    item: Item
    pictures: list[Picture]
    seen: Attention
    comments: int
    minutes_ago: int
    marks: dict[str, int]  # by people who take part; the crowd's stand in `seen`
    mine: frozenset[str]  # what I have marked it with
    films: list[Clip]

    @property
    def likes(self) -> int:
        return self.seen.reaction_total + self.marks.get(Mark.LIKE, 0)

    @property
    def shares(self) -> int:
        return self.seen.shares + self.marks.get(Mark.SHARE, 0)

    @property
    def liked(self) -> bool:
        return Mark.LIKE in self.mine

    @property
    def shared(self) -> bool:
        return Mark.SHARE in self.mine

    @property
    def kept(self) -> bool:
        return Mark.KEEP in self.mine


def show_items(items: list[Item], now: datetime, speakers: Iterable[Actor] = ()) -> list[Shown]:
    """With their counts; four queries however many there are. `speakers` are me and my accounts."""
    keys = [item.pk for item in items]
    said = Q(conversation__removed_at=None, conversation__isnull=False)
    counted = Item.objects.filter(pk__in=keys)
    comments = dict(counted.annotate(said=Count("conversation", filter=said)).values_list("pk", "said"))
    marks, mine = _marks(keys, {speaker.pk for speaker in speakers})
    films: dict[int, list[Clip]] = {}
    for clip in Clip.objects.filter(item__in=keys):
        films.setdefault(clip.item_id or 0, []).append(clip)
    return [
        Shown(
            item=item,
            pictures=list(item.pictures.all()) if item.root_id is None else [],
            seen=attention_of(item, now),
            comments=comments.get(item.pk, 0),
            minutes_ago=max(int(item.world.timeline.elapsed(item.created_at, now) // 60), 0),
            marks=marks.get(item.pk, {}),
            mine=frozenset(mine.get(item.pk, ())),
            films=films.get(item.pk, []),
        )
        for item in items
    ]


def _marks(keys: list[int], speakers: set[int]) -> tuple[dict[int, dict[str, int]], dict[int, set[str]]]:
    counts: dict[int, dict[str, int]] = {}
    mine: dict[int, set[str]] = {}
    for item, kind, number in (
        Mark.objects.filter(item__in=keys).order_by().values("item", "kind").annotate(n=Count("pk"))
        .values_list("item", "kind", "n")
    ):  # fmt: skip
        counts.setdefault(item, {})[kind] = number
    for item, kind in Mark.objects.filter(item__in=keys, actor__in=speakers).values_list("item", "kind"):
        mine.setdefault(item, set()).add(kind)
    return counts, mine
