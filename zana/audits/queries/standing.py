"""How much of what the home page speaks of there is, in one question: most days most of it is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Value

from zana.audits.models import Evidence, Finding, Leaving, RegisterLine
from zana.audits.queries.standings import FROM_FILES
from zana.people.models import Organisation

_AGAIN, _READ, _LEAVING = "?again", "?read", "?leaving"  # no register is called so


@dataclass(frozen=True, slots=True)
class Counted:
    """`lines`: register -> (how many, since when); `read`: facts that were read from files; `again`: findings to look
    at again, also those of checks that left the catalogue."""

    lines: dict[str, tuple[int, datetime | None]]
    again: int
    read: int
    leavings: int


NOTHING = Counted({}, 0, 0, 0)


def count_standing(organisation: Organisation) -> Counted:
    lines = RegisterLine.objects.of(organisation).order_by()
    others = (
        (_AGAIN, Finding.objects.of(organisation).filter(state=Finding.RECHECK), "opened_at"),
        (_READ, Evidence.objects.of(organisation).filter(way__in=FROM_FILES), "noted_at"),
        (_LEAVING, Leaving.objects.of(organisation).filter(done_at=None), "started_at"),
    )
    counted = lines.values_list("register").annotate(n=Count("pk"), first=Min("added_at"))
    rows = counted.union(
        *(
            some.order_by().annotate(name=Value(name)).values_list("name").annotate(n=Count("pk"), first=Min(since))
            for name, some, since in others
        ),
        all=True,
    )
    found = {name: (n, first) for name, n, first in rows}
    again, read, leavings = (found.pop(name, (0, None))[0] for name in (_AGAIN, _READ, _LEAVING))
    return Counted(found, again, read, leavings)
