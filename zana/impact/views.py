from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.impact.actions.imports import import_readings
from zana.impact.actions.reports import make_report
from zana.impact.forms import ImportForm
from zana.impact.imports.sheets import MAX_BYTES
from zana.impact.models import Import, Report
from zana.impact.queries import paper
from zana.impact.queries.evidence import list_evidence
from zana.impact.queries.readings import list_curves, list_imports
from zana.impact.rules.wording import DESCRIPTIONS, GENERAL
from zana.kernel.errors import Refusal
from zana.people.access import access, programme_access
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import may
from zana.ui.words import language, words

# --- the numbers of an organisation


@access("readings.see")
def show_readings(request: HttpRequest, org: Organisation) -> HttpResponse:
    return _show_readings(request, org, ImportForm(organisation=org))


@access("readings.import")
@require_POST
def bring(request: HttpRequest, org: Organisation) -> HttpResponse:
    """The file is read whole or refused; the form stays with the reason."""
    form = ImportForm(request.POST, request.FILES, organisation=org)
    if not form.is_valid():
        return _show_readings(request, org, form, status=422)
    file = form.cleaned_data["file"]
    try:
        made = import_readings(
            by=cast(Person, request.user),
            organisation=org,
            content=file.read(MAX_BYTES + 1),
            file_name=file.name,
            account=form.chosen_account(),
        )
    except Refusal as no:
        form.add_error("file", words(no.saying))
        return _show_readings(request, org, form, status=422)
    messages.success(request, words(made.result))
    return redirect("impact:import", org=org.ref, ref=made.ref)


@access("readings.see")
def show_import(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    made = Import.objects.of(org).filter(ref=ref).select_related("source__account", "made_by").first()
    if made is None:
        raise Http404
    return render(request, "impact/import.html", {"org": org, "made": made})


def _show_readings(request: HttpRequest, org: Organisation, form: ImportForm, status: int = 200) -> HttpResponse:
    context = {
        "org": org,
        "curves": list_curves(org),
        "imports": list_imports(org),
        "form": form,
        "may_import": may(cast(Person, request.user), "readings.import", org),
    }
    return render(request, "impact/readings.html", context, status=status)


# --- the report of a programme


@programme_access("reports.see")
def show_report(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The newest version, and how to make the next one."""
    newest = Report.objects.filter(programme=programme).first()
    return _show(request, programme, newest)


@programme_access("reports.see")
def show_version(request: HttpRequest, programme: Programme, version: int) -> HttpResponse:
    return _show(request, programme, _version(programme, version))


@programme_access("reports.see")
def download(request: HttpRequest, programme: Programme, version: int) -> HttpResponse:
    """In the language of the page."""
    pdf = paper.report_pdf(_version(programme, version), language())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{programme.slug}-report-{version}-{language()}.pdf"'
    return answer


@programme_access("reports.make")
@require_POST
def make(request: HttpRequest, programme: Programme) -> HttpResponse:
    before = Report.objects.filter(programme=programme).first()
    report = make_report(by=cast(Person, request.user), programme=programme)
    if report == before:
        messages.info(request, _("Nothing has changed since this version, so it stays as it is."))
    else:
        messages.success(request, _("Version %(version)s is made and frozen.") % {"version": report.version})
    return redirect("impact:version", programme=programme.ref, version=report.version)


@programme_access("reports.make")
def show_evidence(request: HttpRequest, programme: Programme, version: int, key: str) -> HttpResponse:
    """Which rows of which organisation a number was made of: only for who makes the report."""
    report = _version(programme, version)
    if key not in DESCRIPTIONS:
        raise Http404
    line = next((line for line in paper.report_lines(report) if line.key == key), None)
    if line is None:
        raise Http404
    context = {"report": report, "line": line, "organisations": list_evidence(report, key)}
    return render(request, "impact/evidence.html", context)


def _version(programme: Programme, version: int) -> Report:
    report = Report.objects.filter(programme=programme, version=version).first()
    if report is None:
        raise Http404
    return report


def _show(request: HttpRequest, programme: Programme, report: Report | None) -> HttpResponse:
    may_make = may(cast(Person, request.user), "reports.make", programme=programme)
    context: dict[str, object] = {"programme": programme, "report": report, "may_make": may_make}
    if report is not None:
        context |= {
            "facts": paper.report_facts(report),
            "numbers": paper.report_numbers(report),
            "lines": paper.report_lines(report),
            "weeks": paper.draw_weeks(report),
            "general": GENERAL,
            "versions": Report.objects.filter(programme=programme),
        }
    return render(request, "impact/report.html", context)
