from django.db import models

from zana.practice.models.access import Application
from zana.practice.models.item import Item
from zana.practice.models.talk import Message
from zana.practice.models.world import Actor, World


class Hook(models.Model):
    """Where a program wants to be called when something happens to accounts of one kind, and about what."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="hooks")
    subject = models.CharField(max_length=20)  # the network's own word: page, instagram, x
    callback_url = models.TextField()
    verify_token = models.CharField(max_length=255, blank=True)
    fields = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "subject"], name="practice_hook_once")]

    def __str__(self) -> str:
        return f"{self.application} on {self.subject}"


class Interest(models.Model):
    """A program follows one account: without it nothing about that account is told, whatever its hook says."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interests")
    account = models.ForeignKey(Actor, models.CASCADE, related_name="interests")
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "account"], name="practice_interest_once")]

    def __str__(self) -> str:
        return f"{self.application} follows {self.account}"


class Ring(models.Model):
    """One thing that happened, on its way to one program. What is sent is composed by the dialect of its subject."""

    WAITING, SENT, GIVEN_UP = "waiting", "sent", "given_up"

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="rings")
    world = models.ForeignKey(World, models.CASCADE, related_name="rings")
    account = models.ForeignKey(Actor, models.CASCADE, related_name="rings")
    happening = models.CharField(max_length=20)  # see rules.hooks.TOPICS: comment, post, reaction, mention, message
    verb = models.CharField(max_length=20)  # add, edited, remove, hide, unhide
    actor = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict)  # what may be different by the time it is sent: {"text": ...}
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # real time, like everything between two machines

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"], name="practice_ring_due")]

    def __str__(self) -> str:
        return f"{self.happening} {self.verb} to {self.hook}"
