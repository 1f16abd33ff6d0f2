"""A joint training for who prepares and holds it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.learning.actions import agenda, invitees, presence
from zana.learning.actions.invitees import print_of
from zana.learning.joint_forms import BlockForm, BlockSheetForm, ListForm, PlaceForm, ScanForm
from zana.learning.models import Block, Scan, Training
from zana.learning.models.trainings import JOINT
from zana.learning.queries import joint, joint_papers, sessions
from zana.learning.queries.certificates import has_issued, may_issue_now
from zana.learning.rules.check_in import code_at
from zana.learning.rules.needs import NEEDS
from zana.learning.views.asking import who
from zana.people.access import may_here, programme_access
from zana.people.models import Programme
from zana.ui.files import hand_over
from zana.ui.words import language, words


def _find(programme: Programme, ref: str) -> Training:
    training = sessions.find_training(programme, ref)
    if training is None or training.kind != JOINT:
        raise Http404
    return training


def _find_block(programme: Programme, ref: str, block: str) -> Block:
    found = joint.find_block(_find(programme, ref), block)
    if found is None:
        raise Http404
    return found


def _back(training: Training) -> HttpResponse:
    return redirect("learning:joint", programme=training.programme.ref, ref=training.ref)


@programme_access("trainings.see")
def show_joint(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    meeting = joint.meeting_of(training)
    halves = joint.list_half_days(training)
    answers = joint.count_answers(training)
    needs = [(words(NEEDS[kind]) if kind in NEEDS else _("Something else"), count) for kind, count in answers.needs]
    context = {
        "programme": programme,
        "training": training,
        "name": training.name,
        "meeting": meeting,
        "halves": halves,
        "answers": answers,
        "needs": needs,
        "next_half": next((half for half in halves if not half.marked), None),
        "is_over": training.held_on < clock.today(),
        "has_begun": training.held_on <= clock.today(),
        "uninvited": joint.count_uninvited(training) if training.held_on > clock.today() else 0,
        "is_untold": bool(answers.invited and meeting and meeting.told != print_of(training)),
        "is_certified": has_issued(training),
        "may_issue": may_issue_now(training),
        "scans": joint.list_scans(training),
        "sees_feedback": may_here(request, "feedback.see"),
        "sees_needs": may_here(request, "needs.see"),
        "may_edit": may_here(request, "trainings.edit"),
    }
    return render(request, "learning/joint.html", context)


@programme_access("trainings.edit")
def edit_block(request: HttpRequest, programme: Programme, ref: str, block: str = "") -> HttpResponse:
    training = _find(programme, ref)
    known = _find_block(programme, ref, block) if block else None
    form = BlockForm(request.POST or None, training=training, block=known)
    if request.method == "POST" and form.is_valid():
        try:
            agenda.set_block(by=who(request), training=training, plan=form.plan(), block=known)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return _back(training)
    context = {"programme": programme, "training": training, "half": known, "form": form}
    return render(request, "learning/block.html", context)


@require_POST
@programme_access("trainings.edit")
def remove_block(request: HttpRequest, programme: Programme, ref: str, block: str) -> HttpResponse:
    found = _find_block(programme, ref, block)
    agenda.remove_block(by=who(request), block=found)
    return _back(found.training)


@require_POST
@programme_access("trainings.edit")
def propose_agenda(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    agenda.propose_agenda(by=who(request), training=training)
    messages.success(request, _("A first agenda. Change the hours to yours."))
    return _back(training)


@programme_access("trainings.edit")
def set_place(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    meeting = joint.meeting_of(training)
    known = {"place": meeting.place, "is_open": meeting.is_place_open} if meeting else None
    form = PlaceForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        agenda.set_place(by=who(request), training=training, **form.cleaned_data)
        return _back(training)
    return render(request, "learning/place.html", {"programme": programme, "training": training, "form": form})


@require_POST
@programme_access("trainings.edit")
def invite(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    made = invitees.invite_everybody(by=who(request), training=training)
    told = _("%(count)s people are invited.") if made else _("Everybody is invited already.")
    messages.success(request, told % {"count": len(made)})
    return _back(training)


@require_POST
@programme_access("trainings.edit")
def tell_changes(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    count = invitees.tell_changes(by=who(request), training=training)
    messages.success(request, _("%(count)s people are told of the change.") % {"count": count})
    return _back(training)


@programme_access("trainings.edit")
def cancel(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    if request.method == "POST":
        invitees.cancel_training(by=who(request), training=training)
        messages.success(request, _("The training is cancelled. Everybody invited is told."))
        return _back(training)
    context = {"programme": programme, "training": training, "answers": joint.count_answers(training)}
    return render(request, "learning/cancel.html", context)


@programme_access("needs.see")
def show_needs(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    rows = invitees.read_needs(by=who(request), training=training)
    lines = [(one, [words(NEEDS[kind]) for kind in one.needs if kind in NEEDS]) for one in rows]
    return render(request, "learning/needs.html", {"programme": programme, "training": training, "lines": lines})


# --- who was there


@programme_access("trainings.edit")
def note_block(request: HttpRequest, programme: Programme, ref: str, block: str) -> HttpResponse:
    found = _find_block(programme, ref, block)
    form = BlockSheetForm(request.POST or None, block=found, lines=joint.list_block(found))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            presence.mark_block(by=who(request), block=found, lines=form.said(), reason=reason)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Who was there is noted."))
            return _back(found.training)
    context = {
        "programme": programme,
        "training": found.training,
        "half": found,
        "when": joint_papers.when(found),
        "form": form,
        "rows": form.rows(),
        "corrections": joint.list_corrections(found),
    }
    return render(request, "learning/block_sheet.html", context)


@programme_access("trainings.edit")
def read_list(request: HttpRequest, programme: Programme, ref: str, block: str) -> HttpResponse:
    found = _find_block(programme, ref, block)
    form = ListForm(request.POST or None, request.FILES or None, block=found)

    def act(file: Any) -> str:
        reason = form.cleaned_data.get("reason", "")
        count = presence.read_in_sheet(by=who(request), block=found, file=file, reason=reason)
        return _("Read: %(count)s lines are new or different.") % {"count": count}

    return _take_file(request, form, found.training, act, _("Read a typed list"), joint_papers.when(found))


@programme_access("trainings.edit")
def add_scan(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = _find(programme, ref)
    form = ScanForm(request.POST or None, request.FILES or None)

    def act(file: Any) -> str:
        presence.keep_scan(by=who(request), training=training, file=file, name=file.name)
        return _("The signed sheet is kept, sealed.")

    return _take_file(request, form, training, act, _("Keep the signed sheet"), "")


def _take_file(
    request: HttpRequest, form: forms.Form, training: Training, act: Callable[[Any], str], heading: str, lead: str
) -> HttpResponse:
    """A form with one file: what is wrong with it stands beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data["file"])
        except Refusal as no:
            form.add_error("file", words(no.saying))
        else:
            messages.success(request, done)
            return _back(training)
    context = {"training": training, "form": form, "heading": heading, "lead": lead}
    return render(request, "learning/take_file.html", context)


