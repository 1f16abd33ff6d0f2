"""Asking the trainer, and answering: one page for both, each with her own buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zana.kernel.errors import Refusal
from zana.learning.actions import helping as actions
from zana.learning.help_forms import AskForm, HandOverForm, TurnForm
from zana.learning.models import HelpRequest
from zana.learning.queries import helping as queries
from zana.learning.queries.helping import Thing
from zana.learning.rules.helping import ABOUT_WORDS
from zana.learning.views.asking import who
from zana.people import log
from zana.people.access import access, may_here, programme_access
from zana.people.models import Organisation, Programme
from zana.studio import gate
from zana.studio.forms import RemarkForm
from zana.studio.queries import list_passages, list_remarks
from zana.ui.words import words


@require_safe
@access("help.ask")
def show_questions(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Her own; the others' are between them and their trainer."""
    programme = queries.find_programme_of(org)
    median = queries.read_median(programme) if programme else None
    lines = queries.list_hers(who(request), org)
    if any(line.request.finding for line in lines):
        log.record(who(request), "audit.seen", organisation=org, thing="questions")
    return render(request, "learning/questions.html", {"org": org, "lines": lines, "median": median})


@require_http_methods(["GET", "HEAD", "POST"])
@access("help.ask")
def ask(request: HttpRequest, org: Organisation, kind: str = "", thing: str = "") -> HttpResponse:
    about = queries.find_thing(who(request), org, kind, thing) if kind else Thing()
    if about is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_help(
                by=who(request),
                organisation=org,
                words=form.cleaned_data["words"],
                thing=about,
                key=form.cleaned_data["once"],
            )
        except Refusal as no:
            form.add_error("words", words(no.saying))
        else:
            messages.success(request, _("Asked. You get a message when there is an answer."))
            return redirect("learning:question", org=org.ref, ref=made.ref)
    _record_look(request, org, about)
    context = {"org": org, "form": form, "title": queries.title_of(about), "about": about}
    return render(request, "learning/ask.html", context, status=422 if form.errors else 200)


def _record_look(request: HttpRequest, org: Organisation, about: Thing | HelpRequest) -> None:
    if about.finding is not None:
        log.record(who(request), "finding.seen", organisation=org, thing=f"finding:{about.finding.ref}")


@require_safe
@access("help.read")
def show_question(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    return _show(request, org, _find(request, org, ref), TurnForm())


def _show(request: HttpRequest, org: Organisation, found: HelpRequest, form: TurnForm) -> HttpResponse:
    _record_look(request, org, found)
    is_hers = found.asked_by_id == who(request).pk
    draft = queries.find_draft(found)
    context: dict[str, Any] = {
        "org": org,
        "found": found,
        "title": queries.title_of(found),
        "talk": queries.list_talk(found),
        "pause": queries.pause_of(found),
        "is_hers": is_hers,
        "form": form,
        "draft": draft,
        "link": _link(request, org, found),
    }
    if draft is not None and is_hers:
        context["remarks"] = queries.count_open_remarks(found)
    elif draft is not None:
        context["passages"] = list_passages(draft, gate.check(draft))
        context["general"] = [one for one in list_remarks(draft) if not one.passage]
        context["send_to"] = reverse("learning:say_beside", args=[org.ref, found.ref])
    if not is_hers and not found.is_settled:
        context["steps_in"] = found.trainer_id != who(request).pk and may_here(request, "help.step_in")
    return render(request, "learning/question_asked.html", context, status=422 if form.errors else 200)


def _link(request: HttpRequest, org: Organisation, found: HelpRequest) -> str:
    """Where the thing itself stands, for whom may open it there."""
    if found.account and may_here(request, "accounts.see"):
        return reverse("networks:account", args=[org.ref, found.account.ref])
    if found.finding and may_here(request, "audits.see"):
        return reverse("audits:finding", args=[org.ref, found.finding.ref])
    if found.incident and may_here(request, "incidents.help"):
        return reverse("audits:incident", args=[org.ref, found.incident.ref])
    if found.variant and may_here(request, "pieces.write"):
        return reverse("studio:compose", args=[org.ref, found.variant.piece.ref, found.variant.ref])
    return ""


@require_POST
@access("help.read")
def say_more(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    found, form = _find(request, org, ref), TurnForm(request.POST)
    if form.is_valid():
        try:
            actions.say_more(by=who(request), request=found, words=form.cleaned_data["words"])
        except Refusal as no:
            form.add_error("words", words(no.saying))
        else:
            messages.success(request, _("Sent."))
            return redirect("learning:question", org=org.ref, ref=ref)
    return _show(request, org, found, form)


@require_POST
@access("help.answer")
def say_beside(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Words beside the draft."""
    found = _find(request, org, ref)
    draft = queries.find_draft(found)
    if draft is None:
        raise Http404
    passages = [one for one, _said in list_passages(draft, gate.check(draft))]
    form = RemarkForm(request.POST, passages=passages)
    if not form.is_valid():
        raise Http404
    actions.say_beside(by=who(request), request=found, variant=draft, **form.remark())
    messages.success(request, _("Sent. It stands beside her text, and she decides."))
    return redirect("learning:question", org=org.ref, ref=ref)


@require_POST
@access("help.read")
def settle(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    actions.settle_help(by=who(request), request=_find(request, org, ref))
    messages.success(request, _("Settled."))
    return redirect("learning:question", org=org.ref, ref=ref)


@require_POST
@access("help.step_in")
def step_in(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    actions.hand_over(by=who(request), request=_find(request, org, ref), to=who(request))
    messages.success(request, _("It waits for your answer now."))
    return redirect("learning:question", org=org.ref, ref=ref)


@require_safe
@programme_access("help.answer")
def show_queue(request: HttpRequest, programme: Programme) -> HttpResponse:
    queue = queries.read_queue(who(request), programme)
    if any(line.request.finding for line in (*queue.own, *queue.others)):
        log.record(who(request), "cohort.seen", programme=programme, thing="questions")
    context = {"programme": programme, "queue": queue}
    return render(request, "learning/help_queue.html", {**context, "may_step_in": may_here(request, "help.step_in")})


@require_http_methods(["GET", "HEAD", "POST"])
@programme_access("help.answer")
def hand_over(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    """Who answers it. Of the question itself only what it is about is shown."""
    found = queries.find_in(programme, ref)
    if found is None:
        raise Http404
    form = HandOverForm(request.POST or None, trainers=queries.list_trainers(programme))
    if request.method == "POST" and form.is_valid():
        actions.hand_over(by=who(request), request=found, to=form.cleaned_data["to"])
        messages.success(request, _("Handed over."))
        return redirect("learning:help_queue", programme=programme.ref)
    context = {"programme": programme, "found": found, "form": form, "about": ABOUT_WORDS[found.about]}
    return render(request, "learning/hand_over.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, org: Organisation, ref: str) -> HelpRequest:
    found = queries.find_request(who(request), org, ref)
    if found is None:
        raise Http404
    return found
