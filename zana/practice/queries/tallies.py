"""Counts of many posts at once, so that a list costs as many queries as one post."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from zana.practice.models import Detail, Item, Mark


@dataclass
class Tally:
    """Answers, quotes, and what people (not the simulated crowd) did, by the post's key."""

    answers: Counter[int] = field(default_factory=Counter)
    quotes: Counter[int] = field(default_factory=Counter)
    marks: Counter[tuple[int, str]] = field(default_factory=Counter)


def tally(items: list[Item]) -> Tally:
    keys = [item.pk for item in items]
    answers = Item.objects.filter(reply_to__in=keys, removed_at=None, state=Item.PUBLISHED).order_by()
    quotes = Detail.objects.filter(quotes__in=keys, item__removed_at=None).order_by()
    marks = Mark.objects.filter(item__in=keys).order_by()
    return Tally(
        answers=Counter(dict(answers.values_list("reply_to").annotate(Count("id")))),
        quotes=Counter(dict(quotes.values_list("quotes").annotate(Count("id")))),
        marks=Counter({(row[0], row[1]): row[2] for row in marks.values_list("item", "kind").annotate(Count("id"))}),
    )
