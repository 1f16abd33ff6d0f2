"""What shows that a unit left for the job is done: the check, an exercise, a day that held it. Never a tick."""

from __future__ import annotations

from collections.abc import Iterable

from zana.audits.queries import open_findings, read_standings
from zana.kernel.words import Saying, say
from zana.learning import curriculum
from zana.learning.exercises import EXERCISES
from zana.learning.models import Attempt, DayUnit, Task
from zana.learning.models.tasks import OPEN
from zana.learning.queries.wording import title_of_control
from zana.learning.rules.running import is_well_led, minutes_between
from zana.people.models import Organisation

_IN_PLACE = ("pass", "na")


def find_proofs(organisation: Organisation, tasks: Iterable[Task] | None = None) -> list[tuple[Task, Saying]]:
    """The open tasks that something has shown to be done, each with what."""
    asked = list(tasks if tasks is not None else Task.objects.of(organisation).filter(state=OPEN))
    if not asked:
        return []
    in_place = _read_in_place(organisation)
    passed = list(Attempt.objects.of(organisation).filter(passed=True))
    held = list(DayUnit.objects.of(organisation).exclude(ended_at=None).select_related("training"))
    proofs = [(task, _prove(task, in_place, passed, held)) for task in asked]
    return [(task, proof) for task, proof in proofs if proof is not None]


def _read_in_place(organisation: Organisation) -> frozenset[str]:
    standings = read_standings(organisation)
    still_open = {finding.control for finding in open_findings(organisation)}
    return frozenset(one for one, standing in standings.items() if standing.result in _IN_PLACE) - still_open


def _prove(task: Task, in_place: frozenset[str], passed: list[Attempt], held: list[DayUnit]) -> Saying | None:
    unit = curriculum.units().get(task.unit)
    if unit is not None and unit.closes and set(unit.closes) <= in_place:
        return say("the safety check shows that it is in place")
    for attempt in passed:
        exercise = EXERCISES.get(attempt.exercise)
        if exercise is not None and exercise.unit == task.unit and attempt.looked_at >= task.created_at:
            return say("the exercise “{exercise}” was passed", exercise=exercise.title)
    for row in held:
        if row.unit == task.unit and row.started_at and row.started_at >= task.created_at and _was_held(row, task):
            return say("it was held on {day}", day=row.training.held_on)
    return None


def _was_held(row: DayUnit, task: Task) -> bool:
    return bool(
        row.started_at
        and row.ended_at
        and not row.skipped
        and is_well_led(task.minutes, minutes_between(row.started_at, row.ended_at))
    )


def say_how(unit: str) -> Saying:
    """What will show that it is done, told before anybody begins."""
    known = curriculum.units().get(unit)
    if known is not None and known.closes:
        return say("the safety check shows it")
    exercise = next((one for one in EXERCISES.values() if one.unit == unit), None)
    if exercise is not None:
        return say("the exercise “{exercise}” shows it", exercise=exercise.title)
    return say("your trainer sees it done")


def list_open_controls(organisation: Organisation, unit: str) -> list[str]:
    """Titles of what this unit should close and the check still shows as open."""
    known = curriculum.units().get(unit)
    closes = known.closes if known else ()
    return [title_of_control(one.control) for one in open_findings(organisation) if one.control in closes]
