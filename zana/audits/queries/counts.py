"""How much of what the home page speaks of there is, in one question: most days most of it is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Value
from django.db.models.functions import Concat

from zana.audits.controls import catalogue
from zana.audits.models import Evidence, Finding, Leaving, RegisterLine
from zana.audits.queries.standings import FROM_FILES
from zana.people.models import Organisation

_AGAIN, _READ, _LEAVING = "?again ", "?read", "?leaving"  # no register is called so


@dataclass(frozen=True, slots=True)
class Counted:
    """`lines`: register -> (how many, since when); `read`: facts that were read from files."""

    lines: dict[str, tuple[int, datetime | None]]
    again: int
    read: int
    leavings: int


NOTHING = Counted({}, 0, 0, 0)


def count_standing(organisation: Organisation) -> Counted:
    lines = RegisterLine.objects.of(organisation).values_list("register").annotate(n=Count("pk"), first=Min("added_at"))
    old = Finding.objects.of(organisation).filter(state=Finding.RECHECK)
    again = old.annotate(name=Concat(Value(_AGAIN), "control")).values_list("name")
    read = Evidence.objects.of(organisation).filter(way__in=FROM_FILES).annotate(name=Value(_READ)).values_list("name")
    leaving = Leaving.objects.of(organisation).filter(done_at=None).annotate(name=Value(_LEAVING)).values_list("name")
    rows = lines.order_by().union(
        again.annotate(n=Count("pk"), first=Min("opened_at")).order_by(),
        read.annotate(n=Count("pk"), first=Min("noted_at")).order_by(),
        leaving.annotate(n=Count("pk"), first=Min("started_at")).order_by(),
        all=True,
    )
    found = {name: (n, first) for name, n, first in rows}
    checks = {name.removeprefix(_AGAIN): found.pop(name)[0] for name in list(found) if name.startswith(_AGAIN)}
    return Counted(
        again=sum(n for control, n in checks.items() if control in catalogue()),
        read=found.pop(_READ, (0, None))[0],
        leavings=found.pop(_LEAVING, (0, None))[0],
        lines=found,
    )
