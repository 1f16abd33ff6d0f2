from django.db import models

from zana.practice.models.item import Item
from zana.practice.models.world import Actor


class Mark(models.Model):
    """Somebody liked, shared or kept something. What the simulated audience does is counted by rule, not by rows."""

    LIKE, SHARE, KEEP = "like", "share", "keep"

    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8, default=LIKE)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "actor", "kind"], name="practice_mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.actor}"


class Bar(models.Model):
    """An account shuts somebody out or mutes them."""

    BLOCK, MUTE = "block", "mute"

    account = models.ForeignKey(Actor, models.CASCADE, related_name="bars")
    other = models.ForeignKey(Actor, models.CASCADE, related_name="barred_by")
    kind = models.CharField(max_length=8, default=BLOCK)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["account", "other", "kind"], name="practice_bar_once")]

    def __str__(self) -> str:
        return f"{self.account}: {self.kind} {self.other}"
