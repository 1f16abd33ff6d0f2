"""What a running drill shows is recognised, what follows from it happens, and it ends. Nothing ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.drill_worlds import set_the_clock
from zana.learning.drills import Drill, drills
from zana.learning.models import DrillRun, DrillStep
from zana.learning.models.drills import COUNTED, ENDED, LIVE, OVER, PAUSED, PRACTICE, RED, RUNNING, STATES, TIME
from zana.learning.queries.drill_signs import find_worlds, read_happenings
from zana.learning.queries.drills import inject_minutes, minute_of, minutes_done
from zana.learning.rules.drill_signs import Happening, drop_excused, keep_in_time, moment_of, recognise
from zana.learning.rules.drills import find_unlocked, score_drill
from zana.people.models import Person
from zana.practice.actions.reading import catch_up
from zana.practice.models import World


def advance(runs: Iterable[DrillRun]) -> bool:
    """Read what practice shows of running drills, and let happen what follows. Nothing ticks: call it when one is read.

    True = something was new, so read them again; else nothing was written.
    """
    live = [run for run in runs if run.state == RUNNING]
    worlds = find_worlds(live)
    for world in worlds.values():
        catch_up(world=world)
    happenings = read_happenings(live, worlds)
    news = [_advance_run(run, happenings.get(run.pk, []), worlds.get(run.pk)) for run in live]
    return any(news)


def _advance_run(run: DrillRun, seen: list[Happening], world: World | None) -> bool:
    drill, now, steps = drills()[run.sitting.drill], minute_now(run), list(run.steps.all())
    ours = {step.act: step.minute for step in steps}
    found = keep_in_time(drill, drop_excused(drill, {**recognise(drill, seen), **ours}))
    fresh = {act: minute for act, minute in found.items() if act not in ours}
    done = {act: minute for act, minute in found.items() if act not in {s.act for s in steps if s.withdrawn}}
    unlocked = find_unlocked(drill, done, inject_minutes(run, drill), now)
    if not fresh and not unlocked and now < drill.minutes:
        return False
    with transaction.atomic():
        kept = lock_run(run)
        if kept.state == RUNNING:
            note_steps(kept, drill, fresh, PRACTICE)
        if kept.state == RUNNING and unlocked:
            bring_injects(kept, drill, unlocked, world)
        if kept.state == RUNNING and now >= drill.minutes:
            end_run(kept, TIME)
    return True


def bring_injects(run: DrillRun, drill: Drill, names: Iterable[str], world: World | None) -> None:
    """These injects come now, unless they have come."""
    now, came = minute_now(run), inject_minutes(run, drill)
    run.came = {**run.came, **{name: now for name in names if came[name] > now}}
    run.save(update_fields=["came"])
    if world is not None:
        set_the_clock(run, drill, world, inject_minutes(run, drill))


def note_steps(
    run: DrillRun, drill: Drill, found: Mapping[str, float], seen_by: str, by: Person | None = None, note: str = ""
) -> None:
    """Recognised for the first time; a red line ends the run."""
    known = {*drill.act_ids, *drill.wrong_ids}
    if not found.keys() <= known:
        raise Refusal(say("Choose what you did."))
    rows = [
        DrillStep(organisation=run.organisation, run=run, act=act, minute=minute, seen_by=seen_by, by=by, note=note)
        for act, minute in found.items()
    ]
    DrillStep.objects.bulk_create(rows, ignore_conflicts=True)
    if run.state in LIVE and any(one.red and one.id in found for one in drill.wrongs):
        end_run(run, RED)
    else:
        settle_run(run)


def end_run(run: DrillRun, how: str) -> None:
    STATES.check(run.state, ENDED)
    moment = _time_was_over(run) if how == TIME else clock.now()
    if run.state == PAUSED:
        run.pauses = [*run.pauses[:-1], [run.pauses[-1][0], moment.isoformat()]]
    run.state, run.ended_at, run.ended_how = ENDED, moment, how
    run.save()
    settle_run(run)
    world = find_worlds([run]).get(run.pk)
    if world is not None:
        drill = drills()[run.sitting.drill]
        set_the_clock(run, drill, world, inject_minutes(run, drill))


def _time_was_over(run: DrillRun) -> datetime:
    """Nothing ticks: it may be read long after."""
    return moment_of(drills()[run.sitting.drill].minutes, run.began_at or clock.now(), run.ended_rests)


def settle_run(run: DrillRun) -> None:
    """The result of a run that has ended and counts, from what is recognised now.

    What ended at a red line that was none has no result: she could not go on.
    """
    if run.state not in OVER:
        return
    drill = drills()[run.sitting.drill]
    score = score_drill(drill, minutes_done(run), inject_minutes(run, drill))
    counts = run.ended_how in COUNTED and (run.ended_how != RED or bool(score.red))
    run.points, run.passed = (score.points, score.passed) if counts else (None, None)
    run.save(update_fields=["points", "passed"])


def minute_now(run: DrillRun) -> float:
    return minute_of(run, clock.now())


def lock_run(run: DrillRun) -> DrillRun:
    rows = DrillRun.objects.of(run.organisation).select_for_update(of=("self",))
    return rows.select_related("sitting", "organisation").get(pk=run.pk)
