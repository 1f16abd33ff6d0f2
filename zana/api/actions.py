"""Keys: made and revoked by the person whose name they carry."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from zana.api.models import Key
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, notices
from zana.people.models import Person

LASTS = (30, 90, 365)  # days
MOST_KEYS = 10
A_MINUTE = 120  # requests
_SHOWN = 10  # letters of a key that its owner may see again


@transaction.atomic
def make_key(*, by: Person, name: str, scope: str = Key.READ, days: int = 90) -> tuple[Key, str]:
    """The key and what to give the program: shown once, then nobody knows it."""
    name = name.strip()[:60]
    if not name:
        raise Refusal(say("Say what the key is for, so that you know it again."))
    if scope not in (Key.READ, Key.ANSWER) or days not in LASTS:
        raise Refusal(say("Choose what the key may do and how long it lasts."))
    Person.objects.select_for_update().get(pk=by.pk)
    now = clock.now()
    if Key.objects.filter(person=by, revoked_at=None, expires_at__gt=now).count() >= MOST_KEYS:
        raise Refusal(say("You have ten keys already. Revoke one you no longer need."))
    secret = "zana_" + secrets.token_urlsafe(32)
    key = Key.objects.create(
        person=by,
        name=name,
        scope=scope,
        sha256=print_of(secret),
        begins=secret[:_SHOWN],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    log.record(by, "key.made", thing=f"key:{key.ref}", scope=scope, days=days)
    notices.tell([by], say("A key for programs was made in your name. If it was not you, revoke it."), link="/me/keys/")
    return key, secret


@transaction.atomic
def revoke_key(*, by: Person, ref: str) -> Key:
    """At once and for good. Nobody else's key can be found here."""
    key = Key.objects.filter(person=by, ref=ref).first()
    if key is None:
        raise Refusal(say("There is no such key."))
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        log.record(by, "key.revoked", thing=f"key:{key.ref}")
    return key


def print_of(secret: str) -> str:
    """A key is 256 random bits, so a plain sum is enough: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def count_use(key: Key) -> bool:
    """One more request; False when this minute is full. Two UPDATEs, so that no two processes count the same."""
    minute = _minute(clock.now())
    rows = Key.objects.filter(pk=key.pk)
    if rows.filter(used_at=minute, used_times__lt=A_MINUTE).update(used_times=F("used_times") + 1):
        return True
    # `exclude` would miss a key that was never used: NULL is neither equal nor unequal.
    return bool(rows.filter(Q(used_at=None) | ~Q(used_at=minute)).update(used_at=minute, used_times=1))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
