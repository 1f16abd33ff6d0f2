"""A drill as the participant meets it: asked first, then her sheet, then the talk. Nobody else opens these pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.learning.actions import drill_sheet
from zana.learning.actions.drill_watch import advance
from zana.learning.forms import DidForm, FeelingForm
from zana.learning.models import DrillRun
from zana.learning.models.drills import LIVE, OVER
from zana.learning.queries import drills
from zana.learning.views.asking import who
from zana.learning.way_back import keep_way_back
from zana.people.access import access
from zana.people.models import Organisation
from zana.people.roles import may


@access("drills.see")
def show_drills(request: HttpRequest, org: Organisation) -> HttpResponse:
    leads, lines = may(who(request), "drills.lead", org), drills.list_drills(who(request), org)
    context = {
        "org": org,
        "lines": lines,
        "asked": any(line.run for line in lines),
        "asks": may(who(request), "help.ask", org),
        "sittings": drills.list_sittings(org) if leads else [],
        "leads": leads,
    }
    return render(request, "learning/drills.html", context)


@access("drills.do")
def show_drill(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Whichever page belongs to the state: the question, the sheet, or the way to the debrief."""
    run = _find_advanced(request, org, ref)
    if run.state in OVER:
        return redirect("learning:debrief", org=org.ref, ref=run.ref)
    sheet = drills.describe(run)
    keep_way_back(request, run.world, drill=True)
    context = {"org": org, "run": run, "sheet": sheet, "live": run.state in LIVE}
    if run.state not in LIVE:
        return render(request, "learning/drill_asked.html", context)
    context["form"] = DidForm(choices=sheet.choices) if sheet.choices else None
    context["speaks"] = any(one.spoken for one in sheet.drill.moves)
    return render(request, "learning/drill_sheet.html", context)


@access("drills.do")
def show_came(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """What reached her, fetched again and again while her sheet is open."""
    run = _find_advanced(request, org, ref)
    return render(request, "learning/_drill_came.html", {"org": org, "run": run, "sheet": drills.describe(run)})


@require_POST
@access("drills.do")
def answer(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    run = _find_hers(request, org, ref)
    drill_sheet.answer_invitation(by=who(request), run=run, yes=request.POST.get("answer") == "yes")
    return redirect("learning:drill", org=org.ref, ref=ref)


@require_POST
@access("drills.do")
def say_done(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    run = _find_hers(request, org, ref)
    drill_sheet.say_done(by=who(request), run=run, act=request.POST.get("act", ""), note=request.POST.get("note", ""))
    messages.success(request, _("Noted on your sheet."))
    return redirect("learning:drill", org=org.ref, ref=ref)


@require_POST
@access("drills.do")
def leave(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    run = _find_advanced(request, org, ref)
    drill_sheet.leave(by=who(request), run=run, finished=request.POST.get("how") == "finished")
    return redirect("learning:debrief", org=org.ref, ref=ref)


@access("drills.see")
def show_debrief(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """For her and for who leads drills here; to everybody else it does not exist."""
    person = who(request)
    run = drills.find_run(org, ref)
    leads = run is not None and may(person, "drills.lead", org)
    if run is None or not (leads or run.person_id == person.pk) or run.state not in OVER:
        raise Http404
    hers = run.person_id == person.pk
    form = FeelingForm(request.POST or None)
    if request.method == "POST" and hers and form.is_valid():
        drill_sheet.say_feeling(by=person, run=run, feeling=form.cleaned_data["feeling"])
        return redirect("learning:debrief", org=org.ref, ref=ref)
    context = {"org": org, "run": run, "hers": hers, "leads": leads, "form": form, "debrief": drills.debrief(run)}
    context["asks"] = hers and not run.feeling
    return render(request, "learning/drill_debrief.html", context)


def _find_hers(request: HttpRequest, org: Organisation, ref: str) -> DrillRun:
    run = drills.find_run(org, ref, who(request))
    if run is None:
        raise Http404
    return run


def _find_advanced(request: HttpRequest, org: Organisation, ref: str) -> DrillRun:
    """As it is now: what happened since it was last read has been taken in."""
    run = _find_hers(request, org, ref)
    return _find_hers(request, org, ref) if advance([run]) else run
