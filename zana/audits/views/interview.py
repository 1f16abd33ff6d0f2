from __future__ import annotations

import secrets
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from zana.audits import actions
from zana.audits.actions.circumstances import note_precaution
from zana.audits.controls import Control, catalogue
from zana.audits.documents import PDF
from zana.audits.forms import AnswerForm, BeginForm, ExhibitForm
from zana.audits.models import Evidence, Exhibit, Finding
from zana.audits.queries import find_finding, list_questions, pages, read_standings
from zana.audits.queries.cards import list_cards
from zana.audits.queries.circumstances import read_setting
from zana.audits.queries.incidents import stopping_incident
from zana.audits.queries.standings import newest_look
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.people import log
from zana.people.access import access
from zana.people.kept import kept_fields
from zana.people.models import Organisation
from zana.studio.rules.pictures import MAX_UPLOAD, refuse_bytes
from zana.ui.words import words

EMPTY = {"result": "", "way": "", "note": ""}


@access("audits.answer")
def begin(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Before the first question: what is looked at, who will see it, and whose yes it is."""
    people = pages.members_of(org)
    me = who(request).pk if who(request) in people else None
    setting = read_setting(org)
    initial = {"consented": me, "scope": "minimum"}
    initial |= {"has_shelter": setting.has_shelter, "staff_at_risk": setting.staff_at_risk}
    form = BeginForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        audit = actions.start_audit(
            by=who(request), organisation=org, scope=given["scope"], consented=given["consented"]
        )
        note_precaution(
            by=who(request),
            organisation=org,
            has_shelter=given["has_shelter"],
            staff_at_risk=given["staff_at_risk"],
        )
        standings = read_standings(org)
        waiting = [c.id for c in list_questions(audit) if standings[c.id].result == "unknown"]
        if waiting:
            return redirect("audits:ask", org=org.ref, control=waiting[0])
        return redirect("audits:overview", org=org.ref)
    context = {"org": org, "form": form, "leave_url": reverse("audits:overview", kwargs={"org": org.ref})}
    return render(request, "audits/begin.html", context, status=422 if form.is_bound else 200)


@access("audits.answer")
def ask(request: HttpRequest, org: Organisation, control: str) -> HttpResponse:
    about = _find(control)
    stopped = stopping_incident(org) if request.method == "GET" else None
    if stopped and control not in stopped.flow.controls:
        return redirect("audits:incident", org=org.ref, ref=stopped.ref)
    form = AnswerForm(request.POST or None)
    kept = kept_fields(request)
    if request.method == "POST" and form.is_valid():
        try:
            evidence = actions.answer_control(by=who(request), organisation=org, control=control, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return _go_on(request, org, about, evidence)
    if request.method == "POST" and _is_tap(request):
        return JsonResponse({"refused": [error for errors in form.errors.values() for error in errors]}, status=422)
    question = pages.ask_question(org, about, who(request))
    if question.standing.piece:  # there is an answer to be seen
        log.record(who(request), "control.seen", organisation=org, thing=f"control:{control}")
    context = {
        "org": org,
        "form": form,
        "exhibit_form": ExhibitForm(),
        "cards": list_cards(about.id, org),
        "question": question,
        "key": secrets.token_urlsafe(12),
        "knew": newest_look(org, control),
        "task": _find_task(request, org, about),
        "was_kept": bool(kept) and not form.is_bound,
        "leave_url": reverse("audits:overview", kwargs={"org": org.ref}),
        "given": form.data if form.is_bound else {**EMPTY, **kept},
    }
    return render(request, "audits/ask.html", context, status=422 if form.is_bound else 200)


def _find(control: str) -> Control:
    about = catalogue().get(control)
    if about is None:
        raise Http404
    return about


def _is_tap(request: HttpRequest) -> bool:
    """Sent by the script on every tap, which stays on the page; without script the form goes on by itself."""
    return request.headers.get("Accept") == "application/json"


def _go_on(request: HttpRequest, org: Organisation, about: Control, evidence: Evidence) -> HttpResponse:
    question = pages.ask_question(org, about, who(request))
    stopped = stopping_incident(org)
    stop = reverse("audits:incident", kwargs={"org": org.ref, "ref": stopped.ref}) if stopped else ""
    if _is_tap(request):
        return JsonResponse(_say_saved(org, question, evidence) | {"stop": stop})
    if stop:
        return redirect(stop)
    if question.disagreement:
        messages.warning(request, words(question.disagreement))
    task = _find_task(request, org, about)
    if task is not None:
        return _back_to_task(request, org, task)
    if question.following:
        return redirect("audits:ask", org=org.ref, control=question.following)
    messages.success(request, _("Every question of this check has an answer now."))
    return redirect("audits:overview", org=org.ref)


def _find_task(request: HttpRequest, org: Organisation, about: Control) -> Finding | None:
    """The finding she came from, if she came from one."""
    ref = request.GET.get("task", "")
    task = find_finding(org, ref) if ref else None
    return task if task is not None and task.control == about.id else None


def _back_to_task(request: HttpRequest, org: Organisation, task: Finding) -> HttpResponse:
    """Who came for one thing to do is not led through all the questions."""
    if task.state == Finding.CLOSED:
        messages.success(request, _("Done: what you saw closes this."))
    else:
        messages.info(request, _("Saved. It stays open until what is needed has been seen."))
    return redirect("audits:finding", org=org.ref, ref=task.ref)


def _say_saved(org: Organisation, question: pages.Question, evidence: Evidence) -> dict[str, str | int]:
    at = date_format(localtime(evidence.noted_at, ZoneInfo(org.zone)), "H:i")
    return {
        "knew": evidence.pk,
        "said": _("Saved at %(time)s.") % {"time": at},
        "disagreement": words(question.disagreement) if question.disagreement else "",
        "answered": question.answered,
        "of": question.of,
    }


@csrf_exempt  # the token stands in the body, and of a body that is far too large nothing is taken in
@require_POST
@access("audits.answer")
def attach(request: HttpRequest, org: Organisation, control: str) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_UPLOAD + 100_000:
        raise Refusal(refuse_bytes())
    return _attach(request, org, control)


@csrf_protect
def _attach(request: HttpRequest, org: Organisation, control: str) -> HttpResponse:
    form = ExhibitForm(request.POST, request.FILES)
    back = redirect("audits:ask", org=org.ref, control=_find(control).id)
    if not form.is_valid():
        raise Refusal(form.refusal)
    file = form.cleaned_data["file"]
    kept = actions.add_exhibit(by=who(request), organisation=org, control=control, file=file, name=file.name)
    if kept.media_type == PDF:
        messages.success(request, _("The PDF goes with your answer now, drawn anew page by page and sealed."))
    else:
        messages.success(
            request, _("The picture goes with your answer now. It is kept sealed, without place or device.")
        )
    return back


@require_safe
@access("audits.see")
def show_exhibit(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    exhibit = get_object_or_404(Exhibit.objects.of(org).select_related("evidence"), ref=ref)
    log.record(who(request), "exhibit.seen", organisation=org, thing=f"control:{exhibit.evidence.control}")
    answer = HttpResponse(exhibit.content, content_type=exhibit.media_type)
    # A PDF goes out as a file under a name of ours: whatever shows it, it does not run in this house.
    name = f'attachment; filename="proof-{exhibit.ref[:8]}.pdf"' if exhibit.media_type == PDF else "inline"
    answer.headers["Content-Disposition"] = name
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
