"""The day as its trainer sees it on her phone: what runs, what comes, what can be mended on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from zana.audits.models import Finding
from zana.audits.queries import open_findings
from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.exercises import EXERCISES, Exercise
from zana.learning.models import Booking, DayUnit, Plan, Training
from zana.learning.models.trainings import HALF
from zana.learning.queries.bookings import read_trainers
from zana.learning.queries.lessons import list_lessons
from zana.learning.queries.wording import title_of_unit
from zana.learning.rules.assigning import lead_of
from zana.learning.rules.day import Slot, lay_out
from zana.learning.rules.running import count_behind, minutes_between, planned_at
from zana.people.models import Organisation
from zana.ui.words import language, words


@dataclass(frozen=True, slots=True)
class RunLine:
    """A unit of the day: planned, running or over. `state` is wait, now, done or skipped."""

    unit: str
    title: str
    planned: str  # "09:15"
    minutes: int
    state: str
    held: int | None  # minutes so far
    leader: str
    skipped: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """`now` runs, `next` comes; `behind` minutes against the timetable, None before the first tap."""

    training: Training
    lines: tuple[RunLine, ...]
    now: RunLine | None
    next: RunLine | None
    behind: int | None
    is_today: bool
    is_to_come: bool  # neither: it has gone by

    @property
    def is_over(self) -> bool:
        return self.now is None and (self.next is None or not (self.is_today or self.is_to_come))


@dataclass(frozen=True, slots=True)
class Mendable:
    """An open finding that this unit teaches to close."""

    finding: Finding
    title: str
    how: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRun:
    line: RunLine
    row: DayUnit | None
    training: Training
    next: RunLine | None
    mendable: tuple[Mendable, ...]
    exercises: tuple[tuple[Exercise, str], ...]
    objectives: tuple[str, ...]


def find_trainings(organisation: Organisation) -> list[tuple[Training, Plan]]:
    """Its individual days and second half-days, by date."""
    found: dict[int, tuple[Training, Plan]] = {}
    for plan in Plan.objects.of(organisation).select_related("training__programme", "second_half__programme"):
        for training in (plan.training, plan.second_half):
            if training is not None:
                found[training.pk] = (training, plan)
    return sorted(found.values(), key=lambda pair: (pair[0].held_on, pair[0].pk))


def find_day(organisation: Organisation) -> tuple[Training, Plan] | None:
    """Today's; else the next one; else the last one."""
    days, today = find_trainings(organisation), clock.today(ZoneInfo(organisation.zone))
    to_come = [pair for pair in days if pair[0].held_on >= today]
    return to_come[0] if to_come else days[-1] if days else None


def describe_day(organisation: Organisation, training: Training, plan: Plan) -> RunPage:
    rows = _read_rows(organisation, training)
    zone, today = ZoneInfo(organisation.zone), clock.today(ZoneInfo(organisation.zone))
    slots = [slot for slot in list_slots(training, plan) if slot.unit]
    leaders = _name_leaders(organisation, training)
    lines = tuple(_describe(slot, rows.get(slot.unit), leaders) for slot in slots)
    now = next((line for line in lines if line.state == "now"), None)
    coming = next((line for line in lines if line.state == "wait"), None)
    behind = _count_behind(training, slots, rows, zone) if training.held_on == today else None
    return RunPage(training, lines, now, coming, behind, training.held_on == today, training.held_on > today)


def describe_unit_run(organisation: Organisation, training: Training, plan: Plan, unit: str) -> UnitRun | None:
    page = describe_day(organisation, training, plan)
    line = next((line for line in page.lines if line.unit == unit), None)
    known = curriculum.units().get(unit)
    if line is None or known is None:
        return None
    coming = next((one for one in page.lines if one.state == "wait" and one.unit != unit), None)
    return UnitRun(
        line=line,
        row=_read_rows(organisation, training).get(unit),
        training=training,
        next=coming,
        mendable=tuple(_describe_finding(one) for one in open_findings(organisation) if one.control in known.closes),
        exercises=tuple((one, words(one.title)) for one in EXERCISES.values() if one.unit == unit),
        objectives=known.objectives.get(language(), known.objectives["en"]),
    )


def list_slots(training: Training, plan: Plan) -> list[Slot]:
    """The timetable that was agreed; a second half-day is laid out by the same rule."""
    if training.kind == HALF:
        slots, _notes = lay_out([one for one in list_lessons() if one.id in training.units], set(training.units))
        return slots
    return [Slot(**slot) for slot in plan.day["slots"]]


def _read_rows(organisation: Organisation, training: Training) -> dict[str, DayUnit]:
    return {row.unit: row for row in DayUnit.objects.of(organisation).filter(training=training)}


def _describe(slot: Slot, row: DayUnit | None, leaders: Mapping[str, str]) -> RunLine:
    return RunLine(
        unit=slot.unit,
        title=title_of_unit(slot.unit),
        planned=f"{slot.starts_at // 60:02}:{slot.starts_at % 60:02}",
        minutes=slot.minutes,
        state=_stand(row),
        held=minutes_between(row.started_at, row.ended_at or clock.now()) if row and row.started_at else None,
        leader=leaders.get(slot.unit.partition(".")[0], ""),
        skipped=row.skipped if row else "",
    )


def _stand(row: DayUnit | None) -> str:
    if row is None or (row.started_at is None and not row.skipped):
        return "wait"
    if row.skipped:
        return "skipped"
    return "now" if row.is_running else "done"


def _count_behind(training: Training, slots: Sequence[Slot], rows: Mapping[str, DayUnit], zone: ZoneInfo) -> int | None:
    """The running unit should end by its planned end; between two units, the next one should have begun."""
    running = next((slot for slot in slots if _stand(rows.get(slot.unit)) == "now"), None)
    if running is not None:
        started_at = rows[running.unit].started_at
        return count_behind(planned_at(training.held_on, running.starts_at, zone), started_at) if started_at else None
    coming = next((slot for slot in slots if _stand(rows.get(slot.unit)) == "wait"), None)
    if coming is None or not rows:
        return None
    behind = count_behind(planned_at(training.held_on, coming.starts_at, zone), clock.now())
    return max(0, behind)


def _name_leaders(organisation: Organisation, training: Training) -> dict[str, str]:
    """Topic -> who of two leads it. Nothing where one trainer holds the day."""
    rows = Booking.objects.of(organisation).filter(programme=training.programme, second__isnull=False)
    booking = rows.select_related("trainer", "second").first()
    if booking is None or booking.trainer is None or booking.second is None:
        return {}
    facts = {one.id: one for one in read_trainers(training.programme)}
    names = {one.pk: one.name for one in (booking.trainer, booking.second)}
    team = [facts[number] for number in names if number in facts]
    if not team:
        return {}
    return {topic: names[lead_of(topic, team)] for topic in curriculum.topics()}


def _describe_finding(finding: Finding) -> Mendable:
    texts = finding.about.words(language())
    ways = tuple(way for way in ("observe", "attest") if way in finding.about.hand_ways)
    return Mendable(finding, texts.title, texts.why, ways)


def is_held_today(plan: Plan) -> bool:
    """The day itself, or its second half."""
    today = clock.today(ZoneInfo(plan.organisation.zone))
    return any(training is not None and training.held_on == today for training in (plan.training, plan.second_half))
