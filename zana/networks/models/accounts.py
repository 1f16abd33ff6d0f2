from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.kernel.states import Graph
from zana.kernel.words import Saying
from zana.networks.port import Network, Tokens
from zana.networks.registry import network_at
from zana.people.tenancy import Owned

PRACTICE = "practice:"

CONNECTED, RECONNECT, LEFT = "connected", "reconnect", "left"

ACCOUNT_STATES = Graph(
    "account",
    CONNECTED,
    {CONNECTED: (RECONNECT, LEFT), RECONNECT: (CONNECTED, LEFT), LEFT: (CONNECTED,)},
)


class Account(Owned, Referenced):
    """A page or profile of the organisation out there. `by_hand`: nobody calls an API for it."""

    network = models.CharField(max_length=30)
    remote_id = models.CharField(max_length=80, blank=True)
    handle = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    # Practice or the real thing: the only difference. Practice is kept by its name, because where it is reached
    # changes with a port, and what was rehearsed must never pass for real: `address` says where it is now.
    api_base = models.CharField(max_length=300, blank=True)
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=CONNECTED)
    trouble = models.JSONField(null=True, blank=True)  # why it has to be connected again, now or soon, as a Saying
    connected_by = models.ForeignKey(  # None: the command line
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    connected_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["network", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "network", "api_base", "remote_id"],
                condition=~Q(remote_id=""),
                name="account_once_in_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def description(self) -> Network:
        return network_at(self.network, self.api_base)

    @property
    def is_practice(self) -> bool:
        here = settings.ZANA_PRACTICE_URL
        return self.api_base.startswith(PRACTICE) or (bool(here) and self.api_base.startswith(f"{here}/"))

    @property
    def address(self) -> str:
        """Where its network is called now."""
        if self.api_base.startswith(PRACTICE):
            return settings.ZANA_PRACTICE_URL + self.api_base.removeprefix(PRACTICE)
        return self.api_base

    @property
    def is_open(self) -> bool:
        """Whether our programs may act for it now."""
        return self.state == CONNECTED and not self.by_hand

    @property
    def trouble_words(self) -> Saying | None:
        return Saying.from_json(self.trouble) if self.trouble else None


class Token(Owned):
    """The keys to one account, sealed. `version` rises with each renewal; `renewing_until` keeps out a second one."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="token")
    access = SealedTextField()
    refresh = SealedTextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    renewing_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def values(self) -> Tokens:
        return Tokens(self.access, self.refresh, self.expires_at, tuple(self.scopes))


class Consent(Owned, Referenced):
    """A trip to the network's consent page: begun by one person, good once, for ten minutes.

    `ref` is the OAuth `state`. After the return `found` holds, sealed, the pages she may choose from.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=30)
    practice = models.BooleanField(default=False)
    verifier = SealedTextField()
    found = SealedTextField(blank=True, default="")
    expires_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"consent {self.pk}"
