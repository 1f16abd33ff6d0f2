"""The append-only log: one entry per action, inside the action's transaction."""

from __future__ import annotations

from zana.people.models import LogEntry, Organisation, Person, Programme


def record(
    who: Person | None,
    verb: str,
    *,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    thing: str = "",
    **facts: str | int | bool | None,
) -> LogEntry:
    """`who` is None when the house itself acts. Facts are small values, never secrets, texts or findings."""
    return LogEntry.objects.create(
        person=who, verb=verb, organisation=organisation, programme=programme, thing=thing, facts=facts
    )
