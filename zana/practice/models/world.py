from datetime import datetime, timedelta

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.practice.rules.worldtime import Timeline, begin, read_timeline


class World(Referenced):
    """One rehearsal: its own people, pages, audience and clock."""

    name = models.CharField(max_length=120)
    seed = models.BigIntegerField(default=27)
    language = models.CharField(max_length=2, default="sq")
    # How it behaves: {"liveliness": 1.0, "tones": {"kind": .., "question": .., "hostile": ..}, "limits": true}
    manner = models.JSONField(default=dict, blank=True)
    began_at = models.DateTimeField()
    # The pieces of `rules.worldtime.Timeline`: [[calendar, audience, speed], ...], seconds.
    timeline_pieces = models.JSONField(default=list)
    # How far the calendar is ahead of real time because somebody skipped (or behind, if it began in the past).
    skipped_seconds = models.FloatField(default=0.0)
    # When, in the audience's time, something is next to happen by itself (a comment, a scheduled post): until then
    # reading costs no query.
    wakes = models.FloatField(null=True)
    has_faults = models.BooleanField(default=False)
    unlisted = models.BooleanField(default=False)  # whose address one is given; no list shows it
    has_hooks = models.BooleanField(default=False)  # some program follows an account here

    def __str__(self) -> str:
        return self.name

    @property
    def timeline(self) -> Timeline:
        return read_timeline(self.timeline_pieces or begin(self.began_at, 1.0).written())

    @property
    def speed(self) -> float:
        return self.timeline.speed

    def now(self) -> datetime:
        """The calendar of this world: what posts are dated by, and what tokens age by."""
        return clock.now() + timedelta(seconds=self.skipped_seconds)

    def audience_now(self) -> float:
        return self.timeline.audience(self.now())


class Actor(models.Model):
    """Somebody or something with a name there: a person, a page, an X account, one of the crowd."""

    PERSON, PAGE, INSTAGRAM, X_ACCOUNT, CROWD = "person", "page", "instagram", "x", "crowd"
    KINDS = [
        (PERSON, "person"), (PAGE, "page"), (INSTAGRAM, "instagram account"), (X_ACCOUNT, "x account"),
        (CROWD, "crowd"),
    ]  # fmt: skip

    world = models.ForeignKey(World, models.CASCADE, related_name="actors")
    kind = models.CharField(max_length=10, choices=KINDS)
    remote_id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    handle = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    profile = models.JSONField(default=dict, blank=True)  # further profile fields by their remote names
    settings = models.JSONField(
        default=dict, blank=True
    )  # what its people set: moderation words, two-step, who may write
    # An Instagram account may hang on a Page; whoever works for the Page then reaches it through the Graph API.
    linked_page = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="linked_accounts")
    avatar = models.ForeignKey("practice.Picture", models.SET_NULL, null=True, blank=True, related_name="+")
    cover = models.ForeignKey("practice.Picture", models.SET_NULL, null=True, blank=True, related_name="+")
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
