from datetime import datetime

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.practice.rules.worldtime import Anchor


class World(Referenced):
    """One rehearsal: its own people, pages, audience and clock."""

    name = models.CharField(max_length=120)
    seed = models.BigIntegerField(default=27)
    language = models.CharField(max_length=2, default="sq")
    # How it behaves: {"liveliness": 1.0, "tones": {"kind": .., "question": .., "hostile": ..}, "limits": true}
    manner = models.JSONField(default=dict, blank=True)
    speed = models.FloatField(default=1.0)
    anchor_real = models.DateTimeField()
    anchor_world = models.DateTimeField()
    began_at = models.DateTimeField()
    # Seconds that were skipped by hand: tokens age by real time plus these, never by `speed`,
    # so that `expires_in` stays true for a client of a fast world.
    skipped_seconds = models.FloatField(default=0.0)
    # When something is next to happen by itself (a comment, a scheduled post): until then reading costs no query.
    wakes_at = models.DateTimeField(null=True)
    has_faults = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.anchor_real, self.anchor_world, self.speed)

    def now(self) -> datetime:
        """The time in this world."""
        return self.anchor.at(clock.now())


class Actor(models.Model):
    """Somebody or something with a name there: a person, a page, an X account, one of the crowd."""

    PERSON, PAGE, X_ACCOUNT, CROWD = "person", "page", "x", "crowd"
    KINDS = [(PERSON, "person"), (PAGE, "page"), (X_ACCOUNT, "x account"), (CROWD, "crowd")]

    world = models.ForeignKey(World, models.CASCADE, related_name="actors")
    kind = models.CharField(max_length=8, choices=KINDS)
    remote_id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    handle = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    profile = models.JSONField(default=dict, blank=True)  # further profile fields by their remote names
    followers_at_start = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["world", "kind", "handle"],
                condition=~models.Q(handle=""),
                name="practice_handle_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A person works for a page or an X account."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="works_for")
    tasks = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["actor", "person"], name="practice_role_once")]

    def __str__(self) -> str:
        return f"{self.person} for {self.actor}"
