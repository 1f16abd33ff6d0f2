from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zana.audits import actions
from zana.audits.controls import catalogue_version
from zana.audits.queries import list_questions, pages, read_standings
from zana.audits.views.who import who
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation
from zana.people.roles import may


@access("audits.see")
def show_overview(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "audit.seen", organisation=org)
    context = {
        "org": org,
        "page": pages.describe_overview(org),
        "may_answer": may(who(request), "audits.answer", org),
        "version": catalogue_version().number,
    }
    return render(request, "audits/overview.html", context)


@require_POST
@access("audits.answer")
def start(request: HttpRequest, org: Organisation) -> HttpResponse:
    audit = actions.start_audit(by=who(request), organisation=org, scope=request.POST.get("scope", "minimum"))
    standings = read_standings(org)
    waiting = [c.id for c in list_questions(audit) if standings[c.id].result == "unknown"]
    return (
        redirect("audits:ask", org=org.ref, control=waiting[0]) if waiting else redirect("audits:overview", org=org.ref)
    )
