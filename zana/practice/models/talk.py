from django.db import models

from zana.practice.models.item import Item
from zana.practice.models.world import Actor, World


class Talk(models.Model):
    """The private messages between an account and one other; on X between two accounts, kept once for each side."""

    INBOX, SPAM, DONE = "inbox", "spam", "done"
    # In no folder and no list: its people deleted it. The row stays for those who count.
    GONE = "gone"

    world = models.ForeignKey(World, models.CASCADE, related_name="talks")
    network = models.CharField(max_length=12)
    remote_id = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Actor, models.CASCADE, related_name="talks")
    guest = models.ForeignKey(Actor, models.CASCADE, related_name="talks_as_guest")
    folder = models.CharField(max_length=8, default=INBOX)
    unread = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "guest", "network"], name="practice_talk_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} and {self.guest}"


class Message(models.Model):
    """One private message. `about` is the comment it answers privately, `story` the story it answers."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="messages")
    remote_id = models.CharField(max_length=64, unique=True)
    author = models.ForeignKey(Actor, models.CASCADE, related_name="messages")
    text = models.TextField(blank=True)
    about = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="private_answers")
    tone = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
