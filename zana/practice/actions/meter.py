"""Writing down what the calls of a program cost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from zana.practice.models import Actor, Application, Charge, Plan, World
from zana.practice.rules.prices import PRICES, READS

# What this process has written already: reading the same thing again on the same day then costs no query.
SEEN: dict[tuple[int, date, str, str], None] = {}
MOST_SEEN = 20_000


@dataclass(frozen=True)
class Bill:
    """Whose call it was."""

    application: Application
    world: World
    account: Actor | None
    day: date


def write_charges(*, bill: Bill, used: list[tuple[str, str]]) -> int:
    """`used` are pairs of kind and resource; returns the millionths of a dollar that are new."""
    keys = {(bill.application.pk, bill.day, kind, resource): None for kind, resource in used}
    fresh = [key for key in keys if key not in SEEN]
    if not fresh:
        return 0
    with transaction.atomic(using="practice", savepoint=False):
        kept = _known(bill, fresh)
        rows = [_charge(bill, key) for key in fresh if (key[2], key[3]) not in kept]
        Charge.objects.bulk_create(rows, ignore_conflicts=True)
        cost = sum(row.price for row in rows)
        if cost:
            _add_up(bill.application, cost)
    transaction.on_commit(lambda: _remember(fresh), using="practice")
    return cost


def _known(bill: Bill, keys: list[tuple[int, date, str, str]]) -> set[tuple[str, str]]:
    """What was read before today; a deed is always new."""
    reads = [key for key in keys if key[2] in READS]
    if not reads:
        return set()
    charges = Charge.objects.filter(
        application=bill.application, day=bill.day, kind__in={key[2] for key in reads},
        resource__in=[key[3] for key in reads],
    )  # fmt: skip
    return set(charges.values_list("kind", "resource"))


def set_plan(*, application: Application, **changes: Any) -> Plan:
    """`tier`, `public`, `owner`, `limit`, `spent`, as far as given."""
    plan, _ = Plan.objects.update_or_create(application=application, defaults=changes)
    return plan


def _add_up(application: Application, cost: int) -> None:
    if not Plan.objects.filter(application=application).update(spent=F("spent") + cost):
        Plan.objects.get_or_create(application=application, defaults={"spent": cost})


def _charge(bill: Bill, key: tuple[int, date, str, str]) -> Charge:
    return Charge(
        application=bill.application, world=bill.world, account=bill.account, kind=key[2], resource=key[3],
        day=bill.day, price=PRICES[key[2]],
    )  # fmt: skip


def _remember(keys: list[tuple[int, date, str, str]]) -> None:
    if len(SEEN) > MOST_SEEN:
        SEEN.clear()
    SEEN.update(dict.fromkeys(keys))
