from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.audits import actions, labels
from zana.audits.forms import AcceptForm, AssignForm
from zana.audits.incident_forms import CompensationForm
from zana.audits.models import Finding
from zana.audits.queries import find_finding, pages
from zana.audits.queries.cards import list_cards
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation
from zana.people.roles import may
from zana.ui.words import words


@access("audits.see")
def show_finding(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    return _show_finding(request, org, get_finding(org, ref))


def get_finding(org: Organisation, ref: str) -> Finding:
    finding = find_finding(org, ref)
    if finding is None:
        raise Http404
    return finding


def _show_finding(
    request: HttpRequest, org: Organisation, finding: Finding, accepting: AcceptForm | None = None
) -> HttpResponse:
    log.record(who(request), "finding.seen", organisation=org, thing=f"finding:{finding.ref}")
    people = pages.members_of(org)
    evidence = pages.list_evidence(org, finding.control)
    rank = pages.describe_rank(org, finding, for_insiders=may(who(request), "incidents.see", org))
    context = {
        "org": org,
        "finding": finding,
        "texts": pages.text_of(finding.about),
        "domain": labels.DOMAINS[finding.about.domain],
        "result": labels.RESULTS[finding.result],
        "kind": labels.RESULT_KINDS[finding.result],
        "evidence": evidence,
        # Else there is nothing to close it by.
        "is_shown": any(one.kind == labels.RESULT_KINDS["pass"] for one in evidence),
        "cards": list_cards(finding.control, org),
        "verifying": pages.list_verifying(finding.about),
        "may_answer": may(who(request), "audits.answer", org),
        "may_accept": may(who(request), "audits.accept", org),
        "rank": rank,
        "standing_in": CompensationForm(choices=rank.stand_ins),
        "may_weigh": may(who(request), "audits.weigh", org),
        "assigning": AssignForm(people=people, initial={"owner": finding.owner_id, "deputy": finding.deputy_id}),
        "accepting": accepting or AcceptForm(),
    }
    return render(request, "audits/finding.html", context, status=422 if accepting else 200)


@require_POST
@access("audits.answer")
def assign(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    finding = get_finding(org, ref)
    form = AssignForm(request.POST, people=pages.members_of(org))
    if not form.is_valid():
        raise Refusal(say("Choose somebody who works in this organisation."))
    actions.assign_finding(by=who(request), finding=finding, **form.cleaned_data)
    messages.success(request, _("Noted who does it."))
    return redirect("audits:finding", org=org.ref, ref=ref)


@require_POST
@access("audits.answer")
def close(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    actions.close_finding(by=who(request), finding=get_finding(org, ref))
    messages.success(request, _("Closed. It stands among what works now."))
    return redirect("audits:overview", org=org.ref)


@require_POST
@access("audits.accept")
def accept(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    finding = get_finding(org, ref)
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            actions.accept_finding(by=who(request), finding=finding, reason=form.cleaned_data["reason"])
        except Refusal as no:
            form.add_error("reason", words(no.saying))
        else:
            messages.success(request, _("Accepted, with your name."))
            return redirect("audits:overview", org=org.ref)
    return _show_finding(request, org, finding, form)
