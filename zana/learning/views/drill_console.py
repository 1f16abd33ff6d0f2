"""The trainer's console: plan a drill, start it, let it rest, stop it, and note what was seen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.learning.actions import drills as actions
from zana.learning.actions.drill_watch import advance
from zana.learning.drills import drills as shelf
from zana.learning.forms import SeenForm, SittingForm
from zana.learning.models import DrillRun, Sitting
from zana.learning.models.drills import CONSENTED, ENDED, LIVE, OPEN, OVER, PAUSED, RUNNING
from zana.learning.queries import drills
from zana.learning.views.asking import who
from zana.people.access import access
from zana.people.models import Organisation, Person

ORDERS: dict[str, Callable[..., int]] = {
    "start": actions.start,
    "pause": actions.pause,
    "resume": actions.resume,
    "stop": actions.stop,
}


@access("drills.lead")
def plan_sitting(request: HttpRequest, org: Organisation) -> HttpResponse:
    asked = {"drill": request.GET.get("drill", "D1"), "planned_on": clock.today()}
    form = SittingForm(request.POST or None, organisation=org, initial=asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sitting = actions.plan_sitting(
            by=who(request), organisation=org, drill=given["drill"], planned_on=given["planned_on"],
            people=list(given["people"]),
        )  # fmt: skip
        messages.success(request, _("Planned. Each of them is asked first."))
        return redirect("learning:console", org=org.ref, ref=sitting.ref)
    return render(request, "learning/plan_drill.html", {"org": org, "form": form})


@access("drills.lead")
def show_console(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    sitting = _find(org, ref)
    runs = drills.runs_of(sitting)
    runs = drills.runs_of(sitting) if advance(runs) else runs
    states = {run.state for run in runs}
    watched = [run for run in runs if run.began_at and run.state in (*LIVE, ENDED)]
    context = {
        "org": org,
        "sitting": sitting,
        "sheets": [drills.describe(run) for run in runs],
        "seen": SeenForm(runs=watched, acts=drills.list_acts(shelf()[sitting.drill])),
        "may": {
            "start": CONSENTED in states,
            "pause": RUNNING in states,
            "resume": PAUSED in states,
            "stop": bool(states & {*OPEN}),
        },
        "live": bool(states & {*LIVE}),
        "over": OVER,
        "watched": watched,
    }
    whole = "learning/_console.html" if request.headers.get("HX-Request") else "learning/console.html"
    return render(request, whole, context)


@require_POST
@access("drills.lead")
def give_order(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    sitting = _find(org, ref)
    order = ORDERS.get(request.POST.get("do", ""))
    if order is None:
        raise Refusal(say("Choose what is to happen."))
    order(by=who(request), sitting=sitting)
    return redirect("learning:console", org=org.ref, ref=ref)


@require_POST
@access("drills.lead")
def touch_run(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """One person's run: something comes now, was seen, was not so, or you have talked."""
    sitting, person = _find(org, ref), who(request)
    run = drills.find_run(org, request.POST.get("run", ""))
    if run is None or run.sitting_id != sitting.pk:
        raise Refusal(say("Choose whose drill it is."))
    _touch(person, run, request.POST.get("do", ""), request.POST.get("what", ""), request.POST.get("note", ""))
    return redirect("learning:console", org=org.ref, ref=ref)


def _touch(person: Person, run: DrillRun, order: str, what: str, note: str) -> None:
    if order == "inject":
        actions.inject_now(by=person, run=run, inject=what)
    elif order == "seen":
        actions.mark_seen(by=person, run=run, act=what, note=note)
    elif order == "withdraw":
        actions.withdraw_step(by=person, run=run, act=what)
    elif order == "talked":
        actions.close_debrief(by=person, run=run)
    else:
        raise Refusal(say("Choose what is to happen."))


def _find(org: Organisation, ref: str) -> Sitting:
    sitting = drills.find_sitting(org, ref)
    if sitting is None:
        raise Http404
    return sitting
