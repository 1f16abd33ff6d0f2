from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zana.audits import incident_paper
from zana.audits.actions import incidents as actions
from zana.audits.incident_forms import AsideForm, CloseForm, KeepForm
from zana.audits.models import Incident, Keepsake
from zana.audits.queries import incidents as queries
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.people import log
from zana.people.access import access, may_here
from zana.people.models import Organisation
from zana.ui.files import hand_over
from zana.ui.words import language, words


@access("incidents.help")
def choose_kind(request: HttpRequest, org: Organisation) -> HttpResponse:
    """“Something is wrong”: one tap on what comes closest."""
    if request.method == "POST":
        incident = actions.report_incident(by=who(request), organisation=org, kind=request.POST.get("kind", ""))
        return redirect("audits:incident", org=org.ref, ref=incident.ref)
    context = {
        "org": org,
        "kinds": queries.list_kinds(org),
        "past": queries.name_incidents(queries.past_incidents(org)) if may_here(request, "incidents.see") else [],
    }
    return render(request, "audits/wrong.html", context)


def _find(org: Organisation, ref: str) -> Incident:
    return get_object_or_404(Incident.objects.of(org).select_related("organisation", "noticed_by", "ended_by"), ref=ref)


@access("incidents.help")
def show_incident(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    return _show(request, org, _find(org, ref))


def _show(request: HttpRequest, org: Organisation, incident: Incident, **forms: Any) -> HttpResponse:
    log.record(who(request), "incident.seen", organisation=org, thing=f"incident:{incident.ref}")
    context = {
        "org": org,
        "page": queries.describe_incident(incident),
        "may_see": may_here(request, "incidents.see"),
        "may_export": may_here(request, "incidents.export"),
        "keeping": KeepForm(keeps_files=incident.flow.keeps_files),
        "setting_aside": AsideForm(),
        **forms,
    }
    page = "stop" if incident.state == Incident.SUSPECTED else "incident"
    return render(request, f"audits/{page}.html", context, status=422 if forms else 200)


@require_POST
@access("incidents.help")
def start(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    actions.start_incident(by=who(request), incident=_find(org, ref))
    return redirect("audits:incident", org=org.ref, ref=ref)


@require_POST
@access("incidents.help")
def tick(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    move, done = request.POST.get("move", ""), request.POST.get("done") != "no"
    actions.tick_move(by=who(request), incident=_find(org, ref), move=move, done=done)
    return redirect(reverse("audits:incident", kwargs={"org": org.ref, "ref": ref}) + f"#{move}")


@require_POST
@access("incidents.help")
def keep(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    incident = _find(org, ref)
    with timezone.override(ZoneInfo(org.zone)):
        form = KeepForm(request.POST, request.FILES, keeps_files=incident.flow.keeps_files)
        is_valid = form.is_valid()
    if is_valid:
        try:
            _keep_all(request, incident, form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Kept sealed, with your name and the time."))
            return redirect(reverse("audits:incident", kwargs={"org": org.ref, "ref": ref}) + "#proof")
    return _show(request, org, incident, keeping=form)


def _keep_all(request: HttpRequest, incident: Incident, given: dict[str, Any]) -> None:
    """The note goes with the file where there is one, so that both stand side by side."""
    who_and_when = {"by": who(request), "incident": incident, "seen_at": given["seen_at"]}
    file, note = given.get("file"), given["note"]
    if given["address"]:
        actions.keep_address(address=given["address"], **who_and_when)
    if file:
        actions.keep_file(file=file, name=file.name, shows=note, **who_and_when)
    elif note:
        actions.keep_note(note=note, **who_and_when)


@require_safe
@access("incidents.see")
def show_keepsake(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Only a picture we have drawn anew is shown here; any other file goes out as a file and never runs."""
    kept = get_object_or_404(Keepsake.objects.of(org).filter(content__isnull=False), ref=ref)
    actions.open_keepsake(by=who(request), keepsake=kept)
    is_picture = kept.kind == Keepsake.PICTURE
    answer = HttpResponse(kept.content, content_type=kept.media_type if is_picture else "application/octet-stream")
    name = kept.sealed_name.replace("/", "_").replace("\\", "_") or "proof"
    answer.headers["Content-Disposition"] = (
        "inline" if is_picture else content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@require_POST
@access("incidents.see")
def set_aside(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    incident, form = _find(org, ref), AsideForm(request.POST)
    if form.is_valid():
        try:
            actions.set_aside(by=who(request), incident=incident, reason=form.cleaned_data["reason"])
        except Refusal as no:
            form.add_error("reason", words(no.saying))
        else:
            messages.success(request, _("Set aside, with your name and your reason."))
            return redirect("audits:overview", org=org.ref)
    return _show(request, org, incident, setting_aside=form)


@access("incidents.see")
def close(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    incident, form = _find(org, ref), CloseForm(request.POST or None)
    if form.is_valid():
        actions.close_incident(by=who(request), incident=incident, **form.cleaned_data)
        messages.success(request, _("Closed. What you wrote is sealed; rest a little."))
        return redirect("audits:incident", org=org.ref, ref=ref)
    context = {"org": org, "incident": incident, "title": queries.speak(incident.flow.title), "form": form}
    context["leave_url"] = reverse("audits:incident", kwargs={"org": org.ref, "ref": ref})
    return render(request, "audits/close.html", context, status=422 if form.is_bound else 200)


@require_safe
@access("incidents.export")
def export(request: HttpRequest, org: Organisation, ref: str) -> HttpResponseBase:
    """In the language of the page, for police or a lawyer."""
    incident = _find(org, ref)
    actions.note_export(by=who(request), incident=incident)
    paper = incident_paper.incident_pdf(incident, language())
    return hand_over(paper, "application/pdf", f"incident-{incident.ref[:8]}-{language()}.pdf")
