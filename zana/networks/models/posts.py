from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.networks.models.accounts import Account
from zana.people.tenancy import Owned


class RemotePost(Owned, Referenced):
    """A post as it stands out there, ours or not; publishing, conversations and readings point here.

    `remote_id` is empty where only the link is known. `seen_via`: api, hand, import.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    remote_id = models.CharField(max_length=120, null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField(default=clock.now)
    seen_via = models.CharField(max_length=20, default="api")
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["account", "-published_at"], name="posts_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "remote_id"], condition=Q(remote_id__isnull=False), name="remote_post_once"
            ),
        ]

    def __str__(self) -> str:
        return self.url or f"post {self.pk}"


class ProfilePicture(Owned, Referenced):
    """A small copy of a profile or cover picture, drawn anew from its pixels; without it nobody can compare."""

    sha256 = models.CharField(max_length=64)  # of what the network gave us
    small = models.BinaryField(null=True)  # JPEG; None where we could not read it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="profile_picture_once")]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class ProfileSnapshot(Owned):
    """Name, bio, link and pictures on one day: before and after. None = the network did not say."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="snapshots")
    taken_at = models.DateTimeField(default=clock.now)
    by_hand = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    handle = models.CharField(max_length=120, blank=True)
    bio = models.TextField(null=True, blank=True)
    link = models.CharField(max_length=500, null=True, blank=True)
    picture_url = models.CharField(max_length=1000, null=True, blank=True)
    picture_sha256 = models.CharField(max_length=64, null=True, blank=True)
    cover_url = models.CharField(max_length=1000, null=True, blank=True)
    picture = models.ForeignKey(ProfilePicture, null=True, on_delete=models.PROTECT, related_name="+")
    cover = models.ForeignKey(ProfilePicture, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.taken_at:%Y-%m-%d}"
