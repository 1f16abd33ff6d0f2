"""What a participant does about her own drill: yes or no, "I did this", enough, and how she is."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions.drill_watch import end_run, lock_run, minute_now, note_steps
from zana.learning.drills import drills
from zana.learning.models import DrillRun
from zana.learning.models.drills import CONSENTED, DECLINED, FINISHED, HERSELF, LEFT, LIVE, OVER, RUNNING, STATES
from zana.learning.queries.drills import inject_minutes
from zana.learning.rules.drill_signs import finds_live_link
from zana.people import notices
from zana.people.log import record
from zana.people.models import Person
from zana.people.roles import require

FEELINGS = ("fine", "shaken", "talk")
NOTE_MOST = 500


@transaction.atomic
def answer_invitation(*, by: Person, run: DrillRun, yes: bool) -> DrillRun:
    """Her own yes or no; no reason is asked, and a yes can be taken back until it begins."""
    run = _hers(by, run)
    target = CONSENTED if yes else DECLINED
    if run.state == target:
        return run  # the form was sent twice
    if not STATES.may(run.state, target):
        raise Refusal(say("This drill has begun or is over already."))
    run.state = target
    run.save(update_fields=["state"])
    record(by, "drill.answered", organisation=run.organisation, thing=f"run:{run.ref}")
    return run


@transaction.atomic
def say_done(*, by: Person, run: DrillRun, act: str, note: str) -> DrillRun:
    """“I did this”, with the words she wrote, for what practice cannot see."""
    run = _hers(by, run)
    drill = drills()[run.sitting.drill]
    minute = minute_now(run)
    if run.state != RUNNING or minute >= drill.minutes:
        raise Refusal(say("The drill is not running. Nothing was noted."))
    told = {one.id for one in drill.moves if one.is_on_sheet}
    note = " ".join(note.split())[:NOTE_MOST]
    if act not in told:
        raise Refusal(say("Choose what you did."))
    if not note:
        raise Refusal(say("Write the words you would send, or enter in the log. A tick alone counts for nothing."))
    found = {act: minute, **dict.fromkeys(finds_live_link(drill, note), minute)}
    note_steps(run, drill, found, HERSELF, by=by, note=note)
    return run


@transaction.atomic
def leave(*, by: Person, run: DrillRun, finished: bool) -> DrillRun:
    """She is done (once everything has come), or she wants no more: then there is no result."""
    run = _hers(by, run)
    if run.state not in LIVE:
        return run
    came = inject_minutes(run, drills()[run.sitting.drill])
    if finished and any(minute > minute_now(run) for minute in came.values()):
        raise Refusal(say("Something is still to come. Wait for it, or stop if you want no more."))
    end_run(run, FINISHED if finished else LEFT)
    record(by, "drill.ended", organisation=run.organisation, thing=f"run:{run.ref}")
    return run


@transaction.atomic
def say_feeling(*, by: Person, run: DrillRun, feeling: str) -> DrillRun:
    """The first question of the debrief. Her trainer reads it; whoever wants to talk is not left waiting."""
    run = _hers(by, run)
    if run.state not in OVER or feeling not in FEELINGS:
        raise Refusal(say("Choose how you are."))
    run.feeling = feeling
    run.save(update_fields=["feeling"])
    if feeling == "talk":
        link = reverse("learning:debrief", kwargs={"org": run.organisation.ref, "ref": run.ref})
        words = say("Somebody wants to talk with you after a drill. Please call her today.")
        notices.tell(run.sitting.trainer, words, organisation=run.organisation, link=link)
    return run


def _hers(by: Person, run: DrillRun) -> DrillRun:
    require(by, "drills.do", run.organisation)
    run = lock_run(run)
    if run.person_id != by.pk:
        raise Refusal(say("This drill is somebody else's."))
    return run
