"""What all posts of an account have gathered up to any moment; a period is the difference of two such sums."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from zana.practice.models import Actor, Item, Mark
from zana.practice.queries.attention import NETWORK_OF, attention_of
from zana.practice.queries.items import posts_on

Dates = dict[str, list[datetime]]


@dataclass(frozen=True)
class Totals:
    """`comments`, and the likes and shares of those who take part, are counted; the rest is the crowd by rule."""

    views: int = 0
    reach: int = 0
    clicks: int = 0
    shares: int = 0
    comments: int = 0
    reactions: dict[str, int] = field(default_factory=dict)

    def less(self, before: "Totals") -> "Totals":
        return Totals(
            views=self.views - before.views,
            reach=self.reach - before.reach,
            clicks=self.clicks - before.clicks,
            shares=self.shares - before.shares,
            comments=self.comments - before.comments,
            reactions={kind: count - before.reactions.get(kind, 0) for kind, count in self.reactions.items()},
        )


def count_totals(posts: list[Item], moment: datetime) -> Totals:
    return _sum(posts, moment, _dates_of(posts))


def total_curve(account: Actor) -> Callable[[datetime], Totals]:
    """The sum at any moment; as many queries for one moment as for all, and each moment is computed once."""
    posts = list(posts_on(account).filter(network=NETWORK_OF[account.kind]))
    for post in posts:
        post.world = account.world
    dates = _dates_of(posts)
    known: dict[datetime, Totals] = {}

    def totals(moment: datetime) -> Totals:
        if moment not in known:
            known[moment] = _sum([post for post in posts if post.created_at < moment], moment, dates)
        return known[moment]

    return totals


def _sum(posts: list[Item], moment: datetime, dates: Dates) -> Totals:
    seen = [attention_of(post, moment) for post in posts]
    reactions: Counter[str] = Counter({"LIKE": bisect_right(dates[Mark.LIKE], moment)})
    for one in seen:
        reactions.update(dict(one.reactions))
    return Totals(
        views=sum(one.views for one in seen),
        reach=sum(one.reach for one in seen),
        clicks=sum(one.clicks for one in seen),
        shares=sum(one.shares for one in seen) + bisect_right(dates[Mark.SHARE], moment),
        comments=bisect_right(dates["comments"], moment),
        reactions=dict(reactions),
    )


def _dates_of(posts: list[Item]) -> Dates:
    """When each comment, like and share of these came, in order."""
    ids = [post.pk for post in posts]
    said = Item.objects.filter(root__in=ids, removed_at=None).order_by("created_at")
    dates: Dates = {"comments": list(said.values_list("created_at", flat=True)), Mark.LIKE: [], Mark.SHARE: []}
    marks = Mark.objects.filter(item__in=ids, kind__in=(Mark.LIKE, Mark.SHARE)).order_by("created_at")
    for kind, moment in marks.values_list("kind", "created_at"):
        dates[kind].append(moment)
    return dates
