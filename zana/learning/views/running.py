"""The individual day on the trainer's phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.audits.models import Finding
from zana.kernel.errors import Refusal
from zana.learning.actions import proving, running
from zana.learning.day_forms import FixedForm, SeenForm, SkipForm
from zana.learning.models import Plan, Training
from zana.learning.queries import days, proofs
from zana.learning.queries import running as reading
from zana.learning.queries.wording import tell, title_of_unit
from zana.learning.views.asking import who
from zana.people import log
from zana.people.access import access, may_here
from zana.people.models import Organisation
from zana.ui.words import words


@access("plans.see")
def show_day(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Everybody of the organisation sees where the day is; the trainer also holds it."""
    found = reading.find_day(org)
    page = reading.describe_day(org, *found) if found else None
    context = {"org": org, "page": page, "leads": may_here(request, "days.lead")}
    return render(request, "learning/run_day.html", context)


@access("days.lead")
def show_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    training, plan = _find(org)
    page = reading.describe_unit_run(org, training, plan, unit)
    if page is None:
        raise Http404
    log.record(who(request), "audit.seen", organisation=org, thing="day")  # what can be mended stands there
    context = {"org": org, "page": page, "training": training, "skip": SkipForm()}
    return render(request, "learning/run_unit.html", context)


@require_POST
@access("days.lead")
def start_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    training, _plan = _find(org)
    running.start_unit(by=who(request), organisation=org, training=training, unit=unit)
    return redirect("learning:run_unit", org=org.ref, unit=unit)


@require_POST
@access("days.lead")
def end_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    training, _plan = _find(org)
    running.end_unit(by=who(request), organisation=org, training=training, unit=unit)
    return redirect("learning:run_day", org=org.ref)


@require_POST
@access("days.lead")
def note_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    training, _plan = _find(org)
    note = request.POST.get("note", "")
    running.note_unit(by=who(request), organisation=org, training=training, unit=unit, note=note)
    messages.success(request, _("Noted."))
    return redirect("learning:run_unit", org=org.ref, unit=unit)


@require_POST
@access("days.lead")
def skip_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    training, _plan = _find(org)
    form = SkipForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    note = request.POST.get("note", "")
    running.skip_unit(by=who(request), organisation=org, training=training, unit=unit, why=why, note=note)
    messages.success(request, _("Left out, and put on the list for the job."))
    return redirect("learning:run_day", org=org.ref)


@access("days.lead")
def show_fixed(request: HttpRequest, org: Organisation, unit: str, control: str) -> HttpResponse:
    """A finding put right on the spot becomes evidence in the audit."""
    training, plan = _find(org)
    page = reading.describe_unit_run(org, training, plan, unit)
    finding = next((one for one in page.mendable if one.finding.control == control), None) if page else None
    if page is None or finding is None:
        raise Http404
    form = FixedForm(request.POST or None, ways=finding.ways)
    if request.method == "POST" and form.is_valid():
        _keep(request, org, training, unit, control, form.cleaned_data)
        return redirect("learning:run_unit", org=org.ref, unit=unit)
    log.record(who(request), "control.seen", organisation=org, thing=f"control:{control}")
    return render(request, "learning/fixed.html", {"org": org, "page": page, "finding": finding, "form": form})


def _keep(
    request: HttpRequest, org: Organisation, training: Training, unit: str, control: str, given: dict[str, Any]
) -> None:
    running.show_fixed(by=who(request), organisation=org, training=training, unit=unit, control=control, **given)
    if Finding.objects.of(org).filter(control=control, state=Finding.OPEN).exists():
        messages.info(request, _("Kept as evidence. To close this, stronger evidence or a second person has to look."))
    else:
        messages.success(request, _("Kept as evidence, and the finding is closed."))


@access("plans.compose")
def finish_task(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Done on the job: what shows it, or what the trainer saw."""
    task = days.find_task(org, ref)
    if task is None:
        raise Http404
    form = SeenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            proving.finish_task(by=who(request), task=task, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Done on the job, and noted."))
            return redirect("learning:plan", org=org.ref)
    log.record(who(request), "audit.seen", organisation=org, thing="task")  # so does what is still open
    found = proofs.find_proofs(org, [task])
    context = {
        "org": org,
        "title": title_of_unit(task.unit),
        "form": form,
        "proof": tell(found[0][1]) if found else "",
        "still_open": proofs.list_open_controls(org, task.unit),
    }
    return render(request, "learning/finish.html", context)


def _find(org: Organisation) -> tuple[Training, Plan]:
    found = reading.find_day(org)
    if found is None:
        raise Http404
    return found
