"""A trainer plans a drill, starts it, lets it rest, stops it, and closes it after you have talked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from zana.audits.actions.probing import keep_probed
from zana.audits.probing.drills import Drills
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.drill_watch import bring_injects, end_run, lock_run, minute_now, note_steps, settle_run
from zana.learning.actions.drill_worlds import build_world, set_the_clock
from zana.learning.drills import Drill, drills
from zana.learning.models import DrillRun, Sitting
from zana.learning.models.drills import (
    CONSENTED,
    DEBRIEFED,
    ENDED,
    LIVE,
    OPEN,
    PAUSED,
    PLANNED,
    RUNNING,
    STATES,
    STOPPED,
    TRAINER,
)
from zana.learning.queries.drill_signs import find_worlds
from zana.learning.queries.drills import inject_minutes
from zana.people import notices
from zana.people.log import record
from zana.people.models import Membership, Organisation, Person
from zana.people.roles import require
from zana.people.turns import take_turn


@transaction.atomic
def plan_sitting(
    *, by: Person, organisation: Organisation, drill: str, planned_on: date, people: Sequence[Person]
) -> Sitting:
    """A run for each of `people`; she is told, and nothing begins before she says yes. Sent twice, it is one."""
    require(by, "drills.lead", organisation)
    if drill not in drills():
        raise Refusal(say("There is no such drill."))
    members = set(Membership.live.filter(organisation=organisation, person__in=people).values_list("person", flat=True))
    if not people or any(person.pk not in members for person in people):
        raise Refusal(say("Choose people of this organisation."))
    take_turn(organisation)
    same = Sitting.objects.of(organisation).filter(drill=drill, planned_on=planned_on, trainer=by)
    for known in same.prefetch_related("runs"):
        if {(run.person_id, run.state) for run in known.runs.all()} == {(person.pk, PLANNED) for person in people}:
            return known
    sitting = Sitting.objects.of(organisation).create(drill=drill, planned_on=planned_on, trainer=by)
    for person in people:
        run = DrillRun.objects.of(organisation).create(sitting=sitting, person=person)
        link = reverse("learning:drill", kwargs={"org": organisation.ref, "ref": run.ref})
        notices.tell(person, say("A drill is planned for you. You decide whether you want it."), link=link)
    record(by, "drill.planned", organisation=organisation, thing=f"sitting:{sitting.ref}", drill=drill)
    return sitting


# --- the trainer's console


def start(*, by: Person, sitting: Sitting) -> int:
    """Everybody who said yes begins now, each in a world of her own. Returns how many."""
    require(by, "drills.lead", sitting.organisation)
    ready = list(sitting.runs.filter(state=CONSENTED).select_related("person"))
    if not ready:
        raise Refusal(say("Nobody has said yes yet."))
    return sum(_start_run(by, run, drills()[sitting.drill]) for run in ready)


@transaction.atomic
def _start_run(by: Person, run: DrillRun, drill: Drill) -> bool:
    kept = DrillRun.objects.of(run.organisation).select_for_update().get(pk=run.pk)
    if kept.state != CONSENTED:
        return False
    person = build_world(kept, drill, run.person.language)
    kept.world, kept.actor = person.world.ref, person.remote_id
    kept.state, kept.began_at = RUNNING, clock.now()
    kept.save()
    set_the_clock(kept, drill, person.world, inject_minutes(kept, drill))
    record(by, "drill.started", organisation=run.organisation, thing=f"run:{run.ref}")
    return True


@transaction.atomic
def pause(*, by: Person, sitting: Sitting) -> int:
    """The clock of everybody stands still; nothing more happens until it goes on."""
    return _rest(by, sitting, RUNNING, PAUSED)


@transaction.atomic
def resume(*, by: Person, sitting: Sitting) -> int:
    return _rest(by, sitting, PAUSED, RUNNING)


def _rest(by: Person, sitting: Sitting, now: str, then: str) -> int:
    require(by, "drills.lead", sitting.organisation)
    runs = list(sitting.runs.select_for_update().filter(state=now))
    worlds = find_worlds(runs)
    moment, drill = clock.now().isoformat(), drills()[sitting.drill]
    for run in runs:
        run.pauses = (
            [*run.pauses, [moment, None]] if then == PAUSED else [*run.pauses[:-1], [run.pauses[-1][0], moment]]
        )
        run.state = then
        run.save(update_fields=["state", "pauses"])
        if run.pk in worlds:
            set_the_clock(run, drill, worlds[run.pk], inject_minutes(run, drill))
    record(by, f"drill.{then}", organisation=sitting.organisation, thing=f"sitting:{sitting.ref}")
    return len(runs)


@transaction.atomic
def stop(*, by: Person, sitting: Sitting) -> int:
    """STOP, for everybody and at once. There is no result, and nobody has failed."""
    require(by, "drills.lead", sitting.organisation)
    runs = list(sitting.runs.select_for_update().filter(state__in=OPEN))
    for run in runs:
        end_run(run, STOPPED)
    record(by, "drill.stopped", organisation=sitting.organisation, thing=f"sitting:{sitting.ref}")
    return len(runs)


@transaction.atomic
def inject_now(*, by: Person, run: DrillRun, inject: str) -> DrillRun:
    """It comes now instead of at its minute."""
    require(by, "drills.lead", run.organisation)
    run = lock_run(run)
    drill = drills()[run.sitting.drill]
    if run.state != RUNNING or inject not in {one.id for one in drill.injects}:
        raise Refusal(say("This can only come while the drill runs."))
    bring_injects(run, drill, [inject], find_worlds([run]).get(run.pk))
    record(by, "drill.injected", organisation=run.organisation, thing=f"run:{run.ref}", inject=inject)
    return run


@transaction.atomic
def mark_seen(*, by: Person, run: DrillRun, act: str, note: str = "") -> DrillRun:
    """The trainer saw her do it, or cross a red line. Until the debrief is over she may add what was missed.

    What was withdrawn by mistake counts again, from its own minute.
    """
    require(by, "drills.lead", run.organisation)
    run = lock_run(run)
    if run.state not in (*LIVE, ENDED):
        raise Refusal(say("This drill has not begun, or it is over."))
    drill = drills()[run.sitting.drill]
    run.steps.filter(act=act, withdrawn=True).update(withdrawn=False)
    note_steps(run, drill, {act: minute_now(run)}, TRAINER, by=by, note=note)
    record(by, "drill.seen", organisation=run.organisation, thing=f"run:{run.ref}")
    return run


@transaction.atomic
def withdraw_step(*, by: Person, run: DrillRun, act: str) -> DrillRun:
    """It was not so: the row stays, it counts no more."""
    require(by, "drills.lead", run.organisation)
    run = lock_run(run)
    if run.state == DEBRIEFED:
        raise Refusal(say("This drill has not begun, or it is over."))
    run.steps.filter(act=act).update(withdrawn=True)
    settle_run(run)
    record(by, "drill.withdrawn", organisation=run.organisation, thing=f"run:{run.ref}")
    return run


@transaction.atomic
def close_debrief(*, by: Person, run: DrillRun) -> DrillRun:
    """You have talked. What the drill proves goes to the audit, as a share and without a name."""
    require(by, "drills.lead", run.organisation)
    run = lock_run(run)
    if run.state == DEBRIEFED:
        return run  # the form was sent twice
    if not STATES.may(run.state, DEBRIEFED):
        raise Refusal(say("End the drill before you talk about it."))
    run.state = DEBRIEFED
    run.save(update_fields=["state"])
    record(by, "drill.debriefed", organisation=run.organisation, thing=f"run:{run.ref}")
    probe = Drills()
    keep_probed(by=by, organisation=run.organisation, probe=probe, found=list(probe.look(run.organisation)))
    return run
