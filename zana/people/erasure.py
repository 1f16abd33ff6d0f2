"""The socket for forgetting one person: her name, address and words go; what was counted stays without a name.

    from zana.people.erasure import register_erasure

    register_erasure("certificates", forget_names)

What a table keeps is mostly said once, in `zana/people/keeping.py`; this is for what needs verbs of its own.

The log is append-only and names nobody by itself: its entries point at a row that has no name any more.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import roles
from zana.people.log import record
from zana.people.mentions import NOBODY
from zana.people.models import Invitation, Letter, Membership, Notice, Person

Forget = Callable[[Person], object]

_forgetting: dict[str, Forget] = {}


def register_erasure(name: str, forget: Forget) -> None:
    """From a room's `apps.py`. `forget` is called inside one transaction, while her name is still known."""
    if _forgetting.setdefault(name, forget) is not forget:
        raise ValueError(f"two rooms forget a person's {name}")


@transaction.atomic
def erase_person(*, person: Person) -> Person:
    """On the command line alone: it cannot be taken back. Nobody is forgotten who is the last with a key."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    live = list(Membership.live.filter(person=person).select_related("organisation", "programme"))
    for one in live:
        _keep_the_door_open(one)
    for forget in _forgetting.values():
        forget(person)
    Membership.live.filter(pk__in=[one.pk for one in live]).update(ended_at=clock.now())
    _forget_ways_in(person)
    person.name, person.email, person.gender = NOBODY, None, ""
    person.may_be_named = person.is_active = False
    person.set_unusable_password()  # ends every sign-in she has
    person.save()
    record(None, "person.erased", thing=f"person:{person.ref}")
    return person


def _keep_the_door_open(membership: Membership) -> None:
    if membership.role not in (roles.DIRECTOR, roles.LEAD):
        return
    here = Membership.live.filter(
        role=membership.role, organisation=membership.organisation, programme=membership.programme
    )
    if not here.exclude(person=membership.person_id).exists():
        name = membership.person.name
        raise Refusal(say("{name} is the only one with this role. Give it to somebody else first.", name=name))


def _forget_ways_in(person: Person) -> None:
    """Notices and letters last: a room may have told her something while it forgot her. A sign-in keeps her address."""
    Notice.objects.filter(person=person).delete()
    Letter.objects.filter(person=person).delete()
    if person.email:
        Letter.objects.filter(address=person.email).delete()
        Invitation.objects.filter(email=person.email).delete()
    hers = [one.pk for one in Session.objects.all() if one.get_decoded().get(SESSION_KEY) == str(person.pk)]
    Session.objects.filter(pk__in=hers).delete()
