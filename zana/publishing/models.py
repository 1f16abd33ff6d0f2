from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.states import Graph
from zana.kernel.words import Saying
from zana.kernel.work import Step, Work
from zana.networks.models import Account, RemotePost
from zana.people.tenancy import Owned
from zana.publishing import rules
from zana.studio.models import Piece, Variant


class Approval(Owned, Referenced):
    """Somebody else reads before it goes out. `seen` keeps what was read: variant key -> fingerprint.

    A variant whose fingerprint is another one by now has not been approved.
    """

    graph: ClassVar[Graph] = rules.APPROVAL

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=rules.ASKED)
    seen = models.JSONField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["piece"], condition=Q(state=rules.ASKED), name="one_open_approval"),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Delivery(Owned, Referenced, Work):
    """One variant on its way to one account. There is at most one that was not stopped, so it goes out once."""

    graph: ClassVar[Graph] = rules.DELIVERY
    steps: ClassVar[tuple[Step, ...]] = (
        Step(rules.UNCONFIRMED, works=rules.UNCONFIRMED, lapses=rules.UNCONFIRMED),
        Step(rules.DUE, works=rules.SENDING, lapses=rules.UNCONFIRMED),
        Step(rules.WAITING, works=rules.SENDING, lapses=rules.UNCONFIRMED),
    )

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)  # of what was scheduled, then of what was last sent
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remote_post = models.ForeignKey(RemotePost, null=True, on_delete=models.PROTECT, related_name="+")
    kept_saying = models.JSONField(null=True)

    class Meta(Work.Meta):
        abstract = False
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant"], condition=~Q(state__in=rules.OVER), name="variant_goes_out_once"
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def saying(self) -> Saying | None:
        """Why it stands where it stands, where that needs words."""
        return Saying.from_json(self.kept_saying) if self.kept_saying else None

    @property
    def kind(self) -> str:
        return rules.STATE_WORDS[self.state][0]

    @property
    def words(self) -> Saying:
        return rules.STATE_WORDS[self.state][1]

    @property
    def can_stop(self) -> bool:
        return self.state in rules.STOPPABLE

    @property
    def can_take_in_hand(self) -> bool:
        return self.state in rules.DELIVERY.sources(rules.BY_HAND)


class Sending(Owned):
    """The intent, stored before the request: what was to go out and when. Without `outcome` the request may be out.

    `ended_at` without `outcome` is when we noticed that the answer is unclear. `promise` is what the network named
    before anybody could see it, stored before the call that shows it; it holds for exactly this `fingerprint`.
    """

    SENT, LATER, REFUSED, ABSENT = "sent", "later", "refused", "absent"
    NOTHING_OUT = (LATER, REFUSED, ABSENT)

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="sendings")
    text = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    promise = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"sending {self.pk}"

    @property
    def spend_key(self) -> str:
        """Under which its price is counted, where the network takes one."""
        return f"sending:{self.pk}"

    @property
    def words(self) -> Saying:
        return rules.SENDING_WORDS[self.outcome]
