from django.db import models

from zana.practice.models.world import Actor, World


class Cue(models.Model):
    """Something that will happen to an account of this world at a set moment, as a rehearsal has it written down.

    `key` is the writer's own name for it. What came of it is told in `made`: items, talks and actors by primary key.
    """

    world = models.ForeignKey(World, models.CASCADE, related_name="cues")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)  # of `actions.cues.PLAYS`
    account = models.ForeignKey(Actor, models.CASCADE, related_name="cues")
    sender = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    picture = models.CharField(max_length=20, blank=True)  # of `rules.drawings`; it has no description
    link = models.CharField(max_length=200, blank=True)  # who follows it meets a false login, or the network's own page
    voices = models.PositiveSmallIntegerField(default=1)
    # So many times as many people as usual have seen what it posts; 0 = it comes out now, like any other.
    spread = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # empty = it waits
    played_at = models.DateTimeField(null=True)
    made = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["world", "key"], name="practice_cue_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
