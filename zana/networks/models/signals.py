"""What a network told us by itself. Written once, sealed, never twice, and gone after ZANA_SIGNAL_DAYS."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, NoReturn

from django.db import models

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.models import Referenced
from zana.networks.models.accounts import Account
from zana.networks.models.readings import AppendOnly
from zana.people.tenancy import Owned, OwnedManager, OwnedQuerySet


class SignalQuerySet(OwnedQuerySet["Signal"]):
    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def forget_before(self, moment: datetime) -> int:
        """The one way out: what a network told us is not kept for ever."""
        return self.filter(received_at__lt=moment)._raw_delete(self.db)

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly


class SignalManager(OwnedManager["Signal"]):
    def _open(self) -> SignalQuerySet:
        return SignalQuerySet(self.model, using=self._db)

    def forget_before(self, moment: datetime) -> int:
        """In the whole house; how many went."""
        return self._open().forget_before(moment)


class Signal(Owned, Referenced):
    """One verified thing a network said about one account. What became of it is kept by whoever answers.

    `key` is the network's own id of the event, or the SHA-256 of its part of the body. `late`: it was old already
    when it came, so nobody should be alarmed by it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="signals")
    network = models.CharField(max_length=30)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    late = models.BooleanField(default=False)
    raw = SealedTextField()  # people's words

    objects: ClassVar[SignalManager] = SignalManager()

    class Meta:
        ordering = ["occurred_at", "pk"]
        indexes = [models.Index(fields=["account", "occurred_at"], name="signals_of_account")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="signal_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
