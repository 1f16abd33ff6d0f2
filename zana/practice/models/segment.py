from django.db import models

from zana.practice.models.clip import Clip


class Segment(models.Model):
    """One numbered piece of an upload; the bytes of a large upload are counted and not kept."""

    clip = models.ForeignKey(Clip, models.CASCADE, related_name="segments")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    content = models.BinaryField(default=bytes)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["clip", "number"], name="practice_segment_once")]

    def __str__(self) -> str:
        return f"piece {self.number}"
