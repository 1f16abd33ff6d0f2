"""What was learnt leaves the house as xAPI statements, and who took it out is written down."""

from __future__ import annotations

from typing import Any

from zana.learning.queries.statements import list_own_statements, list_statements
from zana.people.log import record
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import require


def take_statements(*, by: Person | None, programme: Programme) -> list[dict[str, Any]]:
    """Of everybody who learns in the programme. `by` is None on the command line."""
    if by is not None:
        require(by, "statements.take", programme=programme)
    told = list_statements(programme)
    record(by, "statements.taken", programme=programme, statements=len(told))
    return told


def take_own_statements(*, by: Person, organisation: Organisation) -> list[dict[str, Any]]:
    """Of an organisation's own people: at which trainings they were, and nothing that is theirs alone."""
    require(by, "statements.take", organisation)
    told = list_own_statements(organisation)
    record(by, "statements.taken", organisation=organisation, statements=len(told))
    return told
