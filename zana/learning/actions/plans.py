"""The individual day is composed, changed with a reason, and agreed."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning import curriculum
from zana.learning.actions.bookings import date_agreed_day
from zana.learning.actions.rounds import begin_rounds
from zana.learning.actions.trainings import date_day, has_begun
from zana.learning.models import Plan, PlanPin, Task
from zana.learning.models.plans import BAN, CONFIRMED, DRAFT, PIN, REPLACED
from zana.learning.models.tasks import DROPPED, OPEN
from zana.learning.queries.needs import read_facts
from zana.learning.queries.wording import title_of_unit
from zana.learning.rules.plan import compose
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.notices import people_with, tell
from zana.people.roles import COMMUNICATOR, DIRECTOR, require
from zana.people.turns import take_turn


@transaction.atomic
def compose_plan(*, by: Person | None, organisation: Organisation) -> Plan:
    """The draft for what is known today. What was confirmed stays; nothing new leaves it as the only plan.

    `by` is None for the demonstration and the command line.
    """
    if by is not None:
        require(by, "plans.compose", organisation)
    take_turn(organisation)
    begin_rounds([organisation])
    day = compose(read_facts(organisation))
    plans = Plan.objects.of(organisation)
    draft = plans.filter(state=DRAFT).first()
    confirmed = plans.filter(state=CONFIRMED).first()
    if confirmed is not None and confirmed.inputs_hash == day.inputs_hash:
        if draft is not None:
            draft.delete()
        return confirmed
    if draft is not None and draft.inputs_hash == day.inputs_hash:
        return draft
    draft = draft or Plan(organisation=organisation)
    draft.day, draft.inputs_hash, draft.rule_version = day.as_json(), day.inputs_hash, day.rule_version
    draft.composed_by, draft.composed_at = by, clock.now()
    draft.save()
    record(by, "plan.composed", organisation=organisation, thing=f"plan:{draft.ref}")
    return draft


@transaction.atomic
def pin_unit(*, by: Person, organisation: Organisation, unit: str, reason: str) -> Plan:
    """Into the day, for this reason; the rest is composed anew around it."""
    plan = _mark(by, organisation, unit, PIN, reason)
    if unit not in plan.units:
        raise Refusal(say("“{title}” does not fit into the day.", title=title_of_unit(unit)))
    return plan


@transaction.atomic
def ban_unit(*, by: Person, organisation: Organisation, unit: str, reason: str) -> Plan:
    """Out of the day, for this reason, unless the day cannot do without it."""
    plan = _mark(by, organisation, unit, BAN, reason)
    if unit in plan.units:
        raise Refusal(
            say(
                "“{title}” stays: it closes a critical finding, or what does so builds on it.",
                title=title_of_unit(unit),
            )
        )
    return plan


@transaction.atomic
def release_unit(*, by: Person, organisation: Organisation, unit: str) -> Plan:
    """The trainer's word on this unit no longer counts; the rule decides again."""
    require(by, "plans.compose", organisation)
    PlanPin.objects.of(organisation).filter(unit=unit).delete()
    record(by, "plan.unit_released", organisation=organisation, thing=f"unit:{unit}")
    return compose_plan(by=by, organisation=organisation)


@transaction.atomic
def confirm_plan(*, by: Person, plan: Plan, inputs_hash: str) -> Plan:
    """Agreed and frozen. `inputs_hash` is the one she saw, so that nobody agrees to a day she did not see."""
    organisation = plan.organisation
    require(by, "plans.compose", organisation)
    take_turn(organisation)
    plan = Plan.objects.of(organisation).get(pk=plan.pk)
    if plan.state == CONFIRMED and plan.inputs_hash == inputs_hash:
        return plan  # the form was sent twice
    if plan.state != DRAFT:
        raise Refusal(say("This plan is no longer a draft. Open the page again."))
    if plan.inputs_hash != inputs_hash:
        raise Refusal(say("The plan has changed since you opened it. Look at it once more, then confirm."))
    before = Plan.objects.of(organisation).filter(state=CONFIRMED).select_related("training").first()
    Plan.objects.of(organisation).filter(state=CONFIRMED).update(state=REPLACED)
    plan.state, plan.confirmed_by, plan.confirmed_at = CONFIRMED, by, clock.now()
    plan.save()
    _queue_rest(plan)
    _take_over_date(by, before, plan)
    people = people_with(organisation, DIRECTOR, COMMUNICATOR)
    tell(
        people,
        say("Your individual day is planned. See what it holds, and why."),
        organisation=organisation,
        link=reverse("learning:plan", kwargs={"org": organisation.ref}),
    )
    record(by, "plan.confirmed", organisation=organisation, thing=f"plan:{plan.ref}")
    return plan


def _take_over_date(by: Person, before: Plan | None, plan: Plan) -> None:
    """A day that has not begun goes on with the new plan; one that was held stays with the plan it was held by."""
    training = before.training if before else None
    if before is None or training is None:
        date_agreed_day(by=by, plan=plan)
    elif training.held_on >= clock.today() and not has_begun(training):
        before.training, plan.training = None, training
        before.save(update_fields=["training"])
        plan.save(update_fields=["training"])
        date_day(by=by, plan=plan, programme=training.programme, held_on=training.held_on, trainer=training.trainer)


def _mark(by: Person, organisation: Organisation, unit: str, kind: str, reason: str) -> Plan:
    require(by, "plans.compose", organisation)
    reason = " ".join(reason.split())
    if unit not in curriculum.units():
        raise Refusal(say("There is no unit {unit}.", unit=unit))
    if not reason:
        raise Refusal(say("Say why. The reason is printed in the plan."))
    PlanPin.objects.of(organisation).update_or_create(
        unit=unit,
        defaults={
            "kind": kind,
            "reason": reason[:200],
            "set_by": by,
            "set_at": clock.now(),
            "organisation": organisation,
        },
    )
    record(by, f"plan.unit_{kind}", organisation=organisation, thing=f"unit:{unit}")
    return compose_plan(by=by, organisation=organisation)


def _queue_rest(plan: Plan) -> None:
    """What found no room becomes the queue for the job; what is no longer in it is dropped."""
    whys = {row["id"]: row["reason"] for row in plan.day["left_out"]}
    units = [*plan.day["second_half"], *plan.day["queue"]]
    tasks = Task.objects.of(plan.organisation)
    tasks.filter(state=OPEN).exclude(unit__in=units).update(state=DROPPED, ended_at=clock.now())
    known = {task.unit: task for task in tasks.filter(state=OPEN)}
    for place, unit in enumerate(units, 1):
        task = known.get(unit) or Task(organisation=plan.organisation, unit=unit)
        task.plan, task.place, task.kept_why = plan, place, whys[unit]
        task.minutes = curriculum.units()[unit].minutes
        task.save()
