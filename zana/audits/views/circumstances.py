from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.audits.actions import circumstances as actions
from zana.audits.incident_forms import ExposureForm
from zana.audits.views.findings import get_finding
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import access
from zana.people.models import Organisation


@require_POST
@access("audits.weigh")
def expose(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Mark, or with `end` take the mark away."""
    if "end" in request.POST:
        actions.end_exposure(by=who(request), organisation=org)
        return redirect("audits:overview", org=org.ref)
    form = ExposureForm(request.POST)
    if not form.is_valid():
        raise Refusal(say("Write the reason and choose the day until which it holds."))
    actions.mark_exposed(by=who(request), organisation=org, **form.cleaned_data)
    messages.success(request, _("Noted. Every rank counts it until that day."))
    return redirect("audits:overview", org=org.ref)


@require_POST
@access("audits.weigh")
def stand_in(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Name what stands in for a missing control, or with `end` say that nothing does any more."""
    finding = get_finding(org, ref)
    control = finding.control
    if "end" in request.POST:
        actions.end_compensation(by=who(request), organisation=org, control=control)
    else:
        instead, reason = request.POST.get("instead", ""), request.POST.get("reason", "")
        actions.name_compensation(by=who(request), organisation=org, control=control, instead=instead, reason=reason)
        messages.success(request, _("Noted, with your name. It counts while that check is in place."))
    return redirect("audits:finding", org=org.ref, ref=ref)
