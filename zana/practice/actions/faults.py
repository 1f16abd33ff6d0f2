from typing import Any

from django.db import transaction
from django.db.models import F

from zana.practice.models import Fault, World
from zana.practice.rules import faults


def queue_fault(
    *, world: World, kind: str, verb: str = "any", network: str = "", times: int = 1, seconds: float = 0.0,
    detail: dict[str, Any] | None = None,
) -> Fault:  # fmt: skip
    """The next `times` matching calls in this world will go wrong. Raises KeyError for an unknown kind.

    `detail` is for the dialect, for example {"code": 80001}.
    """
    with transaction.atomic(using="practice"):
        fault = Fault.objects.create(
            world=world,
            kind=faults.KINDS[kind].name,
            verb=verb,
            network=network,
            remaining=times,
            seconds=seconds,
            detail=detail or {},
        )
        World.objects.filter(pk=world.pk).update(has_faults=True)
    return fault


def take_fault(*, world: World, network: str, verb: str) -> Fault | None:
    """The first waiting fault that meets this call, used up by one."""
    if not world.has_faults:
        return None
    for fault in world.faults.filter(remaining__gt=0):
        meets = faults.matches(verb, fault.verb, faults.KINDS[fault.kind].when)
        if fault.network in ("", network) and meets:
            taken = Fault.objects.filter(pk=fault.pk, remaining__gt=0)
            if taken.update(remaining=F("remaining") - 1, played=F("played") + 1):
                return fault
    World.objects.filter(pk=world.pk).exclude(faults__remaining__gt=0).update(has_faults=False)
    return None
