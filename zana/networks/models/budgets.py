"""Where a network takes money for every post: what may be spent in a month, and what was."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models

from zana.kernel import clock
from zana.networks.models.accounts import Account
from zana.people.tenancy import Owned

CEILING = Decimal("5.00")


class Budget(Owned):
    """How many US dollars one organisation lets a network take in a calendar month. Rehearsal counts apart: its
    money is play money, and must not use up the real."""

    network = models.CharField(max_length=30)
    practice = models.BooleanField(default=False)
    ceiling = models.DecimalField(max_digits=8, decimal_places=2, default=CEILING)
    warned_month = models.DateField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)  # somebody was told the price and said yes

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "network", "practice"], name="budget_once"),
            models.CheckConstraint(condition=models.Q(ceiling__gte=0), name="ceiling_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.network} ${self.ceiling}"


class Spend(Owned):
    """One post's price, counted before it is sent. `returned_at`: it did not go out after all, and cost nothing."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="spends")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)  # what it is for; the same key is counted once
    month = models.DateField()
    dollars = models.DecimalField(max_digits=8, decimal_places=3)
    counted_at = models.DateTimeField(default=clock.now)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-counted_at", "-pk"]
        indexes = [models.Index(fields=["budget", "month"], name="spends_of_month")]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="spend_once")]

    def __str__(self) -> str:
        return f"${self.dollars} {self.key}"
