"""Learning for programs, to read: the day that was agreed, trainings, who was there, what quizzes showed.

Without `from __future__ import annotations`: the API reads them as they stand, through `@opens`.
"""

from datetime import date
from typing import Any

from django.http import Http404
from ninja import Field, Router, Schema

from zana.api.doors import Asked, Refused, opens
from zana.kernel.words import Saying
from zana.learning.models import Attendance, Plan, Training
from zana.learning.queries.days import find_plans
from zana.learning.queries.quizzes import TopicRuns, list_people_runs
from zana.learning.queries.sessions import list_own_attendance, list_own_trainings
from zana.learning.queries.wording import tell, title_of_unit
from zana.people import log

router = Router(tags=["learning"])
_WRONG = dict.fromkeys((401, 403, 404, 429), Refused)


class UnitPlanned(Schema):
    id: str
    title: str
    minutes: int
    kind: str = Field(description="theory or practice")
    reason: str


class UnitLeft(Schema):
    id: str
    title: str
    reason: str


class PlanShown(Schema):
    ref: str
    state: str = Field(description="draft or confirmed")
    held_on: date | None
    minutes: int
    units: list[UnitPlanned]
    left_out: list[UnitLeft]


class TrainingShown(Schema):
    ref: str
    kind: str = Field(description="joint, individual or half")
    title: str
    held_on: date
    minutes: int = Field(description="planned, without breaks")
    trainer: str | None
    cancelled: bool
    units: list[str]


class AttendanceShown(Schema):
    training: str
    person: str
    minutes: int
    planned: int
    enough: bool = Field(description="at least four fifths of what was planned")


class ResultShown(Schema):
    person: str
    topic: str
    title: str
    before: int | None = Field(description="per cent right")
    after: int | None


@router.get("/organisations/{org}/plan", response={200: PlanShown, **_WRONG}, url_name="plan")
@opens("plans.see")
def show_plan(request: Asked, org: str) -> Any:
    """The day that was agreed; the draft while nothing is. 404 while there is none."""
    draft, confirmed = find_plans(request.organisation)
    plan = confirmed or draft
    if plan is None:
        raise Http404
    log.record(request.person, "audit.seen", organisation=request.organisation, thing="plan", key=request.key.ref)
    return _show_plan(plan)  # its reasons are findings


def _show_plan(plan: Plan) -> dict[str, Any]:
    units = [
        {**{name: unit[name] for name in ("id", "minutes", "kind")}, "title": title_of_unit(unit["id"])}
        | {"reason": tell(Saying.from_json(unit["reasons"][0])) if unit["reasons"] else ""}
        for unit in plan.day["units"]
    ]
    left = [
        {"id": one["id"], "title": title_of_unit(one["id"]), "reason": tell(Saying.from_json(one["reason"]))}
        for one in plan.day["left_out"]
    ]
    held_on = plan.training.held_on if plan.training else None
    facts = {"ref": plan.ref, "state": plan.state, "held_on": held_on, "minutes": plan.day["minutes"]}
    return {**facts, "units": units, "left_out": left}


@router.get("/organisations/{org}/trainings", response={200: list[TrainingShown], **_WRONG}, url_name="trainings")
@opens("plans.see")
def list_trainings(request: Asked, org: str) -> Any:
    """The joint ones of its programmes and its own days, the newest first."""
    return [_show_training(one) for one in list_own_trainings(request.organisation)]


def _show_training(training: Training) -> dict[str, Any]:
    return {
        **{name: getattr(training, name) for name in ("ref", "kind", "held_on", "minutes", "units")},
        "title": training.name,
        "trainer": training.trainer.name if training.trainer else None,
        "cancelled": training.cancelled_at is not None,
    }


@router.get("/organisations/{org}/attendance", response={200: list[AttendanceShown], **_WRONG}, url_name="attendance")
@opens("trainings.see")
def list_attendance(request: Asked, org: str) -> Any:
    """Everybody of the organisation in every training that has a list; 0 minutes is "was not there"."""
    _record_look(request, "attendance")
    return [_show_attendance(one) for one in list_own_attendance(request.organisation)]


def _show_attendance(row: Attendance) -> dict[str, Any]:
    return {
        "training": row.training.ref,
        "person": row.person.name,
        "minutes": row.minutes,
        "planned": row.training.minutes,
        "enough": row.is_enough,
    }


@router.get("/organisations/{org}/results", response={200: list[ResultShown], **_WRONG}, url_name="results")
@opens("quiz.see")
def list_results(request: Asked, org: str) -> Any:
    """What quizzes showed before and after, for the trainer alone, as on her page."""
    _record_look(request, "results")
    found = list_people_runs(request.organisation)
    return [_show_result(person.name, one) for person, topics in found for one in topics]


def _show_result(person: str, runs: TopicRuns) -> dict[str, Any]:
    before, after = (run.score if run else None for run in (runs.before, runs.after))
    return {"person": person, "topic": runs.topic, "title": runs.title, "before": before, "after": after}


def _record_look(request: Asked, thing: str) -> None:
    """Who looks through a program stands in the log."""
    log.record(request.person, "learning.seen", organisation=request.organisation, thing=thing, key=request.key.ref)
