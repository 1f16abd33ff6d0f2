from django.db import models

from zana.practice.models.item import Item, PictureFile
from zana.practice.models.world import Actor


class Clip(models.Model):
    """A video on its way: bytes that come in pieces, then a while of processing, then ready or refused.

    Small ones are kept in `file`; of a large one only `shape` remains, and people see a still in its place.
    """

    RECEIVING, PROCESSING, READY, FAILED = "receiving", "processing", "ready", "failed"

    owner = models.ForeignKey(Actor, models.CASCADE, related_name="clips")
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="clips")
    purpose = models.CharField(max_length=20, default="video")  # the network's own word: video, reel, tweet_video ...
    remote_id = models.CharField(max_length=32, unique=True)
    mime = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default=RECEIVING)
    problem = models.CharField(max_length=40, blank=True)
    total_bytes = models.BigIntegerField(default=0)
    received_bytes = models.BigIntegerField(default=0)
    file = models.ForeignKey(PictureFile, models.PROTECT, null=True, blank=True, related_name="clips")
    title = models.CharField(max_length=255, blank=True)
    shape = models.JSONField(default=dict, blank=True)  # {"width", "height", "seconds", "sha256"}, as far as known
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.remote_id
