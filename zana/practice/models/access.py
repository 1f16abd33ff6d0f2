from django.db import models

from zana.practice.models.world import Actor


class Application(models.Model):
    """A program that may ask people for access; it serves every world."""

    name = models.CharField(max_length=120)
    client_id = models.CharField(max_length=64, unique=True)
    client_secret = models.CharField(max_length=128)
    redirect_uris = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A person said yes. The code that carries it is good once and for a short real time."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="grants")
    dialect = models.CharField(max_length=8)
    person = models.ForeignKey(Actor, models.CASCADE, related_name="grants")
    actors = models.ManyToManyField(Actor, related_name="granted")
    scopes = models.JSONField(default=list)
    declined = models.JSONField(default=list)
    code = models.CharField(max_length=128, unique=True)
    code_expires_at = models.DateTimeField()
    redirect_uri = models.TextField()
    challenge = models.CharField(max_length=200, blank=True)
    challenge_method = models.CharField(max_length=8, blank=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person} for {self.application}"


class Token(models.Model):
    """A key to one actor. It opens nothing but an exercise, so it is kept as it is."""

    USER, PAGE, X_ACCESS, X_REFRESH = "user", "page", "x_access", "x_refresh"
    INSTAGRAM = "instagram"

    value = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=10)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="tokens")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="tokens")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # Why it no longer works, as the subcode of error 190; 0 = it works.
    dead_subcode = models.PositiveIntegerField(default=0)
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.actor}"
