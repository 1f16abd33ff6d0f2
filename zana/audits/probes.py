"""The socket: rooms above or below plug in here what they can see of a control by themselves.

A probe is registered from its room's `apps.py` and asked about one organisation at a time. It reports facts; what
they count for, the audit's own rules decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from zana.audits.rules.freshness import Way
from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying
from zana.people.models import Organisation

SOURCES = ("network", "website", "picture", "numbers", "register", "drill", "training")


@dataclass(frozen=True, slots=True)
class Probed:
    """One thing a probe saw. `network` is empty where it is about the organisation, `way` where it is the probe's own.

    `unknown` is for facts that decide nothing and yet help whoever looks; what was not told is not reported at all.
    """

    control: str
    result: Result
    why: Saying
    observed_at: datetime
    facts: tuple[Saying, ...] = ()
    network: str = ""
    way: Way | None = None


class Probe(Protocol):
    """`name` is unique; `way` is how it knows.

    For `docs/probes.md` it may also carry `controls`, the ids it may speak of, and `source`, one of `SOURCES`.
    It may raise TryLater after what it has already given: the rest is asked for at that time.
    """

    name: str
    way: Way

    def look(self, organisation: Organisation) -> Iterable[Probed]: ...


_registered: dict[str, Probe] = {}


def register(probe: Probe) -> None:
    """Plug in; the same name twice is a mistake unless it is the same probe."""
    known = _registered.setdefault(probe.name, probe)
    if known is not probe:
        raise ValueError(f"two probes are called {probe.name}")


def forget(probe: Probe) -> None:
    _registered.pop(probe.name, None)


def probes() -> list[Probe]:
    return [_registered[name] for name in sorted(_registered)]
