from django.db import models

from zana.practice.models.world import Actor, World


class Item(models.Model):  # size: one row serves posts, stories and comments of three networks
    """A post or a comment. On Facebook whatever answers something is a comment; on X it is a post."""

    FACEBOOK, INSTAGRAM, X = "facebook", "instagram", "x"
    POST, REEL, STORY = "post", "reel", "story"
    PUBLISHED, SCHEDULED, DRAFT = "published", "scheduled", "draft"

    world = models.ForeignKey(World, models.CASCADE, related_name="items")
    network = models.CharField(max_length=12)
    form = models.CharField(max_length=8, default=POST)
    remote_id = models.CharField(max_length=32, unique=True)
    author = models.ForeignKey(Actor, models.CASCADE, related_name="items")
    wall = models.ForeignKey(Actor, models.CASCADE, related_name="wall_items")
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    root = models.ForeignKey("self", models.CASCADE, null=True, related_name="conversation")
    text = models.TextField(blank=True)
    link = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=PUBLISHED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tone = models.CharField(max_length=12, blank=True)  # how a comment of the crowd was meant; for graders, never shown
    hidden = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["wall", "network", "-created_at"], name="practice_item_wall"),
            models.Index(fields=["reply_to", "created_at"], name="practice_item_reply"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Stir(models.Model):
    """What the audience needs to know of a post to react to it the same way every time."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="stir")
    key = models.CharField(max_length=80)
    followers = models.PositiveIntegerField()
    hour = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=10)
    described = models.BooleanField()
    own_language = models.BooleanField()
    language = models.CharField(max_length=2)
    topic = models.CharField(max_length=10, default="daily")
    # How the world was when the post came out, so that a later mood does not change what has been said.
    manner = models.JSONField(default=dict)
    # Euros paid, and when after the post in the audience's seconds.
    boost = models.PositiveSmallIntegerField(default=0)
    boost_after = models.FloatField(default=0.0)
    voices_made = models.PositiveSmallIntegerField(default=0)
    # In the audience's time.
    next_voice = models.FloatField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.key


class PictureFile(models.Model):
    """The bytes of a picture, kept apart so that lists never carry them."""

    sha256 = models.CharField(max_length=64, unique=True)
    mime = models.CharField(max_length=40)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Picture(models.Model):
    """An uploaded picture; it belongs to no post until it is published or attached."""

    world = models.ForeignKey(World, models.CASCADE, related_name="pictures")
    owner = models.ForeignKey(Actor, models.CASCADE, related_name="pictures")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="pictures")
    remote_id = models.CharField(max_length=32, unique=True)
    file = models.ForeignKey(PictureFile, models.PROTECT, related_name="pictures")
    alt_text = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.remote_id
