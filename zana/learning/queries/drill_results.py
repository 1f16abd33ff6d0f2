"""What an organisation's drills prove, as shares and without names: for the audit, and for the plan of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet

from zana.audits.probing.drills import DrillResult
from zana.kernel import clock
from zana.learning.drills import Drill, drills
from zana.learning.models import DrillRun
from zana.learning.models.drills import OVER
from zana.learning.queries.drills import inject_minutes, minutes_done, newest_results
from zana.learning.rules.drills import count_lock_downs, lock_down_minutes, pretest_points
from zana.people.models import Membership, Organisation
from zana.people.roles import COMMUNICATOR, DIRECTOR

COUNTS = timedelta(days=180)  # as the controls say
LOCKED_IN = 15  # minutes
KEY_HOLDERS = (DIRECTOR, COMMUNICATOR)  # who may connect accounts holds their keys


def list_drill_results(organisation: Organisation) -> list[DrillResult]:
    """Of each drill one result: everybody with a key who has not rehearsed it counts as not passed."""
    runs = _counted_runs(organisation, with_steps=True)
    holders = set(_members(organisation).filter(role__in=KEY_HOLDERS).values_list("person", flat=True)) if runs else ()
    results = []
    for code, some in runs.items():
        newest = list(newest_results(some).values())
        minutes, people = _read_lock_down(drills()[code], newest) or (None, 0)
        results.append(
            DrillResult(
                code,
                done_at=max(run.ended_at for run in newest if run.ended_at is not None),
                of=len({*holders, *(run.person_id for run in newest)}),
                passed=sum(bool(run.passed) for run in newest),
                minutes=minutes,
                people=people,
            )
        )
    return results


def read_pretests(organisation: Organisation) -> Mapping[str, int]:
    """Topic of the curriculum -> points out of 100, of the one who knows it least."""
    least: dict[str, int] = {}
    for code, some in _counted_runs(organisation).items():
        topic = drills()[code].unit.partition(".")[0]
        for run in newest_results(some).values():
            points = pretest_points(run.points or 0, passed=bool(run.passed))
            least[topic] = min(points, least.get(topic, 100))
    return least


def _counted_runs(organisation: Organisation, *, with_steps: bool = False) -> dict[str, list[DrillRun]]:
    """Drill -> runs with a result, of people who are still there, from old to new."""
    runs = DrillRun.objects.of(organisation).filter(
        person__in=_members(organisation).values("person"),
        state__in=OVER,
        passed__isnull=False,
        ended_at__gt=clock.now() - COUNTS,
    )
    runs = runs.select_related("sitting").order_by("ended_at", "pk")
    runs = runs.prefetch_related("steps") if with_steps else runs
    found: dict[str, list[DrillRun]] = {}
    for run in runs:
        found.setdefault(run.sitting.drill, []).append(run)
    return found


def _read_lock_down(drill: Drill, runs: list[DrillRun]) -> tuple[int, int] | None:
    if not drill.lock_down:
        return None
    minutes = [lock_down_minutes(drill, minutes_done(run), inject_minutes(run, drill)) for run in runs]
    return count_lock_downs([one for one in minutes if one is not None], LOCKED_IN)


def _members(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.live.filter(organisation=organisation)
