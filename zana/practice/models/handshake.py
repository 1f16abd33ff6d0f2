from django.db import models

from zana.practice.models.access import Application, Token


class Handshake(models.Model):
    """OAuth 1.0a: a request token, the person's yes to it, and the secret of the access token it became."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="handshakes")
    request_token = models.CharField(max_length=64, unique=True)
    request_secret = models.CharField(max_length=64)
    callback = models.TextField(blank=True)  # empty: the person carries a number over by hand
    created_at = models.DateTimeField()
    verifier = models.CharField(max_length=64, blank=True)
    # The access token; it opens nothing before the program has come back with the verifier.
    token = models.OneToOneField(Token, models.CASCADE, null=True, blank=True, related_name="handshake")
    token_secret = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application} with {self.request_token[:6]}"


class Bearer(models.Model):
    """A program's own key, with nobody behind it. It opens what anybody may see."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="bearer")
    value = models.CharField(max_length=160, unique=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"bearer of {self.application}"
