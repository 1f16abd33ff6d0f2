"""The individual day as people see it: times, titles and reasons in their own language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zana.kernel.words import Saying
from zana.learning import curriculum
from zana.learning.models import Plan, PlanPin, Task
from zana.learning.models.plans import CONFIRMED, DRAFT
from zana.learning.models.tasks import OPEN
from zana.learning.queries.findings import read_details
from zana.learning.queries.proofs import find_proofs, say_how
from zana.learning.queries.wording import Details, tell, title_of_topic, title_of_unit
from zana.people.models import Organisation

_STANDING = ("later", "known", "out")


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the day. `time` is "09:15"; a rest has a title and nothing else."""

    time: str
    title: str
    minutes: int
    kind: str
    unit: str = ""
    is_locked: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    unit: str
    title: str
    standing: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft adds to the confirmed day or takes from it, and why."""

    title: str
    is_in: bool
    why: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: Plan
    rows: tuple[Row, ...]
    starts: str
    ends: str
    left_out: tuple[Left, ...]
    known: tuple[Left, ...]
    uncalled: tuple[Left, ...]
    notes: tuple[str, ...]
    minutes: int
    practice_minutes: int
    practice_share: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: tuple[Change, ...]
    is_beside: bool  # a draft beside the confirmed day
    second_half: tuple[str, ...]  # titles of what must stay and found no room


def find_plans(organisation: Organisation) -> tuple[Plan | None, Plan | None]:
    """(draft, confirmed)."""
    rows = Plan.objects.of(organisation).filter(state__in=[DRAFT, CONFIRMED])
    found = {plan.state: plan for plan in rows.select_related("training__trainer", "second_half", "confirmed_by")}
    return found.get(DRAFT), found.get(CONFIRMED)


def find_plan(organisation: Organisation, ref: str) -> Plan | None:
    return Plan.objects.of(organisation).filter(ref=ref).first()


def describe_plan(plan: Plan, before: Plan | None = None) -> PlanPage:
    """`before` is the confirmed plan a draft would replace: what it adds and takes away is said.

    Left out, by how much it tells her: what waits or has a reason of its own, what she knows, what nothing calls for.
    """
    day = plan.day
    units, details = _by_id(day["units"]), read_details(plan.organisation)
    rows = tuple(_describe_slot(slot, units, details) for slot in day["slots"])
    later = [*day["second_half"], *day["queue"]]
    left = [Left(one["id"], title_of_unit(one["id"]), one["standing"], _tell(one["reason"])) for one in day["left_out"]]
    left.sort(key=lambda one: (_STANDING.index(one.standing), later.index(one.unit) if one.unit in later else 0))
    named = {one["id"] for one in day["left_out"] if one["reason"]["params"]}
    last = day["slots"][-1]
    old, new = (before.units if before else plan.units), plan.units
    return PlanPage(
        plan=plan,
        rows=rows,
        starts=rows[0].time,
        ends=_clock(last["starts_at"] + last["minutes"]),
        left_out=_join_topics([one for one in left if one.standing == "later" or one.unit in named]),
        known=tuple(one for one in left if one.standing == "known" and one.unit not in named),
        uncalled=tuple(one for one in left if one.standing == "out" and one.unit not in named),
        notes=tuple(_tell(note) for note in day["notes"]),
        minutes=day["minutes"],
        practice_minutes=day["practice_minutes"],
        practice_share=round(100 * day["practice_minutes"] / day["minutes"]) if day["minutes"] else 0,
        added=tuple(title_of_unit(unit) for unit in new if unit not in old),
        removed=tuple(title_of_unit(unit) for unit in old if unit not in new),
        changes=_list_changes(old, new, rows, left),
        is_beside=before is not None and before.pk != plan.pk,
        second_half=tuple(title_of_unit(unit) for unit in day["second_half"]),
    )


def _list_changes(old: list[str], new: list[str], rows: Iterable[Row], left: Iterable[Left]) -> tuple[Change, ...]:
    why_in = {row.unit: row.reasons[0] if row.reasons else "" for row in rows}
    why_out = {one.unit: one.reason for one in left}
    added = [Change(title_of_unit(unit), True, why_in.get(unit, "")) for unit in new if unit not in old]
    gone = [Change(title_of_unit(unit), False, why_out.get(unit, "")) for unit in old if unit not in new]
    return (*added, *gone)


def list_pins(organisation: Organisation) -> list[tuple[PlanPin, str]]:
    """What the trainer put in or took out, with its title."""
    return [(pin, title_of_unit(pin.unit)) for pin in PlanPin.objects.of(organisation)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit on the list for the job: why, how it will be seen, and what has shown by now that it is done."""

    task: Task
    title: str
    why: str
    how: str
    proof: str


def list_waiting(organisation: Organisation) -> list[Waiting]:
    """What is left for the job, first things first."""
    rows = list(Task.objects.of(organisation).filter(state=OPEN))
    plans = Plan.objects.of(organisation).in_bulk([task.plan_id for task in rows])
    calls = {pk: _list_calls(plan.day) for pk, plan in plans.items()}
    proofs = {task.pk: tell(proof) for task, proof in find_proofs(organisation, rows)}
    return [
        Waiting(
            task,
            title_of_unit(task.unit),
            tell(calls[task.plan_id].get(task.unit, task.why)),
            tell(say_how(task.unit)),
            proofs.get(task.pk, ""),
        )
        for task in rows
    ]


def _list_calls(day: Mapping[str, Any]) -> dict[str, Saying]:
    """Unit -> what speaks for it, whether it found room or not."""
    found = {one["id"]: one.get("calls") for one in day["left_out"]}
    found |= {one["id"]: one["reasons"][0] for one in day["units"] if one["reasons"]}
    return {unit: Saying.from_json(kept) for unit, kept in found.items() if kept}


def find_task(organisation: Organisation, ref: str) -> Task | None:
    return Task.objects.of(organisation).filter(ref=ref).first()


def _join_topics(left: list[Left]) -> tuple[Left, ...]:
    """A whole topic that stays out for one reason is one line."""
    joined: dict[tuple[str, str], list[Left]] = {}
    for one in left:
        key = (one.unit.partition(".")[0] if one.standing == "out" else one.unit, one.reason)
        joined.setdefault(key, []).append(one)
    sizes = Counter(unit.topic for unit in curriculum.units().values())
    lines: list[Left] = []
    for (topic, reason), parts in joined.items():
        whole = len(parts) > 1 and len(parts) == sizes[topic]
        lines += [Left(topic, title_of_topic(topic), "out", reason)] if whole else parts
    return tuple(lines)


def _describe_slot(slot: Mapping[str, Any], units: Mapping[str, Mapping[str, Any]], details: Details) -> Row:
    time, minutes, kind = _clock(slot["starts_at"]), slot["minutes"], slot["kind"]
    if not slot["unit"]:
        return Row(time, _name_rest(kind), minutes, kind)
    unit = units[slot["unit"]]
    reasons = tuple(tell(Saying.from_json(reason), details) for reason in unit["reasons"])
    return Row(time, title_of_unit(unit["id"]), minutes, kind, unit["id"], unit["locked"], reasons)


def _name_rest(kind: str) -> str:
    names = {
        "opening": _("Welcome, what you expect, and a short questionnaire"),
        "break": _("Break"),
        "lunch": _("Lunch"),
        "closing": _("What you do next, a last questionnaire, and how it was"),
    }
    return names[kind]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _by_id(units: list[dict[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {unit["id"]: unit for unit in units}


def _tell(kept: Mapping[str, Any]) -> str:
    return tell(Saying.from_json(kept))
