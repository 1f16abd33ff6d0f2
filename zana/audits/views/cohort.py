from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zana.audits.labels import DOMAINS
from zana.audits.queries.cohort import list_cohort
from zana.audits.queries.donors import read_donor_copy
from zana.audits.views.who import who
from zana.people import log
from zana.people.access import programme_access
from zana.people.models import Programme


@programme_access("programme.see")
def show_cohort(request: HttpRequest, programme: Programme) -> HttpResponse:
    """By name, never by need: a list of the weakest is a target list."""
    log.record(who(request), "cohort.seen", programme=programme)
    context = {"programme": programme, "rows": list_cohort(programme), "domains": list(DOMAINS.values())}
    return render(request, "audits/cohort.html", context)


@programme_access("reports.see")
def show_donor_copy(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Counts and medians over organisations, through `people.release`; nothing of any one of them."""
    return render(request, "audits/donor.html", {"programme": programme, "copy": read_donor_copy(programme)})
