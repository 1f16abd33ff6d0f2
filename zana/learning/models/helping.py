from __future__ import annotations

from typing import ClassVar

from django.db import models

from zana.audits.models import Finding, Incident
from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.kernel.states import Graph
from zana.kernel.words import Saying
from zana.kernel.work import Step, Work
from zana.learning.rules import helping
from zana.networks.models import Account
from zana.people.models import Person
from zana.people.tenancy import Owned
from zana.studio.models import Variant


class HelpRequest(Referenced, Owned):
    """Somebody asks her trainer: about a draft, an account, a finding, an incident, or anything. For these two only.

    At most one of the four is set. A draft is known by its ref, so that it can be taken out and the talk stays.
    """

    graph = helping.REQUEST

    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # who answers
    about = models.CharField(max_length=10)  # rules/helping.py
    draft = models.CharField(max_length=22, blank=True)  # of a variant
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=helping.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    waits_since = models.DateTimeField(default=clock.now)  # her last word, while nobody has answered it
    answered_at = models.DateTimeField(null=True)  # the first answer
    settled_at = models.DateTimeField(null=True)

    variant: Variant | None = None  # the draft, where a query has fetched it

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="help_by_state")]

    def __str__(self) -> str:
        return f"help request {self.pk}"

    @property
    def kind(self) -> str:
        return helping.STATE_WORDS[self.state][0]

    @property
    def words(self) -> Saying:
        return helping.STATE_WORDS[self.state][1]

    @property
    def is_settled(self) -> bool:
        return self.state == helping.SETTLED


class HelpMessage(Owned):
    """One turn of the talk. Sealed: she may have written in a fright."""

    request = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sealed_words = SealedTextField()
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"help message {self.pk}"


class HelpReminder(Owned, Work):
    """Looks whether a question still waits. Looking leaves no trace outside, so a dead worker leaves it due."""

    graph: ClassVar[Graph] = Graph("help reminder", "due", {"due": ("looking",), "looking": ("due",)})
    steps: ClassVar[tuple[Step, ...]] = (Step(waits="due", works="looking", lapses="due"),)

    request = models.OneToOneField(HelpRequest, on_delete=models.PROTECT, related_name="reminder")
    told = models.PositiveSmallIntegerField(default=0)  # how often, about the turn that waits

    class Meta(Work.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"help reminder {self.pk}"
