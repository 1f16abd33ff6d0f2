from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.learning.models.trainings import Training
from zana.learning.rules.feedback import JOINT, LATER, POOL, week_of
from zana.people.models import Person, Programme
from zana.people.tenancy import Owned


def this_week() -> object:
    return week_of(clock.today())


def new_key() -> int:
    """A number that tells nothing of the order in which rows came."""
    return secrets.randbits(62)


class FeedbackWave(Referenced):
    """Answers that are shown together, once, when it is over: of a joint training; of a trainer's days in a quarter
    (pool); of those whose training was twelve weeks ago (later)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)  # joint, pool, later
    training = models.ForeignKey(Training, null=True, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7, blank=True)
    opened_on = models.DateField(default=clock.today)
    closes_on = models.DateField()
    released_on = models.DateField(null=True)
    results = models.JSONField(null=True)  # `rules.feedback.sum_up`, written once
    words_shown = models.BooleanField(default=False)  # the lead has read the words: the trainer may

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[JOINT, POOL, LATER]), name="wave_joint_pool_or_later"),
            models.UniqueConstraint(fields=["training"], name="one_wave_a_training"),
            models.UniqueConstraint(
                fields=["programme", "trainer", "quarter"],
                condition=Q(kind=POOL),
                name="one_pool_a_trainer_and_quarter",
            ),
            models.UniqueConstraint(
                fields=["programme", "quarter"], condition=Q(kind=LATER), name="one_follow_up_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} feedback {self.pk}"


class FeedbackSheet(Owned):
    """Who was asked, and whether she has answered: nothing of when or what. Made beforehand, in no order."""

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    wave = models.ForeignKey(FeedbackWave, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_given = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="one_sheet_a_wave_and_person")]

    def __str__(self) -> str:
        return f"sheet of {self.person}"


class FeedbackAnswer(models.Model):
    """What somebody answered. Nothing leads from here to a person, an organisation or a day."""

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    wave = models.ForeignKey(FeedbackWave, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()  # name of an item -> 1 to 5, 0 = cannot say; later: used, hindered
    sealed_words = SealedTextField(default="")  # JSON: open item -> words; moved away on release
    week = models.DateField(default=this_week)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class FeedbackWords(Referenced):
    """Free words of a released wave, each apart from everything else its writer answered."""

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    wave = models.ForeignKey(FeedbackWave, on_delete=models.PROTECT, related_name="words")
    item = models.CharField(max_length=10)
    sealed_words = SealedTextField()
    struck = models.BooleanField(default=False)  # the lead took it out: it named somebody

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"words {self.pk}"


class DayFeedback(Owned):
    """Of an individual day with one to three people: openly with the name, as the form says."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    sealed_first = SealedTextField(default="")
    sealed_change = SealedTextField(default="")
    given_on = models.DateField(default=clock.today)

    class Meta:
        ordering = ["given_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="one_feedback_a_day_and_person")]

    def __str__(self) -> str:
        return f"feedback of {self.person}"


class Safeguard(models.Model):
    """Who hears it when something made somebody uncomfortable. Never a trainer of the programme."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"safeguard {self.pk}"


class SafeguardingNote(Referenced):
    """Sealed words for the safeguarding person alone. `person` only if the writer wants to be spoken to."""

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_words = SealedTextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(default=this_week)
    read_on = models.DateField(null=True)

    class Meta:
        ordering = ["-week", "pk"]

    def __str__(self) -> str:
        return f"safeguarding note {self.pk}"
