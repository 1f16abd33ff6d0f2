"""What a machine makes of facts about one control."""

from __future__ import annotations

from dataclasses import dataclass

from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unknown` with facts is a hint for whoever looks. A rule that cannot tell gives None instead of a verdict."""

    control: str
    result: Result
    why: Saying
    facts: tuple[Saying, ...] = ()


def by_share(share: float, *, passes: float, partly: float) -> Result:
    if share >= passes:
        return "pass"
    return "partial" if share >= partly else "fail"
