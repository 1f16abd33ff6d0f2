from django.db import models

from zana.practice.models.world import World


class Fault(models.Model):
    """Something that will go wrong in this world: kinds and places stand in `rules.faults`."""

    world = models.ForeignKey(World, models.CASCADE, related_name="faults")
    kind = models.CharField(max_length=24)
    network = models.CharField(max_length=12, blank=True)
    verb = models.CharField(max_length=24, default="any")
    remaining = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=0.0)
    detail = models.JSONField(default=dict, blank=True)
    played = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.verb}"
