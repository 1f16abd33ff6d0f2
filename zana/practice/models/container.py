from django.db import models

from zana.practice.models.clip import Clip
from zana.practice.models.item import Item, Picture
from zana.practice.models.world import Actor


class Container(models.Model):
    """What Instagram makes of a picture or film before it is published; `rules.containers` tells where it stands."""

    account = models.ForeignKey(Actor, models.CASCADE, related_name="containers")
    remote_id = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)  # the network's own word: IMAGE, VIDEO, REELS, STORIES, CAROUSEL
    is_child = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    caption = models.TextField(blank=True)
    options = models.JSONField(default=dict, blank=True)  # cover, tags, place ... by their remote names
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="containers")
    clip = models.ForeignKey(Clip, models.SET_NULL, null=True, blank=True, related_name="containers")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="containers")
    problem = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.remote_id
