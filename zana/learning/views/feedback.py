"""Saying what a training was like."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.learning.actions import feedback as actions
from zana.learning.feedback_forms import FeedbackForm, FollowUpForm
from zana.learning.models import Training
from zana.learning.models.quiz import WEEKS_LATER
from zana.learning.models.trainings import INDIVIDUAL
from zana.learning.queries import feedback as queries
from zana.learning.queries.bookings import find_team
from zana.learning.queries.quizzes import find_sheet_asked_again
from zana.learning.rules.feedback import follow_up_quarter
from zana.learning.views.asking import who
from zana.people.access import access, may_here, signed_in
from zana.people.models import Organisation
from zana.people.queries import places_of
from zana.ui.words import words


@require_safe
@signed_in
def show_link(request: HttpRequest) -> HttpResponse:
    """The address that is passed on: it leads her, and nobody who was not there, to her own form."""
    person = who(request)
    organisations = places_of(person)[1]
    wanted = request.GET.get("w", "")
    for organisation in organisations if wanted else []:
        if queries.find_joint_wave(person, organisation, wanted) is not None:
            return redirect("learning:give_feedback", org=organisation.ref, ref=wanted)
    lines = [(place, queries.list_asked(person, place)) for place in organisations]
    return render(request, "learning/feedback.html", {"lines": lines, "is_stranger": bool(wanted)})


@require_safe
@access("feedback.give")
def show_asked(request: HttpRequest, org: Organisation) -> HttpResponse:
    lines = [(org, queries.list_asked(who(request), org))]
    return render(request, "learning/feedback.html", {"org": org, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@access("feedback.give")
def give_feedback(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Of a joint training: nothing leads from the answer to her."""
    person = who(request)
    wave = queries.find_joint_wave(person, org, ref)
    if wave is None or wave.training is None:
        raise Http404
    safeguard = queries.find_safeguard(wave.programme, wave.training)
    form = FeedbackForm(request.POST or None, safeguard=safeguard)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(by=person, organisation=org, wave=wave, **form.given())
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return _thank(request, org)
    context = {"org": org, "form": form, "title": wave.training.title, "until": wave.closes_on}
    context["is_given"] = queries.has_given(person, org, wave)
    return render(request, "learning/give_feedback.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access("feedback.give")
def give_day_feedback(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Of an individual day: with her name, and it says so."""
    training = _find_attended(request, org, ref, INDIVIDUAL)
    safeguard = queries.find_safeguard(training.programme, training)
    team = find_team(training, org)
    form = FeedbackForm(request.POST or None, safeguard=safeguard, is_named=True, team=team)
    if request.method == "POST" and form.is_valid():
        said = {**form.given(), "again": form.again()}
        try:
            actions.give_day_feedback(by=who(request), organisation=org, training=training, **said)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return _thank(request, org)
    context = {"org": org, "form": form, "title": training.title, "is_named": True, "trainer": training.trainer}
    context["is_given"] = queries.has_told_day(who(request), org, training)
    return render(request, "learning/give_feedback.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access("feedback.give")
def give_follow_up(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    training = _find_attended(request, org, ref)
    is_open = follow_up_quarter(training.held_on, clock.today()) is not None
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_follow_up(by=who(request), organisation=org, training=training, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return _ask_again(request, org) or _thank(request, org)
    is_given = queries.has_looked_back(who(request), org, training)
    context = {"org": org, "form": form, "training": training, "is_open": is_open, "is_given": is_given}
    return render(request, "learning/follow_up.html", context, status=422 if form.errors else 200)


def _ask_again(request: HttpRequest, org: Organisation) -> HttpResponse | None:
    """In the same quarter of an hour: what she dares today. None where nothing is asked again."""
    sheet = find_sheet_asked_again(who(request), org) if may_here(request, "quiz.take") else None
    if sheet is None:
        return None
    messages.success(request, _("Thank you. One minute more: what do you dare today?"))
    return redirect("learning:confidence", org=org.ref, group=sheet.group, occasion=WEEKS_LATER)


def _thank(request: HttpRequest, org: Organisation) -> HttpResponse:
    messages.success(request, _("Thank you. It helps the next ones."))
    return redirect("learning:asked", org=org.ref)


def _find_attended(request: HttpRequest, org: Organisation, ref: str, kind: str = "") -> Training:
    training = queries.find_attended(who(request), org, ref, kind)
    if training is None:
        raise Http404
    return training


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_care(request: HttpRequest) -> HttpResponse:
    """For the one person who hears what made somebody uncomfortable. For everybody else there is no such page."""
    notes = queries.list_care(who(request))
    if notes is None:
        raise Http404
    if request.method == "POST":
        note = next((one for one in notes if one.ref == request.POST.get("note")), None)
        if note is None:
            raise Http404
        actions.note_read(by=who(request), note=note)
        return redirect("learning:care")
    return render(request, "learning/care.html", {"notes": notes})
