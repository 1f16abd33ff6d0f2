"""A person's calendar gets a secret address, or loses it."""

from __future__ import annotations

import secrets

from django.db import transaction

from zana.kernel import clock
from zana.learning.models import CalendarFeed
from zana.learning.queries.feeds import hash_of
from zana.people.log import record
from zana.people.models import Person


@transaction.atomic
def open_feed(*, by: Person) -> str:
    """The secret of the new address, told once. An address she had before ends: whoever knew it sees nothing more."""
    Person.objects.select_for_update().get(pk=by.pk)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.filter(person=by, revoked_at=None).update(revoked_at=clock.now())
    CalendarFeed.objects.create(person=by, secret_hash=hash_of(secret))
    record(by, "calendar.opened")
    return secret


@transaction.atomic
def close_feed(*, by: Person) -> bool:
    closed = CalendarFeed.objects.filter(person=by, revoked_at=None).update(revoked_at=clock.now())
    if closed:
        record(by, "calendar.closed")
    return bool(closed)
