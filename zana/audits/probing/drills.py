"""The socket for rehearsals: the room that keeps drills registers a function here, and its results become evidence.

    from zana.audits.probing.drills import DrillResult, register_drills

    register_drills("learning", lambda organisation: [DrillResult("D1", done_at=..., of=5, passed=4)])

Only shares are given, never who: what one person did in a drill is hers and her trainer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zana.audits.models import Evidence
from zana.audits.probes import Probed
from zana.audits.probing.reporting import report
from zana.audits.rules.drills import CONTROLS, DrillResult, judge_drill
from zana.audits.rules.freshness import Way
from zana.kernel import clock
from zana.people.models import Organisation

__all__ = ["DrillResult", "Drills", "forget_drills", "list_results", "register_drills"]

Tell = Callable[[Organisation], Iterable[DrillResult]]

_telling: dict[str, Tell] = {}


def register_drills(name: str, tell: Tell) -> None:
    """From a room's `apps.py`. `tell` gives every finished drill of one organisation; the newest of each counts."""
    if _telling.setdefault(name, tell) is not tell:
        raise ValueError(f"two rooms tell of drills as {name}")


def forget_drills(name: str) -> None:
    _telling.pop(name, None)


def list_results(organisation: Organisation) -> list[DrillResult]:
    """The newest result of each drill."""
    newest: dict[str, DrillResult] = {}
    for tell in _telling.values():
        for result in tell(organisation):
            known = newest.get(result.drill)
            if known is None or known.done_at < result.done_at:
                newest[result.drill] = result
    return [newest[drill] for drill in sorted(newest)]


class Drills:
    name = "audits.drills"
    way: Way = "drill"
    source = "drill"
    controls = tuple(CONTROLS.values())

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        for result in list_results(organisation):
            verdict = judge_drill(result, clock.now(), has_path=_has_path(organisation))
            yield from report([verdict], result.done_at)


def _has_path(organisation: Organisation) -> bool:
    """Somebody was shown the written path for when violence is disclosed."""
    newest = Evidence.objects.of(organisation).filter(control=CONTROLS["D7"], way="doc").first()
    return newest is not None and newest.result in ("pass", "partial")
