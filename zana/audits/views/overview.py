from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zana.audits.controls import catalogue_version
from zana.audits.incident_forms import ExposureForm
from zana.audits.queries import pages
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
        "page": pages.describe_overview(org, for_insiders=may(who(request), "incidents.see", org)),
        "may_help": may(who(request), "incidents.help", org),
        "may_weigh": may(who(request), "audits.weigh", org),
        "exposing": ExposureForm(),
        "may_answer": may(who(request), "audits.answer", org),
        "version": catalogue_version().number,
    }
    return render(request, "audits/overview.html", context)
