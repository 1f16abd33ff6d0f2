"""A probe that sees what a test says, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.cast import Cast
from zana.audits.actions import probing as actions
from zana.audits.models import Evidence
from zana.audits.probes import Probed
from zana.audits.rules.freshness import Way
from zana.audits.rules.scoring import Result
from zana.kernel import clock
from zana.kernel.words import say
from zana.networks.errors import TryLater
from zana.people.models import Organisation

NO_PERIOD: Any = {"period_start": None, "period_end": None}
PAGE = Path(settings.REPOSITORY) / "docs/probes.md"


class Seer:
    """Tells what the test put into `sees`; with `wait`, a network asks to come back afterwards."""

    name = "test.seer"
    way: Way = "api"

    def __init__(self) -> None:
        self.sees: list[Probed] = []
        self.wait: datetime | None = None

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        yield from self.sees
        if self.wait:
            raise TryLater(self.wait)


def saw(control: str = "SEC-44", result: Result = "fail", network: str = "facebook", **more: Any) -> Probed:
    return Probed(control, result, say("Seen."), more.pop("at", clock.now()), network=network, **more)


def keep(cast: Cast, seer: Seer, *found: Probed) -> list[Evidence]:
    return actions.keep_probed(by=cast.communicator_a, organisation=cast.org_a, probe=seer, found=found)
