"""Somebody was never here: what she did in a rehearsal goes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from zana.practice.models import Actor, PictureFile, World
from zana.practice.queries.worlds import accounts_of


def remove_world(*, world: World) -> None:
    """With everything in it."""
    with transaction.atomic(using="practice"):
        world.delete()
        _drop_loose_files()


def remove_person(*, person: Actor) -> None:
    """With the accounts that are hers alone and all that was said in them. What others run as well stays with them."""
    with transaction.atomic(using="practice"):
        for account in accounts_of(person):
            if not account.roles.exclude(person=person).exists():
                account.delete()
        person.delete()
        _drop_loose_files()


def _drop_loose_files() -> None:
    """Bytes that no picture and no clip shows any more."""
    PictureFile.objects.filter(Q(pictures=None), Q(clips=None)).delete()
