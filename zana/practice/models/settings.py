from django.db import models

from zana.practice.models.item import Item
from zana.practice.models.world import Actor, World


class Session(models.Model):
    """A place where a person is signed in. All of it is invented; it is what an archive and a settings page list."""

    person = models.ForeignKey(Actor, models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60)
    agent = models.CharField(max_length=250)
    place = models.CharField(max_length=80)
    address = models.GenericIPAddressField()
    is_strange = models.BooleanField(default=False)  # put there by a drill
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.device}, {self.place}"


class Trace(models.Model):
    """Something that befell a person or an account and is worth telling: kinds stand in `rules.traces`."""

    world = models.ForeignKey(World, models.CASCADE, related_name="traces")
    account = models.ForeignKey(Actor, models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    detail = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["account", "-created_at"], name="practice_trace_account")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.account}"
