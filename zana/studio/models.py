"""What we say (Piece), how it is said to one account (Variant), and the pictures that go with it (Asset)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.kernel.refs import new_ref
from zana.kernel.words import Saying
from zana.networks.models import Account
from zana.people.tenancy import Owned
from zana.studio.rules import pictures, pieces, remarks
from zana.ui.words import OWN_NAMES, read_language

CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}
ENDINGS = {"jpeg": ".jpg", "png": ".png"}


def name_file(asset: Asset, _: str) -> str:
    """The stored name tells nothing: neither what the file was called nor whose it is."""
    return f"assets/{new_ref()}{ENDINGS[asset.kind]}"


class Asset(Owned, Referenced):
    """A picture that was cleaned before it was stored. What was uploaded is never kept."""

    file = models.FileField(upload_to=name_file, max_length=100)
    kind = models.CharField(max_length=10)  # jpeg or png
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    removed = models.JSONField(default=list)  # words of media.peeled.FOUND
    faces_found = models.PositiveIntegerField(null=True)  # None: nobody and nothing has looked
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"asset {self.pk}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]

    @property
    def small_size(self) -> tuple[int, int]:
        return pictures.fit(self.width, self.height, pictures.SMALL_SIDE)

    @property
    def file_name(self) -> str:
        """A name for a copy that leaves the house."""
        return f"picture-{self.pk}{ENDINGS[self.kind]}"

    def read(self) -> bytes:
        with self.file.open("rb") as stored:
            content: bytes = stored.read()
        return content


class Piece(Owned, Referenced):
    """Something to say, before anybody thinks of a network. `version` rises with every change to it or its variants."""

    graph = pieces.PIECE

    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=20, default=pieces.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        return pieces.STATE_WORDS[self.state][0]

    @property
    def words(self) -> Saying:
        return pieces.STATE_WORDS[self.state][1]


class Variant(Owned, Referenced):
    """A piece as one account says it, in one language."""

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="variants")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["piece", "account", "language"], name="variant_once_in_piece"),
        ]

    def __str__(self) -> str:
        return f"variant {self.pk}"

    @property
    def language_name(self) -> str:
        """By its own name, which is the same in every language."""
        known = read_language(self.language)
        return OWN_NAMES[known] if known else self.language

    @property
    def wording(self) -> str:
        """The text exactly as it goes out."""
        return pieces.put_link(self.text, self.link)

    @property
    def length(self) -> int:
        """As the network counts it."""
        return self.account.description.limits.count(self.wording)


class VariantPicture(Owned, Referenced):
    """A picture in its place, with the words for those who cannot see it."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="pictures")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    alt_text = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["variant", "asset"], name="picture_once_in_variant")]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class Remark(Owned, Referenced):
    """What somebody says beside a draft: a comment, or other words for one passage that the writer takes with one tap.

    Approval and a request for help use the same row. It never changes the text by itself.
    """

    graph = remarks.REMARK

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="remarks")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.SET_NULL, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passage = models.TextField(blank=True)  # exactly as it stood; empty: the text as a whole
    place = models.PositiveIntegerField(default=0)  # where in the text the passage began, in signs
    suggestion = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=remarks.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "made_at", "pk"]
        indexes = [models.Index(fields=["piece", "state"], name="remarks_of_a_piece")]

    def __str__(self) -> str:
        return f"remark {self.pk}"

    @property
    def kind(self) -> str:
        return remarks.STATE_WORDS[self.state][0]

    @property
    def words(self) -> Saying:
        return remarks.STATE_WORDS[self.state][1]
