from __future__ import annotations

import itertools
import json
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from zana.audits import actions, labels
from zana.audits.archives.opening import ALLOW, NEVER
from zana.audits.controls import catalogue, catalogue_version
from zana.audits.forms import MOST_BYTES, AcceptForm, AnswerForm, ArchiveForm, AssignForm
from zana.audits.models import Evidence, Finding
from zana.audits.queries import list_questions, pages, read_standings
from zana.audits.uploads import UnlinkedFileUploadHandler, collect_parts
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.ui.words import language, words


def who(request: HttpRequest) -> Person:
    """The signed-in person; the access marks have made sure that there is one."""
    return cast(Person, request.user)


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


@access("audits.answer")
def ask(request: HttpRequest, org: Organisation, control: str) -> HttpResponse:
    about = catalogue().get(control)
    if about is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_control(by=who(request), organisation=org, control=control, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            following = pages.ask_question(org, about).following
            if following:
                return redirect("audits:ask", org=org.ref, control=following)
            messages.success(request, _("Every question of this check has an answer now."))
            return redirect("audits:overview", org=org.ref)
    context = {
        "org": org,
        "form": form,
        "question": pages.ask_question(org, about),
        "leave_url": reverse("audits:overview", kwargs={"org": org.ref}),
        "given": form.data if form.is_bound else {"result": "", "way": "", "note": ""},
    }
    return render(request, "audits/ask.html", context, status=422 if form.is_bound else 200)


# --- archives


@csrf_exempt  # the token stands in the body, which must not be read before we say where it goes
@access("audits.answer")
def give_archive(request: HttpRequest, org: Organisation) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + 100_000:
        return _show_archive_form(request, org, refused=TOO_LARGE)
    handler = UnlinkedFileUploadHandler(request, MOST_BYTES)
    request.upload_handlers = [handler]
    return _take_archive(request, org)


TOO_LARGE = say(
    "The file is larger than 50 MB, so it holds far more than we may read. Ask the network again, in the format JSON, "
    "and choose only the categories Security and login information, Apps and websites, Preferences."
)


@csrf_protect
def _take_archive(request: HttpRequest, org: Organisation) -> HttpResponse:
    people = pages.members_of(org)
    if request.method != "POST":
        return _show_archive_form(request, org)
    form = ArchiveForm(request.POST, request.FILES, people=people)
    handler = cast(UnlinkedFileUploadHandler, request.upload_handlers[0])
    if handler.has_overflowed:
        return _show_archive_form(request, org, refused=TOO_LARGE)
    if not form.is_valid():
        return _show_archive_form(request, org, form=form)
    try:
        file = form.cleaned_data["file"]
        given = file.file if file else collect_parts(request.POST.get("names", ""), request.FILES.getlist("part"))
        kept = actions.read_archive(by=who(request), organisation=org, file=given, holder=form.cleaned_data["holder"])
    except Refusal as no:
        return _show_archive_form(request, org, refused=no.saying)
    finally:
        for each in itertools.chain.from_iterable(files for _name, files in request.FILES.lists()):
            each.close()
    said = ngettext(
        "One check was looked at in the archive. The file itself is gone again.",
        "%(count)d checks were looked at in the archive. The file itself is gone again.",
        len(kept),
    )
    messages.success(request, said % {"count": len(kept)})
    return redirect("audits:words", org=org.ref)


def _show_archive_form(
    request: HttpRequest, org: Organisation, form: ArchiveForm | None = None, refused: Saying | None = None
) -> HttpResponse:
    people = pages.members_of(org)
    me = who(request).pk if who(request) in people else None
    context = {
        "org": org,
        "form": form or ArchiveForm(people=people, initial={"holder": me}),
        "refused": refused,
        "too_large": TOO_LARGE,
        "script": json.dumps({"allow": ALLOW, "never": sorted(NEVER)}),
        "allowed": sorted({pattern.rsplit("/", 1)[-1] for pattern in ALLOW if "part*" not in pattern}),
        "leave_url": reverse("audits:overview", kwargs={"org": org.ref}),
    }
    return render(request, "audits/archive.html", context, status=422 if refused or form else 200)


@access("audits.answer")
def show_words(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "audit.seen", organisation=org)
    asked = pages.list_asked(org)
    return render(request, "audits/words.html", {"org": org, "asked": asked})


@require_POST
@access("audits.answer")
def say_word(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    evidence = get_object_or_404(Evidence.objects.of(org), ref=ref)
    actions.confirm_facts(by=who(request), evidence=evidence, answer=request.POST.get("answer", ""))
    messages.success(request, _("Noted, with your name and today's date."))
    return redirect("audits:words", org=org.ref)


# --- findings


@access("audits.see")
def show_finding(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    return _show_finding(request, org, _find(org, ref))


def _find(org: Organisation, ref: str) -> Finding:
    rows = Finding.objects.of(org).select_related("opened_with", "owner", "deputy", "decided_by", "organisation")
    return get_object_or_404(rows, ref=ref)


def _show_finding(
    request: HttpRequest, org: Organisation, finding: Finding, accepting: AcceptForm | None = None
) -> HttpResponse:
    log.record(who(request), "finding.seen", organisation=org, thing=f"finding:{finding.ref}")
    people = pages.members_of(org)
    context = {
        "org": org,
        "finding": finding,
        "texts": pages.text_of(finding.about),
        "owed": finding.about.list_owed(language()),
        "domain": labels.DOMAINS[finding.about.domain],
        "result": labels.RESULTS[finding.result],
        "kind": labels.RESULT_KINDS[finding.result],
        "evidence": pages.list_evidence(org, finding.control),
        "verifying": pages.list_verifying(finding.about),
        "may_answer": may(who(request), "audits.answer", org),
        "may_accept": may(who(request), "audits.accept", org),
        "assigning": AssignForm(people=people, initial={"owner": finding.owner_id, "deputy": finding.deputy_id}),
        "accepting": accepting or AcceptForm(),
    }
    return render(request, "audits/finding.html", context, status=422 if accepting else 200)


@require_POST
@access("audits.answer")
def assign(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    finding = _find(org, ref)
    form = AssignForm(request.POST, people=pages.members_of(org))
    if not form.is_valid():
        raise Refusal(say("Choose somebody who works in this organisation."))
    actions.assign_finding(by=who(request), finding=finding, **form.cleaned_data)
    messages.success(request, _("Noted who does it."))
    return redirect("audits:finding", org=org.ref, ref=ref)


@require_POST
@access("audits.answer")
def close(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    actions.close_finding(by=who(request), finding=_find(org, ref))
    messages.success(request, _("Closed. It stands among what works now."))
    return redirect("audits:overview", org=org.ref)


@require_POST
@access("audits.accept")
def accept(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    finding = _find(org, ref)
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
