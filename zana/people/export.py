"""The socket for what the house keeps about one person: every room tells its part when she asks for it.

from zana.people.export import register_export

register_export("certificates", lambda person: [{"serial": ..., "title": ...}])

What a table keeps is mostly said once, in `zana/people/keeping.py`; this is for what needs verbs of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zana.people.models import Invitation, LogEntry, Membership, Notice, Person

Tell = Callable[[Person], list[dict[str, Any]]]

_telling: dict[str, Tell] = {}


def register_export(name: str, tell: Tell) -> None:
    """From a room's `apps.py`. `tell` gives plain values that JSON can hold, oldest first."""
    if _telling.setdefault(name, tell) is not tell:
        raise ValueError(f"two rooms tell of a person's {name}")


def collect_data(person: Person) -> dict[str, Any]:
    """Everything that is told about her. Passwords, keys and codes are no part of it."""
    address = person.email or "-"  # no invitation has this
    return {
        "person": {
            "name": person.name, "email": person.email, "language": person.language, "gender": person.gender,
            "may_be_named": person.may_be_named, "since": person.created_at.isoformat(),
        },
        "roles": [_tell_role(one) for one in _memberships(person)],
        "invitations_to_the_house": [
            {"role": one.role, "on": one.created_at.isoformat()} for one in Invitation.objects.filter(email=address)
        ],
        "notices": [
            {"at": one.created_at.isoformat(), "words": one.saying.english()}
            for one in Notice.objects.filter(person=person)
        ],
        "log": [
            {"at": one.at.isoformat(), "verb": one.verb, "thing": one.thing}
            for one in LogEntry.objects.filter(person=person)
        ],
        **{name: _telling[name](person) for name in sorted(_telling)},
    }  # fmt: skip


def _memberships(person: Person) -> list[Membership]:
    rows = Membership.objects.filter(person=person).select_related("organisation", "programme")
    return list(rows.order_by("pk"))


def _tell_role(one: Membership) -> dict[str, Any]:
    ended = one.ended_at.isoformat() if one.ended_at else None
    return {"role": one.role, "in": str(one.organisation or one.programme), "ended": ended}
