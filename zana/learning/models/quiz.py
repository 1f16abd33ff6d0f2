from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.rules.quiz import asks_again
from zana.people.models import Person
from zana.people.tenancy import Owned

BEFORE, AFTER, HINDSIGHT, WEEKS_LATER = "before", "after", "hindsight", "later"
AGAIN = ("again", "again2")  # two more tries after the training; what is compared with before is the first
OCCASIONS = (BEFORE, AFTER, *AGAIN)
SHEETS = (BEFORE, AFTER, HINDSIGHT, WEEKS_LATER)  # the occasions of a sheet, in their order


def new_seed() -> str:
    return secrets.token_hex(8)


class QuizRun(Referenced, Owned):
    """One person's quiz on one topic, before or after the training. For her and her trainer only.

    The seed decides which form comes first, the order of the items and of their options; both runs share it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=4)
    occasion = models.CharField(max_length=10)  # before, after, again, again2
    form = models.CharField(max_length=1)  # A, B
    seed = models.CharField(max_length=16, default=new_seed)
    items = models.JSONField()  # ids in the order they are asked
    answers = models.JSONField(default=dict)  # id of an item -> a, b or c
    begun_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)  # per cent, once it has ended

    class Meta:
        ordering = ["topic", "begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "topic", "occasion"], name="one_quiz_a_topic_and_occasion"
            ),
            models.CheckConstraint(condition=Q(occasion__in=OCCASIONS), name="quiz_before_or_after"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.occasion} by {self.person}"


class ConfidenceSheet(Owned):
    """What one person dares to do, sentence by sentence, 1 to 5. For her and her trainer only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=12)  # of `curriculum.confidence`
    occasion = models.CharField(max_length=10)  # before, after, hindsight, later
    answers = models.JSONField()  # in the order of the sentences; 0 = she cannot say
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["group", "given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "group", "occasion"], name="one_sheet_a_group_and_occasion"
            ),
            models.CheckConstraint(condition=Q(occasion__in=SHEETS), name="confidence_before_after_hindsight_or_later"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.occasion} by {self.person}"

    @property
    def is_asked_again(self) -> bool:
        """Whether it followed the training and is long enough ago."""
        return self.occasion == AFTER and asks_again(clock.day_of(self.given_at), clock.today())
