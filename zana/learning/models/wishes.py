from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.people.models import Person
from zana.people.tenancy import Owned

MOST = 3


class Wish(Owned):
    """A topic the organisation wants in its own day. Three places and no more, so that a wish weighs something."""

    topic = models.CharField(max_length=4)
    place = models.PositiveSmallIntegerField()  # 1 to 3, in framework order: no wish outranks another
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "topic"], name="one_wish_a_topic"),
            models.UniqueConstraint(fields=["organisation", "place"], name="one_wish_a_place"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST), name="three_wishes_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.topic}"
