from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zana.audits import actions
from zana.audits.controls import catalogue_version
from zana.audits.models import Report
from zana.audits.queries import current_audit
from zana.audits.queries.moved import compare_audits, read_look_again, show_both
from zana.audits.views.findings import get_finding
from zana.audits.views.who import who
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation
from zana.people.roles import may
from zana.ui.files import hand_over
from zana.ui.words import LANGUAGES, OWN_NAMES, language


@access("audits.see")
def show_reports(request: HttpRequest, org: Organisation) -> HttpResponse:
    """All versions, and how to make the next one."""
    rows = Report.objects.of(org).defer("sealed", "content").select_related("made_by")
    context = {
        "org": org,
        "reports": list(rows),
        "names": OWN_NAMES,
        "languages": [(code, OWN_NAMES[code], code == language()) for code in LANGUAGES],
        "audit": current_audit(org),
        "may_answer": may(who(request), "audits.answer", org),
    }
    return render(request, "audits/reports.html", context)


@require_POST
@access("audits.answer")
def make(request: HttpRequest, org: Organisation) -> HttpResponse:
    newest = Report.objects.of(org).values_list("version", flat=True).first() or 0
    report = actions.make_report(by=who(request), organisation=org, language=request.POST.get("language") or language())
    if report.version > newest:
        messages.success(request, _("Version %(version)s is made and frozen.") % {"version": report.version})
    else:
        messages.info(request, _("Nothing has changed since this version, so it stays as it is."))
    return redirect("audits:report", org=org.ref, ref=report.ref)


@access("audits.see")
def show_report(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """What it says in short, its files, and both scores where a rule changed since."""
    report = _find(org, ref)
    log.record(who(request), "report.seen", organisation=org, thing=f"report:{ref}")
    said = report.said
    scores, changed = show_both(said["basis"])
    context = {
        "org": org,
        "report": report,
        "said": said["document"],
        "language": OWN_NAMES[report.language],  # type: ignore[index]  # checked when it was made
        "scores": scores,
        "changed": changed,
        "version": catalogue_version().number,
    }
    return render(request, "audits/report.html", context)


def _find(org: Organisation, ref: str) -> Report:
    return get_object_or_404(Report.objects.of(org).select_related("organisation", "made_by"), ref=ref)


@require_safe
@access("audits.see")
def take(request: HttpRequest, org: Organisation, ref: str, form: str) -> HttpResponse:
    report = _find(org, ref)
    file, kind = actions.take_report(by=who(request), report=report, form=form)
    return hand_over(file, kind, f"{org.slug}-audit-{report.version}-{report.language}.{form}")


@require_safe
@access("audits.see")
def take_page(request: HttpRequest, org: Organisation, ref: str, control: str) -> HttpResponse:
    """One finding of a frozen report, to be shared alone."""
    report = _find(org, ref)
    file, kind = actions.take_report(by=who(request), report=report, control=control)
    return hand_over(file, kind, f"{org.slug}-audit-{report.version}-{control}-{report.language}.pdf")


@require_safe
@access("audits.see")
def take_finding(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    finding = get_finding(org, ref)
    file = actions.take_finding(by=who(request), finding=finding)
    return hand_over(file, "application/pdf", f"{org.slug}-{finding.control}-{language()}.pdf")


@access("audits.see")
def show_moved(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Today beside the audit before: what is otherwise and why, and when to look again."""
    log.record(who(request), "audit.seen", organisation=org, thing="moved")
    audit = current_audit(org)
    context = {
        "org": org,
        "moved": compare_audits(org),
        "again": read_look_again(org),
        "audit": audit,
        "may_answer": may(who(request), "audits.answer", org),
    }
    return render(request, "audits/moved.html", context)


@require_POST
@access("audits.answer")
def finish(request: HttpRequest, org: Organisation) -> HttpResponse:
    """The looking is over; the next look will be compared with this one."""
    audit = current_audit(org)
    if audit is not None:
        actions.close_audit(by=who(request), audit=audit)
        messages.success(request, _("This audit is finished. The next one will be compared with it."))
    return redirect("audits:reports", org=org.ref)
