from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models import Person, Programme
from zana.people.tenancy import Owned


class Draw(Referenced):
    """The order of individual days, drawn by lot. The newest counts; older ones stay, with why they were replaced."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    strata = models.JSONField()  # of `rules.lottery.Stratum`: thirds, regions, members by ref; no follower numbers
    notes = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)  # why it was drawn again; the first one needs none
    drawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="draws_are_counted"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="a_new_draw_says_why"),
        ]

    def __str__(self) -> str:
        return f"draw {self.number} of {self.programme}"


class Turn(Owned):
    """An organisation's place in a draw, and the exception that was made for it, if one was.

    An exception stays in everything but the estimate of what the days changed: chance did not choose its time.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="turns")
    place = models.PositiveSmallIntegerField()  # as drawn, from 1
    stratum = models.PositiveSmallIntegerField()  # number in `Draw.strata`, from 0
    moved_to = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    moved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["draw", "place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "organisation"], name="one_turn_a_draw"),
            models.UniqueConstraint(fields=["draw", "place"], name="one_turn_a_place"),
            models.CheckConstraint(condition=Q(moved_at=None) | ~Q(reason=""), name="an_exception_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.organisation}"

    @property
    def is_excluded(self) -> bool:
        """From the estimate of the effect."""
        return self.moved_at is not None