@require_safe
@programme_access("trainings.edit")
def show_scan(request: HttpRequest, programme: Programme, ref: str, scan: str) -> HttpResponse:
    """A picture we have drawn anew is shown; a PDF goes out as a file and never runs here."""
    found = Scan.objects.filter(training=_find(programme, ref), ref=scan).select_related("training__programme").first()
    if found is None:
        raise Http404
    presence.open_scan(by=who(request), scan=found)
    answer = HttpResponse(found.content, content_type=found.media_type)
    is_picture = found.media_type.startswith("image/")
    answer.headers["Content-Disposition"] = "inline" if is_picture else 'attachment; filename="sheet.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@programme_access("trainings.edit")
def show_code(request: HttpRequest, programme: Programme, ref: str, block: str) -> HttpResponse:
    """On the trainer's screen: a code people open with their phones, new every two minutes, and who has done it."""
    found = _find_block(programme, ref, block)
    code = code_at(settings.SECRET_KEY, found.ref, clock.now())
    address = settings.ZANA_BASE_URL + reverse("learning:check_in", kwargs={"block": found.ref, "code": code})
    context = {
        "programme": programme,
        "training": found.training,
        "half": found,
        "when": joint_papers.when(found),
        "address": address,
        "picture": _draw_code(address),
        "waiting": joint.list_waiting_check_ins(found),
        "marked": found.marks.all().count(),
    }
    part = "learning/_code.html" if request.headers.get("HX-Request") else "learning/code.html"
    return render(request, part, context)


def _draw_code(address: str) -> str:
    """Dark on white whatever the page's colours are: phones read it from across the room."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, light="#fff", scale=8, border=3, omitsize=True
    )
    return mark_safe(out.getvalue().decode())  # our own address, drawn by a library: nobody's text


@require_POST
@programme_access("trainings.edit")
def confirm(request: HttpRequest, programme: Programme, ref: str, block: str) -> HttpResponse:
    found = _find_block(programme, ref, block)
    shown, seen = request.POST.getlist("shown"), request.POST.getlist("seen")
    count = presence.confirm_check_ins(by=who(request), block=found, seen=seen, shown=shown)
    messages.success(request, _("%(count)s confirmed.") % {"count": count})
    return redirect("learning:code", programme=programme.ref, ref=ref, block=block)


# --- papers


@require_safe
@programme_access("trainings.see")
def take_paper(request: HttpRequest, programme: Programme, ref: str, paper: str) -> HttpResponseBase:
    training = _find(programme, ref)
    makers: dict[str, Callable[[Training, str], bytes]] = {
        "agenda": joint_papers.agenda_pdf,
        "sheet": joint_papers.sign_in_pdf,
    }
    if paper not in makers:
        raise Http404
    return hand_over(makers[paper](training, language()), "application/pdf", f"{paper}.pdf")


@require_safe
@programme_access("trainings.edit")
def take_list(request: HttpRequest, programme: Programme, ref: str) -> HttpResponseBase:
    text = joint_papers.list_csv(_find(programme, ref))
    return hand_over(text.encode(), "text/csv; charset=utf-8", "attendance.csv")
