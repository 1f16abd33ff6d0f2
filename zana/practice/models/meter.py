from django.db import models

from zana.practice.models.access import Application
from zana.practice.models.world import Actor, World


class Plan(models.Model):
    """What a program has agreed with the network: what it may do and what it may cost. Money in millionths of a dollar.

    A program without a plan is a confidential self-serve program without a spending limit.
    """

    SELF_SERVE, ENTERPRISE = "self_serve", "enterprise"

    application = models.OneToOneField(Application, models.CASCADE, related_name="plan")
    tier = models.CharField(max_length=12, default=SELF_SERVE)
    # A public program keeps no secret, so none is asked of it.
    public = models.BooleanField(default=False)
    # Whose own posts cost the program less.
    owner = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="plans")
    limit = models.BigIntegerField(null=True, blank=True)
    spent = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.tier} of {self.application}"


class Charge(models.Model):
    """One thing a program pays for; the same thing again on the same UTC day is free."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="charges")
    world = models.ForeignKey(World, models.CASCADE, related_name="charges")
    account = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="charges")
    kind = models.CharField(max_length=24)  # a name in `rules.prices`
    resource = models.CharField(max_length=64)
    day = models.DateField()
    price = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "day", "kind", "resource"], name="practice_charge_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.resource}"
