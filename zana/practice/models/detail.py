from django.db import models

from zana.practice.models.item import Item


class Detail(models.Model):
    """What a post on X carries beside its words: whom it quotes, its poll, who may answer, which version it is."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="detail")
    quotes = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="quoted_by")
    # The first version of an edited post; empty for one that is itself the first.
    first = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="versions")
    # By their remote names: poll, reply_settings, geo, community_id, made_with_ai, paid_partnership ...
    facts = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"detail of {self.item_id}"
