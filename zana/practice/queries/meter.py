"""What programs have used and what it would have cost."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from zana.practice.models import Application, Charge, World
from zana.practice.rules.prices import in_dollars


@dataclass(frozen=True)
class Line:
    """One kind of use of one program; `price` in millionths of a dollar."""

    application: str
    kind: str
    count: int
    price: int

    @property
    def dollars(self) -> str:
        return in_dollars(self.price)


def meter_of(world: World, application: Application | None = None) -> list[Line]:
    """What was used in this world, the dearest first."""
    charges = Charge.objects.filter(world=world)
    if application is not None:
        charges = charges.filter(application=application)
    rows = charges.order_by().values_list("application__name", "kind").annotate(Count("id"), Sum("price"))
    return sorted((Line(*row) for row in rows), key=lambda line: (-line.price, line.kind))


def spent_in(world: World) -> int:
    return Charge.objects.filter(world=world).aggregate(sum=Sum("price"))["sum"] or 0


def posts_by_day(application: Application, since: date) -> list[tuple[date, int]]:
    """How many posts a program has read on each day."""
    read = Charge.objects.filter(application=application, day__gte=since, kind__in=("posts_read", "own_read"))
    return list(read.order_by("day").values_list("day").annotate(Count("id")))
